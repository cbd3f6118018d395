import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { aDevice } from '../../factories/device.ts'
import { bulkUnderTest, idOf, ids } from './bulk-under-test.ts'

let the: ReturnType<typeof bulkUnderTest>
beforeEach(() => (the = bulkUnderTest()))
afterEach(() => the.stop())
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status

/** Holds every read for the review back until all are let go. */
function holdReads() {
  const read: string[] = []
  const held: (() => void)[] = []
  the.script.shown = (id) => {
    read.push(id)
    return new Promise((resolve) => held.push(() => resolve({ status: 'ok', device: aDevice({ id }) })))
  }
  return {
    read,
    letGo: async (): Promise<void> => {
      for (const go of held.splice(0)) go()
      await the.settle()
    },
  }
}

describe('a run that is ended while its devices are read', () => {
  it.each<[string, (runId: string) => void, ErrorCode]>([
    ['by the agent', (runId) => void the.bulk.cancel(runId), 'bulk-cancelled'],
    ['by screen lock', () => the.bulk.voidAll(), 'permit-void'],
  ])('%s stays ended, reads no further, and cannot be started', async (_what, end, code) => {
    const reads = holdReads()
    const runId = await the.review(ids(10))
    expect(reads.read).toHaveLength(4)
    end(runId)
    await reads.letGo()
    expect(reads.read).toHaveLength(4)
    expect(the.current()).toMatchObject({ phase: 'ended', code })
    expect(new Set(the.states())).toEqual(new Set(['not-sent']))
    expect(codeOf(await the.start(runId))).toBe('bulk-unknown')
    expect(the.posts).toEqual([])
  })
  it('by the next run reads no further', async () => {
    const reads = holdReads()
    await the.review(ids(10))
    the.bulk.begin({ action: 'restart', deviceIds: [idOf(99)] })
    await reads.letGo()
    expect(reads.read).toEqual([...ids(4), idOf(99)])
    expect(the.current()).toMatchObject({ action: 'restart', phase: 'review' })
  })
})
