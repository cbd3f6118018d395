import { describe, expect, it } from 'vitest'
import { asJsonLines } from '../../factories/sealed-log.ts'
import { aFile, someRows, verify } from './verifying.ts'

const rows = someRows()
const lines = asJsonLines(rows)
const without = (...places: readonly number[]): string[] => lines.filter((_, at) => !places.includes(at))
const changed = (place: number, change: (line: string) => string): string[] => lines.map((line, at) => (at === place ? change(line) : line))
// Line 0 is the header, so a row stands in the line of its number.
const trailer = lines.length - 1

describe('an export', () => {
  it('that is whole is said to be so', async () => {
    const { exitCode, findings, summary } = await verify(aFile(lines))
    expect(findings).toEqual([])
    expect(summary).toMatchObject({ status: 'whole', installId: 'install-1', logs: 1, rows: 150, head: rows.at(-1)!.hash, sealedRows: 129 })
    expect(exitCode).toBe(0)
  })

  it('may hold several logs, one after the other', async () => {
    const second = someRows(70, { installId: 'install-2' })
    const both = [...lines, ...asJsonLines(second, 'install-2')]
    expect((await verify(aFile(both))).summary).toMatchObject({ status: 'whole', logs: 2, rows: 220, installId: 'install-2', sealedRows: 129 + 64 })
    const { findings } = await verify(aFile(both.filter((_, at) => at !== trailer + 5)))
    expect(findings).toMatchObject([{ installId: 'install-2', code: 'row-missing', seq: 5 }, { installId: 'install-2', code: 'tail-missing', seq: 70 }])
  })

  it.each([
    ['a changed row', changed(7, (line) => line.replace('INC-1042', 'INC-1043').replace('attempt-1', 'attempt-9')), ['row-changed 7']],
    ['a deleted row', without(9), ['row-missing 10', 'tail-missing 150']],
    ['two rows that changed places', lines.map((line, at) => (at === 20 ? lines[21]! : at === 21 ? lines[20]! : line)), ['row-missing 21', 'row-out-of-place 20', 'row-missing 22']],
    ['a row that stands twice', [...lines.slice(0, 31), lines[30]!, ...lines.slice(31)], ['row-out-of-place 30', 'tail-missing 150']],
    ['its last rows gone', without(148, 149, 150), ['tail-missing 147']],
    ['its last rows and its last line gone', lines.slice(0, 148), ['tail-missing 147']],
    ['no last line', lines.slice(0, trailer), ['tail-missing 150']],
    ['another count in its last line', changed(trailer, (line) => line.replace('150', '149')), ['tail-missing 150']],
    ['a row behind its last line', [...lines, JSON.stringify(someRows(151)[150])], ['row-unreadable 151']],
    ['rows behind its last line that would fit', [...without(150, trailer), JSON.stringify({ rows: 149, head: rows[148]!.hash }), lines[150]!], ['row-out-of-place 150']],
    ['a line that is no JSON', changed(12, () => 'twelve'), ['row-unreadable 12', 'row-out-of-place 13']],
    ['an empty line', [...lines.slice(0, 12), '', ...lines.slice(12)], ['row-unreadable 12', 'row-out-of-place 12', 'tail-missing 150']],
    ['something beside a row', changed(12, (line) => line.replace(/}$/, ',"note":"seen"}')), ['row-unreadable 12']],
    ['a row of another log', changed(12, () => asJsonLines(someRows(12, { installId: 'install-2' }), 'install-2')[12]!), ['row-foreign 12', 'row-out-of-place 13']],
    ['another log\'s name in its first line', changed(0, (line) => line.replace('install-1', 'install-2')), rows.map(({ seq }) => `row-foreign ${seq}`)],
    ['nothing but its first and last line', [lines[0]!, asJsonLines([])[1]!], ['key-missing']],
  ])('with %s names it', async (_case, altered, wrong) => {
    const verified = await verify(aFile(altered))
    expect(verified.wrong).toEqual(wrong)
    expect(verified.exitCode).toBe(1)
  })

  it('finds a flipped bit anywhere in its rows and its last line', async () => {
    const small = asJsonLines(someRows(4))
    const bytes = Buffer.from(`${small.join('\n')}\n`)
    const start = small[0]!.length + 1
    const missed: number[] = []
    // The very last byte ends the last line, which needs no end.
    for (let at = start; at < bytes.length - 1; at += 7) {
      const flipped = Buffer.from(bytes)
      flipped[at]! ^= 1 << (at % 8)
      if ((await verify(aFile(flipped))).exitCode !== 1) missed.push(at)
    }
    expect(missed).toEqual([])
  })

  it('with bytes that are no UTF-8 is not read in a way of its own', async () => {
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    bytes[bytes.indexOf('INC-1042')] = 0xff
    expect((await verify(aFile(bytes))).wrong[0]).toMatch(/^row-unreadable/)
  })
})
