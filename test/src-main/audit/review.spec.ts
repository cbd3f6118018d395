import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { reviewAttempt } from '../../../src-main/audit/review.ts'
import { createHandlers } from '../../../src-main/ipc/handlers.ts'
import type { HandlerParts } from '../../../src-main/ipc/handlers.ts'
import type { Account } from '../../../src-shared/session.ts'
import { sofia } from '../../factories/device.ts'
import { aDecision, agent, anAnswer, anApprovalRequired, anAttempt, anIntent, anOutcome, aRefusal, otherAgent } from './audit-events.ts'
import { openLog, yes } from './audit-fixtures.ts'

function aLogWith(...events: readonly AuditEvent[]): AuditLog {
  const { log } = openLog()
  for (const event of [anAttempt(), ...events]) expect(event.kind === 'intent' ? log.writeIntent(event, yes) : log.append(event)).toMatchObject({ status: 'ok' })
  return log
}
const signOff = { attemptId: 'attempt-1', verdict: 'signed-off', text: '' } as const
const note = { attemptId: 'attempt-1', verdict: 'note', text: 'asked Ada why' } as const

describe('a review', () => {
  it('adds notes and a sign-off, which stay through what comes later', () => {
    const log = aLogWith(anIntent(), anAnswer(), anOutcome({ state: 'unknown', code: 'no-record' }))
    expect(reviewAttempt(log, otherAgent, note)).toMatchObject({ status: 'ok', attempt: { notes: 1, signedOff: null } })
    expect(reviewAttempt(log, otherAgent, signOff)).toMatchObject({ status: 'ok', attempt: { notes: 1, signedOff: { by: otherAgent } } })
    log.append(anOutcome())
    expect(log.attempt('attempt-1')).toMatchObject({ status: 'done', notes: 1, signedOff: { by: otherAgent } })
    expect(log.story('attempt-1').filter(({ kind }) => kind === 'review')).toMatchObject([{ actor: otherAgent, ...note }, { actor: otherAgent, ...signOff }])
  })
  it.each<[string, readonly AuditEvent[], string]>([
    ['open', [], 'review-too-early'],
    ['requested', [anIntent(), anAnswer()], 'review-too-early'],
    ['of unknown end, still looked for', [anIntent(), anAnswer({ result: 'unknown', code: 'graph-silent' })], 'review-too-early'],
    ['of unknown end for good', [anIntent(), anAnswer(), anOutcome({ state: 'unknown', code: 'no-record' })], 'ok'],
    ['awaiting approval', [anIntent(), anApprovalRequired()], 'review-too-early'],
    ['approved', [anIntent(), anApprovalRequired(), aDecision('approved')], 'review-too-early'],
    ['rejected', [anIntent(), anApprovalRequired(), aDecision('rejected')], 'ok'],
    ['refused', [aRefusal()], 'ok'],
    ['done', [anIntent(), anAnswer(), anOutcome()], 'ok'],
  ])('signs off what is %s: or not', (_what, events, expected) => {
    const answer = reviewAttempt(aLogWith(...events), otherAgent, signOff)
    expect(answer.status === 'refused' ? answer.code : answer.status).toBe(expected)
  })
  it.each<[string, () => unknown, string]>([
    ['of what never began', () => reviewAttempt(aLogWith(), otherAgent, { ...note, attemptId: 'x' }), 'attempt-unknown'],
    ['without a text', () => reviewAttempt(aLogWith(), otherAgent, { ...note, text: ' \n' }), 'review-text-missing'],
    ['with a token in it', () => reviewAttempt(aLogWith(), otherAgent, { ...note, text: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln' }), 'invalid-request'],
    ['of one’s own', () => reviewAttempt(aLogWith(), agent, note), 'review-own-attempt'],
  ])('is no note %s', (_what, review, code) => {
    expect(review()).toEqual({ status: 'refused', code })
  })
  it('signs off once', () => {
    const log = aLogWith(aRefusal())
    expect(reviewAttempt(log, otherAgent, signOff).status).toBe('ok')
    expect(reviewAttempt(log, sofia, signOff)).toEqual({ status: 'refused', code: 'invalid-request' })
  })
  it('signs off once when two consoles saw the attempt unsigned at the same moment', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.append(aRefusal())
    const other = openLog(file, { bootId: 'other' }).log
    const unsigned = log.attempt('attempt-1')
    // Both have looked; only then do both write.
    const seen = (through: AuditLog) => ({ attempt: () => unsigned, append: through.append })
    expect(reviewAttempt(seen(other), otherAgent, signOff)).toMatchObject({ status: 'ok' })
    expect(reviewAttempt(seen(log), sofia, signOff)).toEqual({ status: 'refused', code: 'invalid-request' })
    expect(log.story('attempt-1').filter(({ kind }) => kind === 'review')).toMatchObject([{ actor: otherAgent }])
    expect(reviewAttempt(seen(log), sofia, note)).toMatchObject({ status: 'ok' })
  })
  it('keeps the duties apart for somebody who is agent and supervisor both', async () => {
    const log = aLogWith(aRefusal())
    const asked = (account: Account) =>
      createHandlers({ session: { account: () => account }, audit: log } as unknown as HandlerParts)['audit:review']({ ...signOff, deskId: null })
    const both: Account = { ...sofia, ...agent, roles: ['Helpdesk.Agent', 'Helpdesk.Supervisor'] }
    expect(await asked(both)).toEqual({ status: 'refused', code: 'review-own-attempt' })
    expect(log.story('attempt-1').map(({ kind }) => kind)).toEqual(['attempt', 'refusal'])
    // The same object id in another tenant is another person.
    expect(await asked({ ...both, tid: 'another tenant' })).toMatchObject({ status: 'ok', attempt: { signedOff: { by: { tid: 'another tenant' } } } })
  })
})
