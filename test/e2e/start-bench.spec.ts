import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { environment, root, suitableNode } from '../../scripts/runtime.mjs'

describe('npm run bench -- start', () => {
  it('runs the built console until the devices of its last session are on the screen, with their age, while Intune does not answer', async () => {
    const node = suitableNode()
    const { stdout } = await promisify(execFile)(node, ['bench/start.ts', '--devices', '700', '--rounds', '1', '--sign-in', '0', '--json'], { cwd: root, env: environment(node) })
    const result = JSON.parse(stdout.trim().slice(stdout.trim().lastIndexOf('\n') + 1)) as Record<string, unknown>
    expect(result).toMatchObject({ bench: 'start', devices: 700, rounds: 1 })
    // The tenant's list never came: what was on the screen, all of it, was what had been kept.
    expect(result['age']).toMatch(/^Devices as of \d\d:\d\d (today|yesterday), reading…$/)
    for (const name of ['emptyWindowMs', 'windowMs', 'rowsAfterSignInMs', 'wholeAfterSignInMs', 'ratio']) expect(result[name], name).toBeGreaterThan(0)
  })
})
