import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { environment, root, suitableNode } from '../../scripts/runtime.mjs'

interface Result {
  readonly name: string
  readonly lost: number
  readonly doubled: number
  readonly requests: number
}

describe('npm run bench -- sync', () => {
  it('runs beside its rival, loses and doubles nothing, faults or not, and ends with one line of JSON', async () => {
    const node = suitableNode()
    const { stdout } = await promisify(execFile)(node, ['bench/sync.ts', '--devices', '2000', '--rounds', '1', '--latency', '2', '--json'], { cwd: root, env: environment(node) })
    const result = JSON.parse(stdout.trim().slice(stdout.trim().lastIndexOf('\n') + 1)) as { validation: { rows: number }; results: Result[]; withFaults: Result[] }
    expect(result.validation.rows).toBe(1000)
    expect(result.results.map(({ name }) => name)).toEqual(['directory, in ranges', 'directory, along one list', 'PageIterator'])
    for (const { name, lost, doubled, requests } of [...result.results, ...result.withFaults.filter((each) => each.name !== 'PageIterator')]) {
      expect({ lost, doubled }, name).toEqual({ lost: 0, doubled: 0 })
      expect(requests, name).toBeGreaterThanOrEqual(2)
    }
    // Ranges were really read.
    expect(result.results[0]?.requests).toBeGreaterThan(result.results[1]?.requests ?? Infinity)
  })
})
