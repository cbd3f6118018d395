import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAttemptIndex } from '../../../src-main/audit/attempt-index.ts'
import { attemptFlags, attemptStatuses } from '../../../src-shared/audit-attempts.ts'
import type { AuditAttempt } from '../../../src-shared/audit-attempts.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import type { AuditFilter, AuditPage, AuditQuery } from '../../../src-shared/audit-query.ts'
import type { ServiceDesk } from '../../../src-main/service-desk/service-desk.ts'
import { startCentral } from './central-under-test.ts'
import type { CentralUnderTest } from './central-under-test.ts'
import { actions, agents, played, steps } from './many-desks.ts'
import type { ManyDesks } from './many-desks.ts'

const timeZone = 'Australia/Lord_Howe' // half an hour of summer time
const hours = { days: [1, 2, 4, 5], fromHour: 8, toHour: 18 }
const startMs = Date.UTC(2026, 9, 1, 5)
let central: CentralUnderTest
let desk: ServiceDesk
let desks: ManyDesks
let index: ReturnType<typeof createAttemptIndex>
const boot = 'present'

beforeAll(async () => {
  central = await startCentral()
  desk = central.desk({ timeZone, hours })
  const [list = []] = fc.sample(steps(1200, 1200), { seed: 7, numRuns: 1 })
  desks = played(list, startMs)
  await central.send(desks.arrived)
  index = createAttemptIndex(timeZone, hours)
  const boots = new Set(desks.desks.map(({ bootId }) => bootId))
  for (const entry of desks.written) index.add(boots.has(entry.bootId) ? { ...entry, bootId: boot } : entry)
})
afterAll(() => central.remove())

const time = fc.nat({ max: 400 }).map((days) => new Date(startMs + days * 86_400_000 / 2).toISOString())
const some = <T>(all: readonly T[]) => fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.subarray([...all], { minLength: 1, maxLength: 3 }) })
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 2 })
const filters: fc.Arbitrary<AuditFilter> = fc.record({
  text: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom('ada', 'MULLER', 'otto 100%', '_', '\\', 'strasse fi', 'sn1 carla', 'not supported', 'wrong-person', 'interrupted', 'device-2 inc', 'nobody')),
  from: maybe(time), to: maybe(time),
  agentOid: maybe(fc.constantFrom(...agents.map(({ oid }) => oid))), deviceId: maybe(fc.constantFrom('device-0', 'device-3', 'device-9')), userId: maybe(fc.constantFrom('user-0', '')),
  actions: some(actions), statuses: some(attemptStatuses), ticket: fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.constantFrom('inc', '_%', '1042', 'ÄRGER', '-')),
  flags: some(attemptFlags), reviewed: maybe(fc.constantFrom('signed-off' as const, 'open' as const)),
}).map((filter) => filter as AuditFilter)

async function pageOf(query: Omit<AuditQuery, 'scope'>): Promise<AuditPage> {
  const answer = await desk.attempts({ ...query, scope: 'service-desk' })
  if (answer.status === 'refused') throw new Error(answer.code)
  return answer.page
}
/** What both know: names that jsonb cannot hold and the desk are the database's own. */
const seen = ({ attemptId, startedAt, status, code, flags, reveals, notes }: AuditAttempt) => ({ attemptId, startedAt, status, code, flags, reveals, notes })

describe('the attempts of every desk', () => {
  it('are those that the local index would find in the same rows, for any filter and page', async () => {
    await fc.assert(fc.asyncProperty(filters, fc.nat({ max: 60 }), fc.integer({ min: 1, max: 50 }), async (filter, offset, limit) => {
      const window = { offset, limit }
      const expected = index.query({ filter, window }, boot)
      const page = await pageOf({ filter, window, beside: null })
      expect(page.attempts.map(seen)).toEqual(expected.attempts.map(seen))
      expect(page).toMatchObject({ total: expected.total, isTotalExact: true })
    }), { numRuns: 150 })
  })
  it('go on from any attempt, in both directions', async () => {
    await fc.assert(fc.asyncProperty(filters, fc.nat(), fc.integer({ min: 1, max: 30 }), async (filter, which, limit) => {
      const all = index.query({ filter, window: { offset: 0, limit: 200 } }, boot).attempts
      const place = all.length === 0 ? 0 : which % all.length
      const { startedAt, attemptId } = all[place] ?? { startedAt: '2026-10-20T00:00:00.000Z', attemptId: 'none' }
      const older = await pageOf({ filter, window: { offset: place + 1, limit }, beside: { direction: 'older', startedAt, attemptId } })
      const newer = await pageOf({ filter, window: { offset: Math.max(0, place - limit), limit }, beside: { direction: 'newer', startedAt, attemptId } })
      const next = index.query({ filter, window: { offset: place + 1, limit } }, boot).attempts
      if (all.length > 0) expect(older.attempts.map(seen)).toEqual(next.map(seen))
      expect(newer.attempts.map(seen)).toEqual(all.slice(Math.max(0, place - limit), place).map(seen))
    }), { numRuns: 80 })
  })
  it('are counted as the local index counts them', async () => {
    await fc.assert(fc.asyncProperty(filters, async (filter) => {
      const answer = await desk.figures(filter)
      if (answer.status === 'refused') throw new Error(answer.code)
      const expected = index.figures(filter, boot)
      expect(answer.figures).toEqual(expected)
    }), { numRuns: 60 })
  })
  it('know their own: related attempts, agents, one attempt', async () => {
    const wanted = desks.desks[1]!.attempts.at(-1)!
    const deskId = desks.desks[1]!.deskId
    const related = await desk.related(wanted.attemptId, deskId)
    const expected = index.related(wanted.attemptId, boot)!
    expect(related.status === 'ok' && related.related.sameDevice.map(seen)).toEqual(expected.sameDevice.map(seen))
    expect(related.status === 'ok' && related.related.sameUser.map(seen)).toEqual(expected.sameUser.map(seen))
    expect(await desk.choices()).toEqual({ status: 'ok', choices: index.choices() })
    expect(await desk.attempt(wanted.attemptId, deskId)).toMatchObject({ status: 'ok', attempt: { attemptId: wanted.attemptId, desk: { deskId } } })
    // The same attempt of another desk is another one.
    expect(await desk.attempt(wanted.attemptId, desks.desks[0]!.deskId)).toEqual({ status: 'refused', code: 'attempt-unknown' })
    expect(await desk.related(wanted.attemptId, desks.desks[0]!.deskId)).toEqual({ status: 'refused', code: 'attempt-unknown' })
  })
  it('are counted in all without reading them, when nothing is filtered', async () => {
    const page = await pageOf({ filter: everyAttempt, window: { offset: 0, limit: 3 }, beside: null })
    expect(page).toMatchObject({ total: desks.desks.reduce((sum, { attempts }) => sum + attempts.length, 0), isTotalExact: true })
  })
})
