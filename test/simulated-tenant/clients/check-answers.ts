import { join } from 'node:path'
import ts from 'typescript'

/** An answer, and the type that it should have: written as TypeScript, with `v1` and `beta` for Microsoft's two packages. */
export interface TypedAnswer {
  readonly name: string
  readonly type: string
  readonly value: unknown
}

const options: ts.CompilerOptions = {
  strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true, types: [],
  target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
}

/**
 * What TypeScript has against the answers, had somebody written them down as literals: unknown properties, enum members that
 * do not exist, a null where none may be.
 */
export function complaintsAbout(declarations: string, answers: readonly TypedAnswer[]): string[] {
  const file = join(import.meta.dirname, 'answers-as-code.ts')
  const code = [
    'import type * as v1 from \'@microsoft/microsoft-graph-types\'', 'import type * as beta from \'@microsoft/microsoft-graph-types-beta\'',
    declarations,
    ...answers.map(({ name, type, value }) => `export const ${name}: ${type} = ${JSON.stringify(value)}`),
  ].join('\n')
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (path) => path === file || fileExists(path)
  host.getSourceFile = (path, languageOptions, ...rest) => path === file
    ? ts.createSourceFile(path, code, languageOptions)
    : getSourceFile(path, languageOptions, ...rest)
  const program = ts.createProgram([file], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start }) => {
    const place = start === undefined ? '' : code.slice(start, start + 40)
    return `${ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 400)} (at ${place})`
  })
}
