import { afterEach, describe, expect, it } from 'vitest'
import { createReconciler } from '../../../src-main/reconciliation/reconciler.ts'
import type { ReconcilerOptions } from '../../../src-main/reconciliation/reconciler.ts'
import type { AuditAttempt } from '../../../src-shared/audit-attempts.ts'
import type { AuditEntry, AuditEvent } from '../../../src-shared/audit.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { aReference, aStory, alex, anAuditAttempt, anAuditHealth } from '../../factories/audit.ts'
import { sofia } from '../../factories/device.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import { createTestClient, sendJson, startServer } from '../graph/misbehaving-server.ts'
import type { MisbehavingServer } from '../graph/misbehaving-server.ts'

let server: MisbehavingServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const range = { from: '2026-11-23T10:00:00.000Z', to: '2026-11-23T11:00:00.000Z' }
const sentAt = (serverDate: string | null, change: Partial<AuditAttempt> = {}): AuditAttempt =>
  anAuditAttempt({ startedAt: '2026-11-23T09:55:00.000Z', answer: { result: 'requested', reference: { ...aReference, serverDate } }, ...change })
const row = (requestDateTime: string): object => ({
  id: requestDateTime, action: 'resetPasscode', requestDateTime, managedDeviceId: anAuditAttempt().target.deviceId, initiatedByUserPrincipalName: alex.upn,
})

/** A real server as Graph; the log is a list. */
async function compared(attempts: readonly AuditAttempt[], rows: readonly object[], { clockOffsetMs = 0, story = [] as readonly AuditEntry[], sentAtDesks = null as ReconcilerOptions['sentAtDesks'] } = {}) {
  server = await startServer((_request, response) => sendJson(response, 200, { value: rows }))
  const { url } = server
  const appended: AuditEvent[] = []
  const reconciler = createReconciler({
    clock: createMovableClock(Date.parse('2026-11-23T12:00:00Z')),
    account: () => sofia,
    audit: {
      attempts: ({ window }) => ({ total: attempts.length, isTotalExact: true, attempts: attempts.slice(window.offset, window.offset + window.limit), health: anAuditHealth() }),
      story: () => story,
      append: (event) => {
        appended.push(event)
        return refuse('audit-broken')
      },
    },
    withGraph: (use) => use(createTestClient(url)),
    withAuditData: async () => refuse('graph-missing-scope'),
    clockOffsetMs: () => clockOffsetMs,
    sentAtDesks,
  })
  const answer = await reconciler.reconcile(range)
  if (answer.status === 'refused') throw new Error(answer.code)
  return { ...answer.reconciliation, appended }
}

describe('the span that is compared', () => {
  it('leaves out what lies outside of it', async () => {
    const found = await compared([sentAt('2026-11-23T09:59:59.000Z'), sentAt('2026-11-23T11:00:00.000Z')], [row('2026-11-23T09:30:00Z'), row('2026-11-23T11:30:00Z')])
    expect(found).toMatchObject({ attempts: [], outside: [], readings: [{ entries: 0 }, {}] })
  })
  it('is looked at a little wider: what lies just outside explains what lies just inside', async () => {
    const entry = row('2026-11-23T10:01:00Z')
    expect((await compared([], [entry])).outside).toHaveLength(1)
    await server?.close()
    expect(await compared([sentAt('2026-11-23T09:58:00.000Z')], [entry])).toMatchObject({ attempts: [], outside: [] })
  })
  it('is meant on this PC’s clock, and asked for on Graph’s', async () => {
    const found = await compared([sentAt('2026-11-23T11:30:00.000Z')], [row('2026-11-23T11:30:04Z'), row('2026-11-23T10:30:00Z')], { clockOffsetMs: 3_600_000 })
    expect(found).toMatchObject({ ...range, attempts: [{ verdict: 'confirmed' }], outside: [], readings: [{ entries: 1 }, { code: 'graph-missing-scope' }] })
  })
})

describe('when a request was sent', () => {
  it('is what its intent says where Graph never answered, put right by what the clocks differ', async () => {
    const unanswered = anAuditAttempt({ startedAt: '2026-11-23T10:04:00.000Z', answer: null, status: 'unknown', endedAt: null })
    const intentAt = Date.parse(aStory().find(({ kind }) => kind === 'intent')?.at ?? '')
    const entry = row(new Date(intentAt + 120_000 + 600_000).toISOString())
    expect((await compared([unanswered], [entry], { story: aStory() })).attempts).toMatchObject([{ verdict: 'missing' }])
    await server?.close()
    expect((await compared([unanswered], [entry], { story: aStory(), clockOffsetMs: 120_000 })).attempts).toMatchObject([{ verdict: 'confirmed' }])
  })
})

describe('the attempts of the log', () => {
  it('are read over all pages', async () => {
    const many = Array.from({ length: 450 }, (_, index) => sentAt('2026-11-23T10:30:00.000Z', { attemptId: String(index) }))
    expect((await compared(many, [])).attempts).toHaveLength(450)
  })
  it.each<[string, Partial<AuditAttempt>]>([
    ['refused by Graph', { answer: { result: 'refused', reference: aReference }, status: 'refused' }], ['refused here', { answer: null, status: 'refused' }],
    ['cancelled', { answer: null, status: 'cancelled' }], ['open', { answer: null, status: 'open' }],
    ['waiting for approval', { answer: { result: 'approval-required', reference: aReference }, status: 'awaiting-approval' }],
    ['sent by another attempt', { answer: { result: 'approval-required', reference: aReference }, status: 'completed' }],
  ])('are not looked for when %s', async (_what, change) => {
    expect((await compared([anAuditAttempt({ startedAt: '2026-11-23T10:10:00.000Z', ...change })], [])).attempts).toEqual([])
  })
  it('are compared with a log that cannot be written, too: then more than ever', async () => {
    const { appended, attempts } = await compared([sentAt('2026-11-23T10:30:00.000Z')], [])
    expect(attempts).toMatchObject([{ verdict: 'missing' }])
    expect(appended).toMatchObject([{ kind: 'reconciliation', ...range, sources: ['remote-action-audits'], confirmed: 0, missing: 1, outside: 0 }])
  })
})

describe('the central log', () => {
  const outside = [row('2026-11-23T10:30:00Z')]
  it('is counted where it was read', async () => {
    const elsewhere = { ...sentAt('2026-11-23T10:29:58.000Z'), desk: { deskId: 'desk-2', machine: 'PC-2' } }
    const found = await compared([], outside, { sentAtDesks: async () => ({ status: 'ok', attempts: [{ attempt: elsewhere, sentAt: elsewhere.startedAt }] }) })
    expect(found).toMatchObject({ central: { code: null }, outside: [], elsewhere: [{ attempt: { desk: { machine: 'PC-2' } } }], appended: [{ outside: 0, elsewhere: 1 }] })
  })
  it('that cannot be read is said to be so, and counts nothing', async () => {
    const found = await compared([], outside, { sentAtDesks: async () => refuse('central-denied') })
    expect(found).toMatchObject({ central: { code: 'central-denied' }, elsewhere: [], outside: [{}] })
    expect(found.appended[0]).not.toHaveProperty('elsewhere')
  })
  it('is nothing where there is none', async () => {
    expect(await compared([], outside)).toMatchObject({ central: null, elsewhere: [], outside: [{}] })
  })
})
