import { join } from 'node:path'
import ts from 'typescript'

/** An answer, and the type that it should have: written as TypeScript, with `v1` and `beta` for Microsoft's two packages. */
export interface TypedAnswer {
  readonly name: string
  readonly type: string
  readonly value: unknown
}

/** Microsoft's types, with what belongs to the wire and not to the model, and with what is documented and not in the packages yet. */
const declarations = `
interface Wire { '@odata.context'?: string }
interface ListWire extends Wire { '@odata.count'?: number, '@odata.nextLink'?: string }
interface List<T> extends ListWire { value: T[] }
type Result<Reset, Lock, Locate, Plain> =
  | Reset & { '@odata.type': '#microsoft.graph.resetPasscodeActionResult' }
  | Lock & { '@odata.type': '#microsoft.graph.remoteLockActionResult' }
  | Locate & { '@odata.type': '#microsoft.graph.locateDeviceActionResult' }
  | Plain & { '@odata.type'?: '#microsoft.graph.deviceActionResult' }
type V1Result = Result<v1.ResetPasscodeActionResult, v1.RemoteLockActionResult, v1.LocateDeviceActionResult, v1.DeviceActionResult>
type BetaResult = Result<beta.ResetPasscodeActionResult, beta.RemoteLockActionResult, beta.LocateDeviceActionResult, beta.DeviceActionResult>
type V1Device = Wire & Omit<v1.ManagedDevice, 'deviceActionResults'> & { managementState?: beta.ManagementState, deviceActionResults?: V1Result[] }
type BetaDevice = Wire & Omit<beta.ManagedDevice, 'deviceActionResults'> & { deviceActionResults?: BetaResult[] }
type RemoteAction = beta.RemoteActionAudit & { deviceActionDetails?: beta.KeyValuePair[] }
type ApprovalRequest = Omit<beta.OperationApprovalRequest, 'requiredOperationApprovalPolicyTypes'> & {
  requiredOperationApprovalPolicyTypes?: ('deviceWipe' | 'deviceRetire' | 'deviceDelete' | 'deviceLock' | 'deviceResetPasscode')[] }
interface GraphError { error: Required<Pick<v1.PublicError, 'code' | 'message'>> & { innerError: Record<'date' | 'request-id' | 'client-request-id', string> } }
`

const options: ts.CompilerOptions = {
  strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true, types: [],
  target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
}

/**
 * What TypeScript has against the answers, had somebody written them down as literals: unknown properties, enum members that
 * do not exist, a null where none may be.
 */
export function complaintsAbout(answers: readonly TypedAnswer[]): string[] {
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
