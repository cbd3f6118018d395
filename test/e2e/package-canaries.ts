/** What must never be in a package, each with a file by which the spec proves that it would be seen. */
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export interface PackedFile {
  /** From the archive's root, with / before it. */
  readonly path: string
  readonly text: string
}

interface Canary {
  readonly name: string
  readonly isIn: (file: PackedFile) => boolean
  readonly planted: PackedFile
}

const guid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi
const emptyGuid = '00000000-0000-0000-0000-000000000000'

export const canaries: readonly Canary[] = [
  { name: 'a source map', isIn: ({ path }) => path.endsWith('.map'), planted: { path: '/main/index.js.map', text: '{}' } },
  { name: 'a source map inside a script', isIn: ({ text }) => /sourceMappingURL=(?!\$)/.test(text), planted: { path: '/main/a.js', text: '//# sourceMappingURL=data:application/json;base64,e30=' } },
  { name: 'a package', isIn: ({ path }) => path.includes('/node_modules/'), planted: { path: '/node_modules/vue/index.js', text: '' } },
  { name: 'a list of dependencies', isIn: ({ path, text }) => path.endsWith('package.json') && /"[a-zA-Z]*[dD]ependencies"/.test(text), planted: { path: '/package.json', text: '{"devDependencies":{}}' } },
  { name: 'TypeScript', isIn: ({ path }) => /\.(ts|mts|cts|vue)$/.test(path), planted: { path: '/main/start-app.ts', text: '' } },
  { name: 'a spec', isIn: ({ path, text }) => path.includes('.spec.') || /from\s*["']vitest["']/.test(text), planted: { path: '/main/a.js', text: 'import { it } from "vitest"' } },
  { name: 'the stand-in', isIn: ({ path, text }) => path.includes('electron-stand-in') || text.includes('stand-in: ') || text.includes('@standin'), planted: { path: '/main/a.js', text: 'throw new Error(`stand-in: ${name} is not implemented`)' } },
  { name: 'a file of settings', isIn: ({ path }) => /\/\.[^/]+$/.test(path), planted: { path: '/.env', text: 'SECRET=1' } },
  { name: 'a policy with somebody\'s ids', isIn: ({ path, text }) => /policy[^/]*\.json$/.test(path) && (text.match(guid) ?? []).some((id) => id !== emptyGuid), planted: { path: '/policy.json', text: '{"tenantId":"8d2f1c1e-61a7-4a8c-9d7f-1f6f0f6a2b3c"}' } },
  { name: 'a path of who built it', isIn: ({ text }) => text.includes(root) || text.includes(root.replaceAll('\\', '\\\\')), planted: { path: '/main/a.js', text: `"${root}/src-main/main.ts"` } },
  { name: 'a private key', isIn: ({ text }) => /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/.test(text), planted: { path: '/main/a.js', text: `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}` } },
]

/** Which canaries are in these files: "name: path". */
export const findCanaries = (files: readonly PackedFile[]): readonly string[] =>
  canaries.flatMap(({ name, isIn }) => files.filter(isIn).map(({ path }) => `${name}: ${path}`))
