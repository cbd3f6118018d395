import { resolve } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
// Files that are not there have no types: only the rules that read the text alone are of interest here.
const lint = new ESLint({
  cwd: root,
  overrideConfig: [{ languageOptions: { parserOptions: { projectService: false, program: null, project: false } }, rules: tseslint.configs.disableTypeChecked.rules ?? {} }],
})

/** What the linter says of importing this in a file of that path. */
async function refusalsOf(file: string, code: string): Promise<readonly string[]> {
  const [result] = await lint.lintText(code, { filePath: resolve(root, file) })
  return (result?.messages ?? []).filter(({ ruleId }) => ruleId === 'no-restricted-imports' || ruleId === 'no-restricted-properties').map(({ message }) => message)
}

const owned = [
  ['ipcMain', 'src-main/ipc/handle.ts', 'register a handler there'],
  ['ipcRenderer', 'src-main/preload/invoker.ts', 'Only preload/invoker.ts'],
  ['shell', 'src-main/window/open-in-browser.ts', 'call openInBrowser'],
] as const

describe('one file owns each dangerous part of Electron', () => {
  it.each(owned)('%s', async (name, owner, advice) => {
    const code = `import { ${name} } from 'electron'\nexport const used = ${name}\n`
    expect(await refusalsOf(owner, code)).toEqual([])
    expect((await refusalsOf('src-main/ipc/elsewhere.ts', code)).join()).toContain(advice)
    expect((await refusalsOf('src-main/create-services.ts', code.replace(name, `${name} as renamed`).replace(`= ${name}`, '= renamed'))).join()).toContain(advice)
  })

  it.each(owned)('%s: the owner of one may not import another', async (name, owner) => {
    const others = owned.filter(([, file]) => file !== owner).map(([other]) => other)
    const code = others.map((other) => `import { ${other} } from 'electron'\nexport const used${other} = ${other}\n`).join('')
    expect(await refusalsOf(owner, code), name).toHaveLength(others.length)
  })

  it.each([
    ['the whole module under one name', "import * as electron from 'electron'\nexport const used = electron\n"],
    ['the default export', "import electron from 'electron'\nexport const used = electron\n"],
  ])('and nobody gets round it by %s', async (_case, code) => {
    expect(await refusalsOf('src-main/ipc/elsewhere.ts', code)).not.toEqual([])
  })
})

it('leaves policy/ without a clock of its own, and without the parts of Electron', async () => {
  expect((await refusalsOf('src-main/policy/elsewhere.ts', 'export const now = Date.now()\n')).join()).toContain('take the time as an argument')
  expect(await refusalsOf('src-main/policy/elsewhere.ts', "import { shell } from 'electron'\nexport const used = shell\n")).not.toEqual([])
})
