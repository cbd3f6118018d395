import { describe, expect, it } from 'vitest'
import type { AttemptStatus } from '../../../src-shared/audit-attempts.ts'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { agent, anAnswer, anAttempt, anIntent, anOutcome, aRefusal, aStart, aTarget, otherAgent, proof } from './audit-events.ts'
import { nth, openLog, yes } from './audit-fixtures.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

const page = (text = '', offset = 0, limit = 200) => ({ filter: { ...everyAttempt, text }, window: { offset, limit } })
const signIn: AuditEvent = { kind: 'fresh-sign-in', attemptId: 'attempt-1', actor: agent, proof }
const cancel: AuditEvent = { kind: 'cancellation', attemptId: 'attempt-1', actor: agent, stage: 'warning' }
const reveal: AuditEvent = { kind: 'reveal', attemptId: 'attempt-1', actor: agent }

function write(log: AuditLog, events: readonly AuditEvent[]): void {
  for (const event of events) expect(event.kind === 'intent' ? log.writeIntent(event, yes) : log.append(event)).toMatchObject({ status: 'ok' })
}

describe('how an attempt stands', () => {
  it.each<[string, readonly AuditEvent[], AttemptStatus, ErrorCode | null]>([
    ['begun', [], 'open', null],
    ['refused at once', [aRefusal({ stage: 'availability', code: 'action-unavailable' })], 'refused', 'action-unavailable'],
    ['refused at the sign-in', [aRefusal()], 'refused', 'wrong-person'],
    ['tried again after that', [aRefusal(), signIn], 'open', null],
    ['cancelled', [signIn, cancel], 'cancelled', null],
    ['cancelled after somebody else had signed in', [aRefusal(), cancel], 'cancelled', 'wrong-person'],
    ['refused at sending', [signIn, aRefusal({ stage: 'sending', code: 'device-changed' })], 'refused', 'device-changed'],
    ['sent, no answer yet', [signIn, anIntent()], 'unknown', null],
    ['sent, and a refusal of something else after it', [anIntent(), aRefusal(), cancel], 'unknown', null],
    ['accepted by Graph', [signIn, anIntent(), anAnswer()], 'requested', null],
    ['refused by Graph', [anIntent(), anAnswer({ result: 'refused', code: 'graph-missing-role' })], 'refused', 'graph-missing-role'],
    ['not clearly answered', [anIntent(), anAnswer({ result: 'unknown', code: 'graph-silent' })], 'unknown', 'graph-silent'],
    ['not clearly answered, but done', [anIntent(), anAnswer({ result: 'unknown', code: 'graph-silent' }), anOutcome()], 'done', null],
    ['failed', [anIntent(), anAnswer(), anOutcome({ state: 'failed', code: 'device-reported-failure' })], 'failed', 'device-reported-failure'],
    ['not supported', [anIntent(), anAnswer(), anOutcome({ state: 'not-supported', code: 'device-reported-not-supported' })], 'not-supported', 'device-reported-not-supported'],
    ['never seen again', [anIntent(), anAnswer(), anOutcome({ state: 'unknown', code: 'no-record' })], 'unknown', 'no-record'],
    ['learnt of later after all', [anIntent(), anAnswer(), anOutcome({ state: 'unknown', code: 'no-record' }), anOutcome()], 'done', null],
    ['done before the answer could be written', [anIntent(), anOutcome(), anAnswer()], 'done', null],
  ])('%s', (_what, events, status, code) => {
    const { log } = openLog()
    write(log, [anAttempt(), ...events])
    expect(log.attempts(page()).attempts).toMatchObject([{ attemptId: 'attempt-1', status, code }])
  })

  it('is interrupted when the console ended before anything was sent', () => {
    const { log, file } = openLog()
    write(log, [anAttempt(), signIn, anAttempt({ attemptId: 'sent' }), anIntent({ attemptId: 'sent' }), anAttempt({ attemptId: 'refused' }), aRefusal({ attemptId: 'refused' })])
    log.close()
    const again = openLog(file, { bootId: 'boot-2' }).log
    write(again, [anAttempt({ attemptId: 'new' })])
    expect(again.attempts(page()).attempts.map(({ attemptId, status }) => [attemptId, status])).toEqual([
      ['new', 'open'], ['refused', 'refused'], ['sent', 'unknown'], ['attempt-1', 'interrupted'],
    ])
    expect(again.attempts(page('interrupted')).attempts.map(({ attemptId }) => attemptId)).toEqual(['attempt-1'])
  })

  it('has every fact of its line: who, which device, why, how proved, what Graph said, when it ended, how often looked at', () => {
    const { log, clock } = openLog()
    const reference = { httpStatus: 204, graphCode: null, requestId: 'r-1', clientRequestId: 'c-1', serverDate: '2026-11-23T10:00:00.000Z' }
    write(log, [aStart, anAttempt({ parameters: { action: 'reset-passcode' } }), signIn, anIntent(), anAnswer({ reference })])
    clock.advance(90_000)
    write(log, [anOutcome(), reveal, reveal])
    expect(log.attempts(page()).attempts).toEqual([{
      attemptId: 'attempt-1', startedAt: '2026-11-23T10:00:00.000Z', endedAt: '2026-11-23T10:01:30.000Z', firstSeq: nth(2), action: 'reset-passcode',
      actor: agent, target: aTarget(), ticket: 'INC-1', reason: 'forgot it', parameters: { action: 'reset-passcode' }, proof, answer: { result: 'requested', reference },
      status: 'done', code: null, reveals: 2, notes: 0, signedOff: null, flags: [], doubt: null, desk: null,
    }])
  })
})

describe('the supervisor’s page', () => {
  function aLogOf(count: number): AuditLog {
    const { log } = openLog()
    for (let i = 1; i <= count; i += 1) write(log, [anAttempt({ attemptId: `a${i}`, ticket: `INC-${String(i).padStart(3, '0')}` })])
    return log
  }

  it('shows the newest first, a window at a time, at most 200', () => {
    const log = aLogOf(205)
    expect(log.attempts(page('', 0, 2))).toMatchObject({ total: 205, attempts: [{ attemptId: 'a205' }, { attemptId: 'a204' }] })
    expect(log.attempts(page('', 204, 10)).attempts.map(({ attemptId }) => attemptId)).toEqual(['a1'])
    expect(log.attempts(page('', 0, 1_000_000)).attempts).toHaveLength(200)
  })

  it.each([[-1, 2], [Number.NaN, 2], [0.9, 2.9]])('bears a window from %s of %s', (offset, limit) => {
    expect(aLogOf(3).attempts(page('', offset, limit)).attempts.map(({ attemptId }) => attemptId)).toEqual(['a3', 'a2'])
  })

  it.each([[0, 0], [0, -1], [3, 5], [0, Number.NaN]])('shows nothing, but counts, from %s of %s', (offset, limit) => {
    expect(aLogOf(3).attempts(page('', offset, limit))).toMatchObject({ total: 3, attempts: [] })
  })

  it.each([
    'Otto', 'müller', 'MULLER', 'otto@practice', 'Kiosk-7', 'C02XYZ', 'device-9', 'zoé', 'zoe', 'zoe.caller@', 'CHG0042', 'left it on the tram',
    'refused', 'wrong-person', 'tram otto', '  C02xyz   refused ',
  ])('finds by agent, device, user, serial, ticket, reason and status: "%s"', (text) => {
    const log = aLogOf(3)
    write(log, [
      anAttempt({
        attemptId: 'wanted', actor: otherAgent, ticket: 'CHG0042', reason: 'left it on the tram',
        target: aTarget({ deviceId: 'device-9', deviceName: 'Kiosk-7', serialNumber: 'C02XYZ', userPrincipalName: 'zoe.caller@x.example', userDisplayName: 'Zoé Caller' }),
      }),
      aRefusal({ attemptId: 'wanted', actor: otherAgent }),
    ])
    expect(log.attempts(page(text))).toMatchObject({ total: 1, attempts: [{ attemptId: 'wanted' }] })
  })

  it.each(['nothing like it', 'INC-001 INC-002', '%', '_', '"', "' OR 1=1 --", '*', '\\'])('finds nothing for "%s"', (text) => {
    expect(aLogOf(3).attempts(page(text))).toMatchObject({ total: 0, attempts: [] })
  })

  it('finds an attempt by how it stands now, not by how it stood', () => {
    const { log } = openLog()
    write(log, [anAttempt()])
    expect(log.attempts(page('open')).total).toBe(1)
    write(log, [anIntent(), anAnswer({ result: 'unknown', code: 'graph-silent' })])
    expect(log.attempts(page('open')).total).toBe(0)
    expect(log.attempts(page('graph-silent')).total).toBe(1)
    write(log, [anOutcome({ state: 'not-supported', code: null })])
    expect(log.attempts(page('not supported')).total).toBe(1)
  })

  it('carries the health of the log with every page', () => {
    const { log } = openLog()
    write(log, [anAttempt()])
    expect(log.attempts(page()).health).toEqual({
      status: 'whole', rows: nth(1), heldRows: 0, brokenAt: null, findings: [], unacknowledged: null, doubtfulLogs: 0, checkedAt: '2026-11-23T10:00:00.000Z',
      sealed: null, keyStore: 'file',
    })
  })
})
