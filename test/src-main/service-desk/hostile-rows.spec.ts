import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyHead, nextRow } from '../../../src-main/audit/chain.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import { agent, anAttempt, anIntent, anOutcome } from '../audit/audit-events.ts'
import { startCentral } from './central-under-test.ts'
import type { CentralUnderTest, SentRow } from './central-under-test.ts'

let central: CentralUnderTest
let desk: ReturnType<CentralUnderTest['desk']>
beforeAll(async () => {
  central = await startCentral()
  desk = central.desk()
})
afterAll(() => central.remove())
beforeEach(() => central.clear())

interface SentLog { readonly installId: string; readonly rows: readonly SentRow[] }

/** A log that says whatever its writer wants it to say, right in its chain, and sends it. */
async function aLogOf(first: object, ...events: readonly object[]): Promise<SentLog> {
  const installId = randomUUID()
  const rows: SentRow[] = []
  const fields = { installId, at: '2026-11-24T08:00:00.000Z', bootId: 'boot-1', monotonicMs: 0 }
  for (const event of [{ kind: 'log-started', deskId: 'desk-1', machine: 'PC', sealKey: '', previous: null, ...first }, ...events]) {
    rows.push({ ...nextRow(rows.at(-1) ?? emptyHead(installId), { ...fields, ...event }), installId })
  }
  await central.send(rows)
  return { installId, rows }
}

const query = { filter: everyAttempt, scope: 'service-desk', window: { offset: 0, limit: 10 }, beside: null } as const
async function shown() {
  const answer = await desk.attempts(query)
  if (answer.status === 'refused') throw new Error(answer.code)
  return answer.page.attempts
}
const reviewBy = (actor: unknown, attemptId = 'attempt-1') => ({ kind: 'review', attemptId, verdict: 'signed-off', text: '', actor })
const sofia = { oid: 'oid-s', tid: 'tid', upn: 'sofia@contoso.example', displayName: 'Sofia' }

describe('a row with a time that is none', () => {
  it.each(['infinity', '-infinity', 'now', '', 'no time', '2026-02-31T08:00:00.000Z', '0044-03-15 BC', '294276-12-31T00:00:00Z', '+010000-01-01T00:00:00.000Z', 7, null])(
    '(%s) is kept, and every page can still be read', async (at) => {
      const { installId, rows } = await aLogOf({ at }, { ...anAttempt(), at }, { ...anIntent(), at }, { ...anOutcome(), at }, { ...reviewBy(sofia), at })
      const desks = await desk.desks()
      expect(desks.status === 'ok' && desks.desks).toMatchObject([{ installId, rows: rows.length }])
      const [attempt] = await shown()
      expect(attempt).toMatchObject({ attemptId: 'attempt-1', status: 'done' })
      for (const time of [attempt?.startedAt, attempt?.endedAt, attempt?.signedOff?.at]) expect(new Date(time ?? '').toISOString()).toBe(time)
      expect(await desk.figures(everyAttempt)).toMatchObject({ status: 'ok' })
      expect(await desk.verified(installId)).toMatchObject({ phase: 'done', differing: 1 })
    })
})

describe('a row of a newer console', () => {
  it('of a kind that nobody knows yet is kept, and changes nothing', async () => {
    const { installId } = await aLogOf({}, { kind: 'nudge', attemptId: 'attempt-1' }, anAttempt(), { kind: 'nudge', attemptId: 'attempt-1', deskId: 'desk-2' }, { kind: 'weather', wind: 3 })
    expect(await shown()).toMatchObject([{ attemptId: 'attempt-1', status: 'open' }])
    expect(await desk.verified(installId)).toMatchObject({ phase: 'done', rows: 5, differing: 0 })
  })
})

describe('a row that says what no console says', () => {
  it('is shown as an end that nobody knows, so that the page can be drawn', async () => {
    await aLogOf({}, anAttempt(), anIntent(), { kind: 'answer', attemptId: 'attempt-1', result: 'maybe', code: 'no-such-code', reference: null }, { kind: 'outcome', attemptId: 'attempt-1', state: 'exploded', code: 'no-such-code' })
    expect(await shown()).toMatchObject([{ status: 'unknown', code: 'unexpected', answer: { result: 'unknown' } }])
    expect(await desk.figures(everyAttempt)).toMatchObject({ figures: { total: 1, perStatus: { unknown: 1 } } })
  })
})

describe('a row that lacks what its kind promises', () => {
  it('is counted as a line that differs, and ends no check', async () => {
    const { installId } = await aLogOf({}, anAttempt(), anIntent(), { kind: 'answer', attemptId: 'attempt-1', result: 'refused' }, { kind: 'outcome', attemptId: 'attempt-1', state: 'failed' })
    expect(await shown()).toMatchObject([{ status: 'failed' }])
    expect(await desk.verified(installId)).toMatchObject({ phase: 'done', differing: 1 })
  })
})

describe('a review', () => {
  it.each([
    ['by the agent', agent], ['by the agent without a tenant', { oid: agent.oid }], ['by nobody', {}], ['by no person', 7],
  ])('%s does not count', async (_who, actor) => {
    const { installId } = await aLogOf({}, anAttempt(), reviewBy(actor))
    expect(await shown()).toMatchObject([{ signedOff: null }])
    expect(await desk.verified(installId)).toMatchObject({ phase: 'done', differing: 0 })
  })
})

describe('a server that was put back to a backup', () => {
  it('knows of a review that comes again before its attempt does', async () => {
    const own = await aLogOf({}, anAttempt(), anIntent(), anOutcome())
    const review = { ...reviewBy(sofia), deskId: 'desk-1' }
    const other = await aLogOf({ deskId: 'desk-2' }, { ...review, verdict: 'note', text: 'why?' }, review, { ...review, deskId: 'desk-3', verdict: 'note' }, { ...review, actor: agent })
    const before = await shown()
    expect(before).toMatchObject([{ notes: 1, signedOff: { by: sofia } }])
    await central.clear()
    await central.send([...other.rows, ...own.rows])
    expect(await shown()).toEqual(before)
    expect(await desk.verified(own.installId)).toMatchObject({ phase: 'done', differing: 0 })
    const story = await desk.story('attempt-1', 'desk-1')
    expect(story.status === 'ok' && story.entries.map(({ kind }) => kind)).toEqual(['attempt', 'review', 'review', 'review', 'intent', 'outcome'])
  })
})

describe('a second log in a desk’s name', () => {
  const endOf = ({ installId, rows }: SentLog) => ({ installId, rows: rows.length, hash: rows.at(-1)?.hash, findings: [], fileName: null, digest: null })
  const codes = async (installId: string) => (await desk.verified(installId)).findings.filter(({ code }) => code.startsWith('witness')).map(({ code, seq }) => [code, seq])

  it('that begins beside the desk’s own is found with either of them', async () => {
    const own = await aLogOf({}, anAttempt(), anIntent())
    const forged = await aLogOf({}, { kind: 'outcome', attemptId: 'attempt-1', state: 'failed' })
    expect([await codes(own.installId), await codes(forged.installId)]).toEqual([[['witness-disagrees', 1]], [['witness-disagrees', 1]]])
  })
  it.each(['closed', 'broken'])('that says the desk’s own had ended (%s) while it goes on is found with either of them', async (reason) => {
    const own = await aLogOf({}, anAttempt(), anIntent())
    const shorter = { installId: own.installId, rows: own.rows.slice(0, 2) }
    const forged = await aLogOf({ previous: { ...endOf(shorter), reason } }, { kind: 'outcome', attemptId: 'attempt-1', state: 'failed' })
    expect([await codes(own.installId), await codes(forged.installId)]).toEqual([[['witness-knows-more', 3]], [['witness-knows-more', 3]]])
  })
  it('is nothing, when one follows the other', async () => {
    const own = await aLogOf({}, anAttempt(), anIntent())
    const next = await aLogOf({ previous: { ...endOf(own), reason: 'closed' } }, { kind: 'outcome', attemptId: 'attempt-1', state: 'failed' })
    expect([await codes(own.installId), await codes(next.installId)]).toEqual([[], []])
  })
})
