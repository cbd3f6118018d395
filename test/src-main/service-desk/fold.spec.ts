import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { foldEntry, presented } from '../../../src-main/audit/attempt-fold.ts'
import type { FoldedAttempt } from '../../../src-main/audit/attempt-fold.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import { startCentral } from './central-under-test.ts'
import type { CentralUnderTest } from './central-under-test.ts'
import { played, steps } from './many-desks.ts'

let central: CentralUnderTest
beforeAll(async () => { central = await startCentral() })
afterAll(() => central.remove())

/** jsonb holds neither U+0000 nor half of a surrogate pair. */
const readable = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll(/\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\uFFFD')
    : Array.isArray(value) ? value.map(readable)
      : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, readable(member)])) : value

it('the database makes of every desk’s rows, however they arrive, what each desk makes of its own', async () => {
  const desk = central.desk()
  await fc.assert(fc.asyncProperty(steps(20, 140), async (list) => {
    await central.clear()
    const { desks, arrived, written } = played(list)
    await central.send(arrived)
    const folded = new Map<string, FoldedAttempt>()
    for (const entry of written) {
      if (!('attemptId' in entry)) continue
      const next = foldEntry(folded.get(entry.attemptId) ?? null, entry)
      if (next !== null) folded.set(entry.attemptId, next)
    }
    const expected = desks.flatMap(({ attempts, bootId, deskId }) => attempts.map(({ attemptId }) =>
      readable({ ...presented(folded.get(attemptId)!, bootId), flags: [], desk: { deskId, machine: `PC ${deskId.slice(0, 4)}` } })))
    const answer = await desk.attempts({ filter: everyAttempt, scope: 'service-desk', window: { offset: 0, limit: 200 }, beside: null })
    if (answer.status === 'refused') throw new Error(answer.code)
    const byId = (a: { attemptId: string }, b: { attemptId: string }) => (a.attemptId < b.attemptId ? -1 : 1)
    expect(answer.page.attempts.map((attempt) => ({ ...attempt, flags: [] })).sort(byId)).toEqual((expected as { attemptId: string }[]).sort(byId))
    for (const { installId } of desks) {
      expect(await desk.verified(installId)).toMatchObject({ phase: 'done', differing: 0 })
    }
  }), { numRuns: 12 })
  await desk.close()
})
