/** Rows at the end of a log that somebody else wrote, with the right hashes: hashes need no key. */
import { createHmac } from 'node:crypto'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalJson, nextRow } from '../../../src-main/audit/chain.ts'
import type { ChainHead } from '../../../src-main/audit/chain.ts'
import { createRowMac } from '../../../src-main/audit/row-mac.ts'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import { agent, anAttempt, anIntent, anOutcome, aRefusal, aStart, otherAgent } from './audit-events.ts'
import { allRowsOf, nth, openLog, secretly, tamper, yes } from './audit-fixtures.ts'
import type { OpenedLog } from './audit-fixtures.ts'

/** Appends a row as somebody who can program would; answers its number. */
function forge(file: string, event: AuditEvent, extra: object = {}): number {
  const last = allRowsOf(file).at(-1)!
  const { installId } = JSON.parse(last.body) as { readonly installId: string }
  const row = nextRow(last, { ...event, ...extra, installId, at: '2026-11-23T10:00:00.000Z', monotonicMs: 1, bootId: 'boot-1' })
  tamper(file, `INSERT INTO entries (seq, body, hash) VALUES (${row.seq}, '${row.body.replaceAll("'", "''")}', '${row.hash}')`)
  return row.seq
}

/** A log with a request that has no end yet. */
function aLogWithARequest(): OpenedLog {
  const opened = openLog()
  opened.log.append(anAttempt())
  opened.log.writeIntent(anIntent(), yes)
  return opened
}

const aReview: AuditEvent = { kind: 'review', attemptId: 'attempt-1', actor: otherAgent, verdict: 'signed-off', text: 'fine' }

describe('a row that something else appended with the right hash', () => {
  it.each<[string, AuditEvent]>([
    ['a sign-off', aReview],
    ['the end of a request', anOutcome()],
    ['an attempt', anAttempt({ attemptId: 'invented' })],
    ['a note of the console itself', aStart],
  ])('is found, named and not believed, when it is %s', (_what, event) => {
    const { log, file } = aLogWithARequest()
    log.close()
    const seq = forge(file, event)
    forge(file, anOutcome({ state: 'failed' }))
    const again = openLog(file, { bootId: 'boot-2' }).log
    const { findings, unacknowledged, status } = again.health()
    expect(status).toBe('unacknowledged')
    expect(findings).toMatchObject([{ code: 'row-not-ours', seq }])
    expect(unacknowledged).toMatchObject({ fileName: 'audit-1.broken.db', rows: seq + 1 })
    expect(again.checkWritable()).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
    expect(again.unfinished().map(({ intent }) => intent.attemptId)).toEqual(['attempt-1'])
    expect(again.recentIntents(5)).toMatchObject([{ outcome: null }])
    expect(again.attempt('attempt-1')).toMatchObject({ signedOff: null, status: 'unknown' })
    expect(again.attempt('invented')).toBeNull()
    // All of what was written is still in the file.
    expect(allRowsOf(join(dirname(file), 'audit-1.broken.db'))).toHaveLength(seq + 1)
  })

  it('is found by the console that is running, before it writes behind it', () => {
    const { log, file } = aLogWithARequest()
    const seq = forge(file, anOutcome())
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2' }), yes)).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
    expect(log.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'row-not-ours', seq }] })
  })

  it('does not lift the hold when it is an acknowledgement, whether the console runs or starts', () => {
    const { log, file } = aLogWithARequest()
    tamper(file, 'DROP TRIGGER entries_never_change')
    expect(log.verify().status).toBe('unacknowledged')
    log.close()
    const acknowledgement: AuditEvent = { kind: 'acknowledgement', actor: agent, about: log.health().unacknowledged!, text: 'all is well' }
    forge(file, acknowledgement)
    const again = openLog(file, { bootId: 'boot-2' }).log
    expect(again.health()).toMatchObject({ status: 'unacknowledged' })
    expect(again.health().findings.map(({ code }) => code)).toEqual(['row-not-ours', 'guards-missing'])
    forge(file, { ...acknowledgement, about: again.health().unacknowledged! })
    expect(again.writeIntent(anIntent({ attemptId: 'attempt-2' }), yes)).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
  })

  it.each<[string, (rows: ReturnType<typeof allRowsOf>) => object]>([
    ['of another row', (rows) => ({ mac: (JSON.parse(rows.at(-1)!.body) as { mac: string }).mac })],
    ['of its own', () => ({ mac: 'ab'.repeat(32) })],
    ['that is no text', () => ({ mac: 7 })],
  ])('is found also with a mac %s', (_what, extra) => {
    const { log, file } = aLogWithARequest()
    const seq = forge(file, anOutcome(), extra(allRowsOf(file)))
    expect(log.verify()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'row-not-ours', seq }] })
  })
})

/** A row put in where the chain does not have it, or in place of another. */
const misplaced: readonly (readonly [string, (file: string, event: AuditEvent) => void])[] = [
  ['behind a gap', (file, event) => put(file, event, (last) => ({ seq: last.seq + 1, hash: last.hash }))],
  ['behind another row than the last', (file, event) => put(file, event, (last) => ({ seq: last.seq, hash: 'ab'.repeat(32) }))],
  ['of another log', (file, event) => put(file, event, (last) => last, { installId: 'another' })],
  ['in place of another', (file, event) => {
    const { body } = allRowsOf(file)[nth(3) - 1]!
    secretly(file, `UPDATE entries SET body = '${canonicalJson({ ...(JSON.parse(body) as object), ...event }).replaceAll("'", "''")}' WHERE seq = ${nth(3)}`)
  }],
  ['behind more findings than are kept', (file, event) => {
    const bodies = allRowsOf(file).slice(nth(3)).map(({ seq }) => `UPDATE entries SET body = replace(body, '0.1.0', '0.1.1') WHERE seq = ${seq};`)
    secretly(file, bodies.join(''))
    forge(file, event)
  }],
]

function put(file: string, event: AuditEvent, headOf: (last: ChainHead) => ChainHead, extra: object = {}): void {
  const last = allRowsOf(file).at(-1)!
  const { installId } = JSON.parse(last.body) as { readonly installId: string }
  const row = nextRow(headOf(last), { ...event, installId, at: '2026-11-23T10:00:00.000Z', monotonicMs: 1, bootId: 'boot-1', ...extra })
  secretly(file, `INSERT INTO entries (seq, body, hash) VALUES (${row.seq}, '${row.body.replaceAll("'", "''")}', '${row.hash}')`)
}

describe('a row of somebody else that the chain does not fit either', () => {
  it.each(misplaced)('ends and signs off nothing, now or after the log was acknowledged, %s', (_where, forgeInto) => {
    for (const event of [anOutcome(), aReview]) {
      const { log, file } = aLogWithARequest()
      for (let rows = 0; rows < 30; rows += 1) log.append(aStart)
      log.close()
      forgeInto(file, event)
      const again = openLog(file, { bootId: 'boot-2' }).log
      expect(again.acknowledge(agent, 'seen').status).toBe('ok')
      again.close()
      const later = openLog(file, { bootId: 'boot-3' }).log
      for (const one of [again, later]) expect(one.attempt('attempt-1')).toMatchObject({ signedOff: null, status: 'unknown' })
      expect(later.unfinished().map(({ intent }) => intent.attemptId)).toEqual(['attempt-1'])
      expect(later.recentIntents(5)).toMatchObject([{ outcome: null }])
    }
  })
})

describe('a row of somebody else in a log that is not written to any more', () => {
  const ways: readonly (readonly [string, (file: string, event: AuditEvent) => void])[] = [
    ['is added to a closed log', (file, event) => {
      const { log } = openLog(file, { bootId: 'boot-2' })
      expect(log.closeLog(null)).toEqual({ status: 'ok' })
      log.close()
      forge(join(dirname(file), 'audit-1.closed.db'), event)
    }],
    ['takes the place of another in a closed log', (file, event) => {
      const { log } = openLog(file, { bootId: 'boot-2' })
      expect(log.closeLog(null)).toEqual({ status: 'ok' })
      log.close()
      misplaced.find(([where]) => where === 'in place of another')![1](join(dirname(file), 'audit-1.closed.db'), event)
    }],
    ['is added to a log that is then made unreadable to the console', (file, event) => {
      forge(file, event)
      tamper(file, 'PRAGMA application_id = 7')
    }],
  ]

  it.each(ways)('ends and signs off nothing, once that was acknowledged, when it %s', (_way, act) => {
    for (const event of [anOutcome(), aReview]) {
      const { log, file } = aLogWithARequest()
      log.append(aStart)
      log.close()
      act(file, event)
      const again = openLog(file, { bootId: 'boot-2' }).log
      expect(again.acknowledge(agent, 'seen').status).toBe('ok')
      again.close()
      const later = openLog(file, { bootId: 'boot-3' }).log
      for (const one of [again, later]) expect(one.attempt('attempt-1')).toMatchObject({ signedOff: null, status: 'unknown' })
      expect(later.recentIntents(5)).toMatchObject([{ outcome: null }])
    }
  })
})

describe('a log', () => {
  it('says in its first row that its rows carry a mac, and each does; the rows of two consoles fit one another', () => {
    const { log, file } = openLog()
    const other = openLog(file, { bootId: 'boot-2' }).log
    log.append(anAttempt())
    other.append(aRefusal())
    log.seal()
    const entries = allRowsOf(file).map(({ body }) => JSON.parse(body) as { readonly mac: string; readonly kind: string })
    expect(entries[0]).toMatchObject({ kind: 'log-started', rowMac: 'hmac-sha256' })
    expect(entries.map(({ kind }) => kind)).toEqual(['log-started', 'attempt', 'refusal', 'checkpoint'])
    expect(new Set(entries.map(({ mac }) => mac)).size).toBe(nth(3))
    expect(other.verify()).toMatchObject({ status: 'whole', findings: [] })
  })
})

describe('the mac of a row', () => {
  const key = Buffer.alloc(32, 7)
  const rowMac = createRowMac(key.toString('base64'))
  const head = { seq: 4, hash: 'ab' }
  const macOf = (body: string): string => (JSON.parse(body) as { mac: string }).mac

  it('is HMAC-SHA-256 under a tag over the row as it were without it', () => {
    for (const reason of ['short', 'x'.repeat(40_000), '漢字 📱 \ud83d']) {
      const bare = nextRow(head, { kind: 'a', reason, z: 1 })
      const expected = createHmac('sha256', key).update(`helpdesk-console/audit/row-mac/v1\n${bare.body}`).digest('hex')
      const row = rowMac.nextRow(head, { kind: 'a', reason, z: 1 })
      expect(macOf(row.body)).toBe(expected)
      expect(rowMac.isOurs(row, expected)).toBe(true)
      expect(createRowMac(Buffer.alloc(32, 8).toString('base64')).isOurs(row, expected)).toBe(false)
    }
  })

  it('is of the whole row: its place and every field', () => {
    const row = rowMac.nextRow(head, { kind: 'a', z: 1 })
    const mac = macOf(row.body)
    for (const body of [row.body.replace('"seq":5', '"seq":6'), row.body.replace('"z":1', '"z":2'), row.body.replace('{', '{"a":1,')]) {
      expect(rowMac.isOurs({ ...row, body }, mac)).toBe(false)
    }
  })
})
