import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { reviewAttempt } from '../../../src-main/audit/review.ts'
import { createHandlers } from '../../../src-main/ipc/handlers.ts'
import type { HandlerParts } from '../../../src-main/ipc/handlers.ts'
import type { Account } from '../../../src-shared/session.ts'
import { anAuditAttempt } from '../../factories/audit.ts'
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

describe('a review of another desk’s attempt', () => {
  const deskId = 'desk-2'
  const elsewhere = anAuditAttempt({ attemptId: 'attempt-9', actor: agent, status: 'done', desk: { deskId, machine: 'PC-2' } })
  const signOffThere = { ...signOff, attemptId: 'attempt-9' }
  const asked = async (log: AuditLog, request: object, found: unknown = { status: 'ok', attempt: elsewhere }, account: Account = sofia) =>
    createHandlers({ session: { account: () => account }, audit: log, serviceDesk: { attempt: async () => found } } as unknown as HandlerParts)['audit:review']({ ...signOffThere, deskId, ...request })

  it('is a row of this desk’s log that names the other, and shows the attempt as it will stand', async () => {
    const { log } = openLog()
    const by = { oid: sofia.oid, tid: sofia.tid, upn: sofia.upn, displayName: sofia.displayName }
    expect(await asked(log, { verdict: 'note', text: 'asked Ada why' })).toMatchObject({ status: 'ok', attempt: { notes: 1, signedOff: null } })
    expect(await asked(log, {})).toMatchObject({ status: 'ok', attempt: { signedOff: { by, at: '2026-11-23T10:00:00.000Z' } } })
    expect(log.story('attempt-9')).toMatchObject([{ kind: 'review', deskId, verdict: 'note', actor: by }, { kind: 'review', deskId, verdict: 'signed-off', actor: by }])
    // This desk has no such attempt.
    expect(log.attempt('attempt-9')).toBeNull()
    expect(log.verify()).toMatchObject({ status: 'whole' })
    // Signed off here, though the central log does not know yet.
    expect(await asked(log, {})).toEqual({ status: 'refused', code: 'invalid-request' })
  })
  it.each<[string, object, unknown, Account, string]>([
    ['that the central log does not have', {}, { status: 'refused', code: 'attempt-unknown' }, sofia, 'attempt-unknown'],
    ['while the central log is away', {}, { status: 'refused', code: 'central-unreachable' }, sofia, 'central-unreachable'],
    ['that is still under way', {}, { status: 'ok', attempt: { ...elsewhere, status: 'requested' } }, sofia, 'review-too-early'],
    ['that was signed off', {}, { status: 'ok', attempt: { ...elsewhere, signedOff: { by: otherAgent, at: '2026-11-23T09:00:00.000Z' } } }, sofia, 'invalid-request'],
    ['of one’s own', {}, { status: 'ok', attempt: elsewhere }, { ...sofia, ...agent }, 'review-own-attempt'],
    ['without a text', { verdict: 'note', text: ' ' }, { status: 'ok', attempt: elsewhere }, sofia, 'review-text-missing'],
  ])('is refused for one %s', async (_what, request, found, account, code) => {
    const { log } = openLog()
    expect(await asked(log, request, found, account)).toEqual({ status: 'refused', code })
    expect(log.story('attempt-9')).toEqual([])
  })
})
