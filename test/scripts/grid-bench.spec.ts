import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { environment, root, suitableNode } from '../../scripts/runtime.mjs'

describe('npm run bench -- grid', () => {
  it('runs beside its rivals in a browser, reaches the last row, and ends with one line of JSON', async () => {
    const node = suitableNode()
    const { stdout } = await promisify(execFile)(node, ['bench/grid.ts', '--rows', '600', '--rounds', '1', '--frames', '3', '--keys', '3', '--json'], { cwd: root, env: environment(node) })
    const { results } = JSON.parse(stdout.trim().slice(stdout.trim().lastIndexOf('\n') + 1)) as { results: { name: string; firstRowMs: number; lastRow: boolean; keystrokeP50Ms?: number }[] }
    expect(results.map(({ name }) => name)).toEqual(['console 600', 'v-data-table-virtual 600', 'TanStack Virtual 600', 'static 100'])
    for (const { name, firstRowMs, lastRow } of results) {
      expect(firstRowMs, name).toBeGreaterThan(0)
      expect(lastRow, name).toBe(true)
    }
    expect(results[0]?.keystrokeP50Ms).toBeGreaterThan(0)
  }, 120_000)
})
