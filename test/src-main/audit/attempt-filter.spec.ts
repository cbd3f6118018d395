import fc from 'fast-check'
import { expect, it } from 'vitest'
import { presented } from '../../../src-main/audit/attempt-fold.ts'
import { attemptFlags, attemptStatuses } from '../../../src-shared/audit-attempts.ts'
import type { AuditAttempt } from '../../../src-shared/audit-attempts.ts'
import type { AuditActor, AuditEvent, AuditTarget } from '../../../src-shared/audit.ts'
import type { AuditFilter } from '../../../src-shared/audit-query.ts'
import { deviceActionNames } from '../../../src-shared/device-actions.ts'
import { aDecision, agent, anAnswer, anApprovalRequired, anAttempt, anIntent, anOutcome, aRefusal, aTarget, otherAgent } from './audit-events.ts'
import { anIndex } from './index-under-test.ts'

const agents: readonly AuditActor[] = [agent, otherAgent, { ...agent, tid: 'tid-2', displayName: 'Ångström' }, { ...otherAgent, displayName: 'Otto Renamed' }]
const targets: readonly AuditTarget[] = [
  aTarget(), aTarget({ deviceId: 'device-2', userDisplayName: 'Zoë ΟΔΟΣ' }), aTarget({ deviceId: 'device-3', userId: 'user-3', serialNumber: 'SER 3' }),
  aTarget({ deviceId: 'device-3', userId: '', deviceName: 'İstanbul\u00a0ﬁle', userPrincipalName: '' }),
]
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const start = Date.UTC(2026, 10, 16, 5)

const event: fc.Arbitrary<AuditEvent> = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...agents), fc.constantFrom(...targets), fc.constantFrom(...deviceActionNames), fc.constantFrom('', 'INC-77', 'ÄNDER-7', 'chg 7'))
  .chain(([attemptId, actor, target, action, ticket]) => fc.constantFrom<AuditEvent>(
    anAttempt({ attemptId, actor, target, action, ticket, reason: `because ${ticket} of` }), anAttempt({ attemptId, actor, target, action, ticket, reason: '' }),
    anIntent({ attemptId, actor, target, action, permitId: 'p', clientRequestId: 'c' }), anAnswer({ attemptId }), anApprovalRequired({ attemptId }),
    aDecision('approved', { attemptId }), aRefusal({ attemptId, actor }), anOutcome({ attemptId }), anOutcome({ attemptId, state: 'not-supported' }),
    { kind: 'cancellation', attemptId, actor, stage: 'warning' }, { kind: 'review', attemptId, actor: otherAgent, verdict: 'signed-off', text: '' },
  ))
const time = fc.integer({ min: -2, max: 12 }).map((days) => new Date(start + days * 43_200_000).toISOString())
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 1 })
const filter: fc.Arbitrary<AuditFilter> = fc.record({
  text: fc.constantFrom('', '', '', 'muller', 'Müller ada', 'zoe', 'οδος', 'ser 3', 'istanbul', 'file', 'inc-77 because', 'supported', 'interrupted', 'open', 'wrong-person', 'reset', 'zz', '  '),
  from: orNull(time), to: orNull(time), agentOid: orNull(fc.constantFrom('', agent.oid, 'oid-nobody')), deviceId: orNull(fc.constantFrom('', 'device-1', 'device-3', 'x')),
  userId: orNull(fc.constantFrom('', 'user-1', 'user-3')), actions: fc.subarray([...deviceActionNames], { maxLength: 3 }), statuses: fc.subarray([...attemptStatuses], { maxLength: 5 }),
  ticket: fc.constantFrom('', '', '7', 'inc', 'änder', 'ander'), flags: fc.subarray([...attemptFlags], { maxLength: 2 }), reviewed: fc.constantFrom(null, null, 'signed-off', 'open'),
})

/** The filter as its type describes it, one attempt after the other. */
function isLetThrough(attempt: AuditAttempt, wanted: AuditFilter): boolean {
  const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const { actor, target, status } = attempt
  const text = plain([
    actor.displayName, actor.upn, target.deviceId, target.deviceName, target.serialNumber, target.userPrincipalName, target.userDisplayName, attempt.ticket, attempt.reason,
    attempt.action, status === 'not-supported' ? 'not-supported not supported' : status, attempt.code ?? '',
  ].join('\n'))
  return (wanted.from === null || attempt.startedAt >= wanted.from) && (wanted.to === null || attempt.startedAt < wanted.to)
    && [[wanted.agentOid, actor.oid], [wanted.deviceId, target.deviceId], [wanted.userId, target.userId]].every(([want, is]) => want === null || want === '' || want === is)
    && (wanted.actions.length === 0 || wanted.actions.includes(attempt.action)) && (wanted.statuses.length === 0 || wanted.statuses.includes(status))
    && (wanted.flags.length === 0 || attempt.flags.some((flag) => wanted.flags.includes(flag)))
    && (wanted.reviewed === null || (wanted.reviewed === 'signed-off') === (attempt.signedOff !== null))
    && attempt.ticket.toLowerCase().includes(wanted.ticket) && plain(wanted.text).split(/\s+/).every((word) => text.includes(word))
}

it('finds and counts what a look at one attempt after the other finds, in every boot and every window', () => {
  fc.assert(fc.property(
    fc.array(fc.tuple(event, fc.nat({ max: 40 })), { maxLength: 60 }), fc.array(filter, { minLength: 1, maxLength: 6 }), fc.constantFrom('boot-1', 'boot-2'), fc.nat({ max: 5 }), fc.nat({ max: 5 }),
    (events, filters, bootId, offset, limit) => {
      const the = anIndex()
      let ms = start
      for (const [each, hours] of events) the.add(new Date((ms += hours * 3_600_000)).toISOString(), each)
      const all = ids.flatMap((id) => the.index.get(id) ?? []).map((folded) => presented(folded, bootId)).sort((a, b) => b.firstSeq - a.firstSeq)
      for (const wanted of filters) {
        const expected = all.filter((attempt) => isLetThrough(attempt, wanted))
        expect(the.index.query({ filter: wanted, window: { offset, limit } }, bootId)).toEqual({ total: expected.length, attempts: expected.slice(offset, offset + limit) })
        const figures = the.index.figures(wanted, bootId)
        const countOf = (name: string): number => expected.filter(({ status, action, flags }) => [status, action, ...flags].some((one) => one === name)).length
        const filled = (names: readonly string[]): Record<string, number> => Object.fromEntries(names.flatMap((name): [string, number][] => (countOf(name) > 0 ? [[name, countOf(name)]] : [])))
        expect(figures).toMatchObject({ total: expected.length, perStatus: filled(attemptStatuses), perAction: filled(deviceActionNames), perFlag: filled(attemptFlags) })
        expect([figures.perStatus, figures.perAction, figures.perFlag]).toEqual([filled(attemptStatuses), filled(deviceActionNames), filled(attemptFlags)])
        expect(figures.perHour).toEqual(Array.from({ length: 24 }, (_, hour) => expected.filter(({ startedAt }) => new Date(startedAt).getUTCHours() === hour).length))
        expect(figures.perDay.reduce((sum, { counts: { landed, failed, stopped, open } }) => sum + landed + failed + stopped + open, 0)).toBe(expected.length)
        expect(figures.perAgent.reduce((sum, { total }) => sum + total, 0)).toBe(expected.length)
        for (const { agent: who, total } of figures.perAgent) {
          const own = expected.filter(({ actor }) => actor.oid === who.oid && actor.tid === who.tid)
          expect([own.length, own[0]?.actor]).toEqual([total, who])
        }
      }
    },
  ), { numRuns: 400, seed: 20_261_124 })
})
