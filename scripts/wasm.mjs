// npm run wasm: compiles src-wasm/search-kernel.ts and writes its bytes, as text, into src-main/directory/kernel-bytes.ts.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'
import { root } from './runtime.mjs'

/** The compiled kernel as a source file. @returns {Promise<string>} */
export async function kernelSource() {
  const { error, stderr, binary } = await asc.compileString(
    { 'search-kernel.ts': readFileSync(join(root, 'src-wasm', 'search-kernel.ts'), 'utf8') },
    { optimizeLevel: 3, runtime: 'stub', noAssert: true, enable: ['simd'] })
  if (error !== null || binary === null) throw new Error(`${stderr.toString()}\n${String(error)}`)
  const lines = Buffer.from(binary).toString('base64').match(/.{1,140}/g) ?? []
  return `/** src-wasm/search-kernel.ts, compiled: \`npm run wasm\` writes this file, and a spec compiles it again and compares. */
export const kernelBytes = Buffer.from([
${lines.map((line) => `  '${line}',`).join('\n')}
].join(''), 'base64')
`
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(root, 'src-main', 'directory', 'kernel-bytes.ts'), await kernelSource())
