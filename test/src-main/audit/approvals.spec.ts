import { describe, expect, it } from 'vitest'
import { plainWipe } from '../../../src-shared/device-actions.ts'
import type { ActionParameters } from '../../../src-shared/device-actions.ts'
import type { AttemptStatus } from '../../../src-shared/audit-attempts.ts'
import type { ApprovalDecision, AuditEvent } from '../../../src-shared/audit.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import type { AuditLog, PlainEvent } from '../../../src-main/audit/audit-log.ts'
import { aDecision, agent, anAnswer, anApprovalRequired, anAttempt, anIntent, anOutcome, approvalCode, aRefusal } from './audit-events.ts'
import { nth, openLog, rowsOf, yes } from './audit-fixtures.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

const wipe: ActionParameters = { action: 'reset-device', wipe: { ...plainWipe, withRecoveryPin: true } }
const asked = (attemptId: string): readonly AuditEvent[] => [
  anAttempt({ attemptId, action: 'reset-device', parameters: wipe, reason: 'stolen' }), anIntent({ attemptId, action: 'reset-device', parameters: wipe, effect: 'factory-reset', approval: 'justification' }),
]
const held = (attemptId = 'attempt-1'): readonly AuditEvent[] => [...asked(attemptId), anApprovalRequired({ attemptId })]
const write = (log: AuditLog, events: readonly AuditEvent[]): void => {
  for (const event of events) expect(event.kind === 'intent' ? log.writeIntent(event, yes) : log.append(event)).toMatchObject({ status: 'ok' })
}
const statusOf = (log: AuditLog) => log.attempts({ filter: everyAttempt, window: { offset: 0, limit: 1 } }).attempts[0]

describe('an attempt that a second administrator decides on', () => {
  it.each<[string, readonly AuditEvent[], AttemptStatus, ErrorCode | null, boolean]>([
    ['waits', [], 'awaiting-approval', 'approval-required', false],
    ['may be sent again once it is approved', [aDecision('approved')], 'approved', null, false],
    ['is completed when another attempt has sent it', [aDecision('approved'), aDecision('completed')], 'completed', null, true],
    ['was refused when they said no', [aDecision('rejected')], 'refused', 'approval-rejected', true],
    ['was refused when it was withdrawn', [aDecision('cancelled')], 'refused', 'approval-cancelled', true],
    ['was refused when nobody decided', [aDecision('expired')], 'refused', 'approval-expired', true],
    ['was refused when it was approved and not sent in time', [aDecision('approved'), aDecision('expired')], 'refused', 'approval-expired', true],
    ['is not moved by what the console refuses or cancels afterwards', [aRefusal(), { kind: 'cancellation', attemptId: 'attempt-1', actor: agent, stage: 'warning' }], 'awaiting-approval', 'approval-required', false],
  ])('%s', (_what, events, status, code, hasEnded) => {
    const { log } = openLog()
    write(log, [...held(), ...events])
    const attempt = statusOf(log)
    expect(attempt).toMatchObject({ status, code, parameters: wipe, answer: { result: 'approval-required' } })
    expect(attempt?.endedAt !== null).toBe(hasEnded)
  })
  it('is listed as awaited, oldest first, with its code, until it is decided', () => {
    const { log, file } = openLog()
    write(log, [...held('first'), ...held('second'), ...held('third'), aDecision('approved', { attemptId: 'second' }), aDecision('rejected', { attemptId: 'third' })])
    expect(log.awaitingApproval().map(({ intent, isApproved, answer }) => [intent.attemptId, isApproved, answer?.approvalCode])).toEqual([
      ['first', false, approvalCode], ['second', true, approvalCode],
    ])
    log.close()
    const again = openLog(file, { bootId: 'boot-2' }).log
    expect(again.awaitingApproval().map(({ attempt }) => [attempt.attemptId, attempt.status, attempt.reason])).toEqual([['first', 'awaiting-approval', 'stolen'], ['second', 'approved', 'stolen']])
    write(again, [aDecision('completed', { attemptId: 'second' }), aDecision('expired', { attemptId: 'first' })])
    expect(again.awaitingApproval()).toEqual([])
  })
  it('is no unfinished request: nothing was asked of the device, and the next attempt is not in its way', () => {
    const { log } = openLog()
    write(log, held())
    expect(log.unfinished()).toEqual([])
    write(log, [...asked('again'), anAnswer({ attemptId: 'again' })])
    expect(log.unfinished().map(({ intent }) => intent.attemptId)).toEqual(['again'])
    expect(log.writeIntent(anIntent({ attemptId: 'third', action: 'reset-device' }), yes)).toMatchObject({ code: 'action-in-flight' })
  })
  it.each<ApprovalDecision>(['approved', 'rejected'])('can be searched by how it stands: %s', (decision) => {
    const { log } = openLog()
    write(log, held())
    const find = (text: string) => log.attempts({ filter: { ...everyAttempt, text }, window: { offset: 0, limit: 10 } }).total
    expect(find('awaiting-approval')).toBe(1)
    write(log, [aDecision(decision)])
    expect(find('awaiting-approval')).toBe(0)
    expect(find(decision)).toBe(1)
  })
  it('keeps the outcome of what was sent after all', () => {
    const { log } = openLog()
    write(log, [...held(), aDecision('approved'), anOutcome()])
    expect(statusOf(log)).toMatchObject({ status: 'done' })
  })
})

describe('what the rows say of an action', () => {
  it('is what was asked for, and never a PIN', () => {
    const { log, file } = openLog()
    write(log, held())
    expect(log.append({ ...anAttempt({ attemptId: 'a2' }), recoveryPin: '482913' } as PlainEvent)).toMatchObject({ status: 'refused', code: 'invalid-request' })
    log.appendOrHold({ ...anAnswer(), macOsUnlockCode: '482913' } as PlainEvent)
    expect(rowsOf(file).map(({ body }) => body).join()).not.toContain('482913')
    expect(log.story('attempt-1')).toMatchObject([{ parameters: wipe }, { parameters: wipe, approval: 'justification' }, { approvalCode }, { kind: 'answer' }])
    expect(log.verify()).toMatchObject({ status: 'whole' })
  })
  it('of version 0.1 is nothing, and reads on', () => {
    const { log, file } = openLog()
    write(log, [anAttempt(), anIntent(), anAnswer(), anOutcome(), { kind: 'reveal', attemptId: 'attempt-1', actor: agent }])
    log.close()
    const again = openLog(file, { bootId: 'boot-2' }).log
    expect(statusOf(again)).toMatchObject({ action: 'reset-passcode', parameters: null, status: 'done', reveals: 1 })
    expect(again.verify()).toMatchObject({ status: 'whole', rows: nth(5) })
  })
  it('knows the run that it was part of, and the attempt that it completes', () => {
    const { log } = openLog()
    write(log, [anAttempt({ runId: 'run-1', completes: 'attempt-0' }), anIntent(), anAnswer()])
    expect(log.recentIntents(5)).toMatchObject([{ attempt: { runId: 'run-1', completes: 'attempt-0' }, answer: { result: 'requested' }, outcome: null }])
  })
})
