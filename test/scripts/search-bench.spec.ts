import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { environment, root, suitableNode } from '../../scripts/runtime.mjs'

describe('npm run bench -- search', () => {
  it('runs beside its rivals, is exact, and ends with one line of JSON', async () => {
    const node = suitableNode()
    const { stdout } = await promisify(execFile)(node, ['bench/search.ts', '--devices', '1500', '--rounds', '1', '--queries', '150', '--cap', '200', '--json'], { cwd: root, env: environment(node) })
    const result = JSON.parse(stdout.trim().slice(stdout.trim().lastIndexOf('\n') + 1)) as { differing: number; results: { name: string; queries: number; differing?: number }[] }
    expect(result.differing).toBe(0)
    expect(result.results.map(({ name }) => name)).toEqual(['index', 'naive filter + sort', 'one string, indexOf', 'SQLite FTS5 trigram', 'MiniSearch, prefix', 'uFuzzy'])
    for (const { name, queries, differing } of result.results) {
      expect(queries, name).toBeGreaterThan(0)
      expect(differing ?? 0, name).toBe(0)
    }
  })
})
