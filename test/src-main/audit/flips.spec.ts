import { expect, it } from 'vitest'
import { runFlips } from '../../nightly/flips.ts'

it('reports every bit that is turned inside a row, and calls no log whole whose rows are others', { timeout: 60_000 }, async () => {
  const { rows, parts, failures } = await runFlips({ flips: 120, seed: 20_261_124 })
  expect(failures).toEqual([])
  expect(rows).toBeGreaterThan(195)
  for (const part of ['database, text', 'export, text'] as const) {
    expect(parts[part].flips).toBeGreaterThan(40)
    expect(parts[part].found).toBe(parts[part].flips)
  }
  expect(parts['head copy'].found).toBeGreaterThan(20)
  expect(parts['key file'].found).toBeGreaterThan(0)
})
