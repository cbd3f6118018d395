import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { environment, root, suitableNode } from '../../scripts/runtime.mjs'

describe('npm run bench -- memory', () => {
  it.runIf(process.platform === 'linux')('runs the built console with and without devices, and ends with one line of JSON', async () => {
    const node = suitableNode()
    const { stdout } = await promisify(execFile)(node, ['bench/memory.ts', '--devices', '500', '--rounds', '1', '--rest', '0.5', '--json'], { cwd: root, env: environment(node) })
    const result = JSON.parse(stdout.trim().slice(stdout.trim().lastIndexOf('\n') + 1)) as Record<string, unknown>
    expect(result).toMatchObject({ bench: 'memory', devices: 500, rounds: 1 })
    for (const name of ['emptyBytes', 'fullBytes', 'indexBytes', 'columnBytes']) expect(result[name], name).toBeGreaterThan(0)
  })
})
