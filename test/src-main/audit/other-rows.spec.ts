/** Rows that belong to no attempt, read a page at a time over the present log and those before it. */
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AuditLog, PlainEvent } from '../../../src-main/audit/audit-log.ts'
import { nextRow } from '../../../src-main/audit/chain.ts'
import { otherKinds } from '../../../src-shared/other-rows.ts'
import type { OtherEntry, OtherKind, OtherRowsPage, OtherRowsQuery } from '../../../src-shared/other-rows.ts'
import { agent, anAnswer, anAttempt, anIntent, aRefusal, aStart, otherAgent } from './audit-events.ts'
import { allRowsOf, openLog, secretly, tamper, yes } from './audit-fixtures.ts'

const anExport = (fileName: string): PlainEvent => ({ kind: 'export', actor: agent, format: 'csv', filter: '{}', rows: 3, fileName, sha256: 'ab'.repeat(32) })
const someEvents: readonly PlainEvent[] = [
  aStart, { kind: 'session', event: 'signed-in', actor: agent, code: null }, { kind: 'clock', cause: 'drift', driftMs: 4000, offsetMs: null },
  anExport('a.csv'), { kind: 'reconciliation', actor: agent, from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z', sources: ['audit-events'], confirmed: 1, missing: 0, outside: 0 },
  { kind: 'device-export', actor: agent, to: 'file', question: null, columns: ['deviceName'], rows: 3, fileName: 'devices.csv', sha256: 'ab'.repeat(32) },
  { kind: 'support-bundle', actor: null, to: 'clipboard', parts: ['console', 'log'], bytes: 900 },
  { kind: 'settings', source: 'policy', actor: null, changes: [{ name: 'keepDays', from: null, to: '30' }] },
]

/** Every kind there is, of attempts and not, over a broken log, a closed one and the present one. */
function everyKind() {
  const { log, file } = openLog()
  log.append(aStart)
  log.close()
  tamper(file, 'DROP TRIGGER entries_never_change')
  const { log: next } = openLog(file, { bootId: 'boot-2' })
  expect(next.acknowledge(agent, 'A colleague opened it with a tool').status).toBe('ok')
  for (const event of someEvents) expect(next.append(event).status).toBe('ok')
  next.append(anAttempt())
  next.append(aRefusal())
  expect(next.closeLog(agent)).toEqual({ status: 'ok' })
  next.append(anAttempt({ attemptId: 'attempt-2' }))
  next.writeIntent(anIntent({ attemptId: 'attempt-2' }), yes)
  next.append(anAnswer({ attemptId: 'attempt-2' }))
  const head = { installId: 'gone', rows: 3, hash: 'cd'.repeat(32) }
  next.append({ kind: 'tombstone', actor: agent, removed: head, fileName: 'audit-0.closed.db', firstAt: '2026-01-01T00:00:00.000Z', lastAt: '2026-02-01T00:00:00.000Z', copySha256: 'ab'.repeat(32) })
  next.seal()
  next.append({ kind: 'session', event: 'signed-out', actor: otherAgent, code: null })
  return { log: next, file }
}

/** All pages one after the other. */
function readThrough(log: AuditLog, kinds: readonly OtherKind[], limit: number): { readonly entries: readonly OtherEntry[]; readonly lengths: readonly number[] } {
  const entries: OtherEntry[] = []
  const lengths: number[] = []
  let before: OtherRowsQuery['before'] = null
  do {
    const page: OtherRowsPage = log.otherRows({ kinds, before, limit })!
    entries.push(...page.entries)
    lengths.push(page.entries.length)
    before = page.older
  } while (before !== null)
  return { entries, lengths }
}

/** The same, from the files. */
function expectedOf(file: string, kinds: readonly string[]): readonly string[] {
  const files = [file, join(dirname(file), 'audit-2.closed.db'), join(dirname(file), 'audit-1.broken.db')]
  return files.flatMap((each) => allRowsOf(each).reverse().filter(({ body }) => kinds.includes((JSON.parse(body) as { kind: string }).kind)).map(({ hash }) => hash))
}
const hashesOf = (entries: readonly OtherEntry[]): readonly string[] => entries.map(({ hash }) => hash)

describe('rows that belong to no attempt', () => {
  it('are read newest first over every log, each once, whatever fits on a page', () => {
    const { log, file } = everyKind()
    const expected = expectedOf(file, otherKinds)
    expect(new Set(readThrough(log, otherKinds, 200).entries.map(({ kind }) => kind))).toEqual(new Set(otherKinds))
    for (const limit of [1, 2, 3, 5, expected.length - 1, expected.length, 200]) {
      const { entries, lengths } = readThrough(log, otherKinds, limit)
      expect(hashesOf(entries)).toEqual(expected)
      expect(lengths.slice(0, -1).every((length) => length === limit)).toBe(true) // no page but the last is short
      expect(lengths).toHaveLength(Math.ceil(expected.length / limit)) // and none is empty
    }
  })

  it('are all but the seals where no kind is named, and else those of the kinds', () => {
    const { log, file } = everyKind()
    expect(hashesOf(readThrough(log, [], 4).entries)).toEqual(expectedOf(file, otherKinds.filter((kind) => kind !== 'checkpoint')))
    expect(hashesOf(readThrough(log, ['checkpoint'], 2).entries)).toEqual(expectedOf(file, ['checkpoint']))
    expect(readThrough(log, ['closing', 'acknowledgement'], 10).entries).toMatchObject([{ kind: 'closing' }, { kind: 'acknowledgement', text: 'A colleague opened it with a tool' }])
  })

  it('stay where they were while others are written and the log is closed meanwhile', () => {
    const { log, file } = everyKind()
    const expected = expectedOf(file, ['session', 'export', 'app-started'])
    const first = log.otherRows({ kinds: ['session', 'export', 'app-started'], before: null, limit: 2 })!
    log.append(anExport('later.csv'))
    expect(log.closeLog(agent)).toEqual({ status: 'ok' })
    log.append(anExport('later still.csv'))
    const second = log.otherRows({ kinds: ['session', 'export', 'app-started'], before: first.older, limit: 200 })!
    expect([...hashesOf(first.entries), ...hashesOf(second.entries)]).toEqual(expected)
    expect(second.older).toBeNull()
  })

  it('are none before a row of a log that is gone', () => {
    const { log } = everyKind()
    expect(log.otherRows({ kinds: [], before: { installId: 'gone', seq: 9 }, limit: 10 })).toEqual({ entries: [], older: null })
  })

  it('are left out when they were changed, or written by something else; a page is full all the same', () => {
    const { log, file } = openLog()
    for (const name of ['a.csv', 'b.csv', 'c.csv', 'd.csv']) log.append(anExport(name))
    log.close()
    secretly(file, "UPDATE entries SET body = replace(body, 'c.csv', 'x.csv') WHERE body LIKE '%c.csv%'")
    const last = allRowsOf(file).at(-1)!
    const { installId } = JSON.parse(last.body) as { readonly installId: string }
    const forged = nextRow(last, { ...anExport('forged.csv'), installId, at: '2026-11-23T10:00:00.000Z', monotonicMs: 1, bootId: 'boot-1' })
    tamper(file, `INSERT INTO entries (seq, body, hash) VALUES (${forged.seq}, '${forged.body}', '${forged.hash}')`)
    const { log: again } = openLog(file, { bootId: 'boot-2' })
    expect(again.health().findings.map(({ code }) => code)).toEqual(['row-changed', 'row-not-ours'])
    const { entries, lengths } = readThrough(again, ['export'], 2)
    expect(entries.map((entry) => entry.kind === 'export' && entry.fileName)).toEqual(['d.csv', 'b.csv', 'a.csv'])
    expect(lengths).toEqual([2, 1])
  })

  it('cannot be read when the log is closed for good', () => {
    const { log } = everyKind()
    log.close()
    expect(log.otherRows({ kinds: [], before: null, limit: 10 })).toBeNull()
  })
})
