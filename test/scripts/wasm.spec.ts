import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../scripts/runtime.mjs'
import { kernelSource } from '../../scripts/wasm.mjs'

describe('npm run wasm', () => {
  it('makes the bytes that the directory runs', () => {
    expect(kernelSource()).toBe(readFileSync(join(root, 'src-main', 'directory', 'kernel-bytes.ts'), 'utf8'))
  })
})
