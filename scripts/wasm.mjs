// npm run wasm: compiles src-wasm/search-kernel.ts and writes its bytes, as text, into src-main/directory/kernel-bytes.ts.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './runtime.mjs'

/**
 * The compiled kernel as a source file. The compiler runs as a program: whoever imports it gets its types of Array and String instead of JavaScript's.
 * @returns {string}
 */
export function kernelSource() {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'))
  try {
    const file = join(folder, 'kernel.wasm')
    const options = ['--outFile', file, '--optimizeLevel', '3', '--runtime', 'stub', '--noAssert', '--enable', 'simd']
    execFileSync(process.execPath, [join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js'), join('src-wasm', 'search-kernel.ts'), ...options], { cwd: root })
    const lines = readFileSync(file, 'base64').match(/.{1,140}/g) ?? []
    return `/** src-wasm/search-kernel.ts, compiled: \`npm run wasm\` writes this file, and a spec compiles it again and compares. */
export const kernelBytes = Buffer.from([
${lines.map((line) => `  '${line}',`).join('\n')}
].join(''), 'base64')
`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(root, 'src-main', 'directory', 'kernel-bytes.ts'), kernelSource())
