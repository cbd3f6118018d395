import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { ada, aDevice, bob } from '../../factories/device.ts'
import { reference } from './attempts-under-test.ts'
import { bulkUnderTest, idOf, ids } from './bulk-under-test.ts'

let the: ReturnType<typeof bulkUnderTest>
const restart = (isLogReal: boolean): void => {
  the.stop()
  the = bulkUnderTest({ isLogReal })
}
beforeEach(() => (the = bulkUnderTest()))
afterEach(() => the.stop())
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status
const count = (state: string): number => the.states().filter((one) => one === state).length

/** Holds every request back until it is let go, one at a time. */
function holdRequests() {
  const held: (() => void)[] = []
  the.script.post = () => new Promise((resolve) => held.push(() => resolve({ status: 'requested', reference })))
  return {
    held,
    next: async (): Promise<void> => {
      held.shift()?.()
      await the.settle()
    },
    all: async (): Promise<void> => {
      while (held.length > 0) held.shift()?.()
      await the.settle()
    },
  }
}

describe('the pace of a run', () => {
  beforeEach(() => restart(false))
  it('sends two hundred, and the next when Graph’s twenty seconds are over', async () => {
    await the.review(ids(205))
    await the.start(the.current().runId)
    for (let i = 0; i < 20; i += 1) await the.settle()
    expect(the.posts).toHaveLength(200)
    expect(the.current()).toMatchObject({ phase: 'running', isHeldBack: true })
    await the.pass(19_999)
    expect(the.posts).toHaveLength(200)
    await the.pass(1)
    expect(the.posts).toHaveLength(205)
    expect(the.current()).toMatchObject({ phase: 'ended', code: null, isHeldBack: false })
    expect(new Set(the.posts.map(({ deviceId }) => deviceId)).size).toBe(205)
  })
  it('is shared by one run and the next', async () => {
    await the.start(await the.review(ids(200)))
    for (let i = 0; i < 20; i += 1) await the.settle()
    await the.start(await the.review(ids(1), 'restart'))
    await the.settle()
    expect(the.posts).toHaveLength(200)
    await the.pass(20_000)
    expect(the.posts).toHaveLength(201)
  })
  it('stops for a while at Graph’s "too many", and sends that device not again', async () => {
    the.script.post = async (id) => (id === idOf(0) ? { status: 'refused', code: 'graph-throttled', reference } : { status: 'requested', reference })
    await the.start(await the.review(ids(12)))
    await the.settle()
    const before = the.posts.length
    expect(before).toBeLessThan(12)
    expect(the.current()).toMatchObject({ phase: 'running', isHeldBack: true })
    await the.pass(19_999)
    expect(the.posts).toHaveLength(before)
    await the.pass(1)
    expect(the.posts).toHaveLength(12)
    expect(the.posts.filter(({ deviceId }) => deviceId === idOf(0))).toHaveLength(1)
    expect(the.items()[0]).toMatchObject({ state: 'refused', code: 'graph-throttled' })
    expect(count('requested')).toBe(11)
  })
  it('can be stopped while it waits for Graph', async () => {
    const runId = await the.review(ids(205))
    await the.start(runId)
    for (let i = 0; i < 20; i += 1) await the.settle()
    the.bulk.cancel(runId)
    await the.settle()
    expect(the.current()).toMatchObject({ phase: 'ended', code: 'bulk-cancelled', isHeldBack: false })
    expect([count('requested'), count('not-sent')]).toEqual([200, 5])
    await the.pass(60_000)
    expect(the.posts).toHaveLength(200)
  })
})

describe('a run that is stopped', () => {
  it('by the agent sends no more; what was on its way is told as it ends', async () => {
    const requests = holdRequests()
    const runId = await the.review(ids(10))
    await the.start(runId)
    await the.settle()
    expect(requests.held).toHaveLength(4)
    expect(codeOf(the.bulk.cancel(runId))).toBe('ok')
    expect([count('sending'), count('not-sent')]).toEqual([4, 6])
    await requests.all()
    expect([count('requested'), count('not-sent')]).toEqual([4, 6])
    expect(the.posts).toHaveLength(4)
    expect(the.tracked).toHaveLength(4)
    expect(the.current()).toMatchObject({ phase: 'ended', code: 'bulk-cancelled' })
  })
  it('by screen lock sends nothing more, between two devices', async () => {
    const requests = holdRequests()
    await the.start(await the.review(ids(10)))
    await the.settle()
    await requests.next()
    expect(the.posts).toHaveLength(5)
    the.bulk.voidAll()
    await requests.all()
    expect(the.posts).toHaveLength(5)
    expect(the.current()).toMatchObject({ phase: 'ended', code: 'permit-void' })
    expect([count('requested'), count('not-sent')]).toEqual([5, 5])
  })
  it('by screen lock sends nothing to a device that was just being read again either', async () => {
    const goOn: (() => void)[] = []
    const runId = await the.review(ids(3))
    the.script.reread = (id) => new Promise((resolve) => goOn.push(() => resolve({ status: 'ok', device: aDevice({ id }) })))
    await the.start(runId)
    await the.settle()
    the.bulk.voidAll()
    for (const go of goOn) go()
    await the.settle()
    expect(the.posts).toEqual([])
    expect(the.items().map(({ state, code }) => [state, code])).toEqual(Array.from({ length: 3 }, () => ['not-sent', 'permit-void']))
    expect(the.kindsOf(the.items()[0])).toEqual(['attempt', 'refusal'])
  })
  it('by screen lock is over in the review too', async () => {
    const runId = await the.review(ids(2))
    the.bulk.voidAll()
    expect(the.current()).toMatchObject({ phase: 'ended', code: 'permit-void' })
    expect(codeOf(await the.start(runId))).toBe('bulk-unknown')
  })
  it.each(['session-ended', 'tenant-unreachable'] as const)('because no token can be had: %s', async (code) => {
    the.script.token = async () => refuse(code)
    expect(codeOf(await the.start(await the.review(ids(3))))).toBe(code)
    expect(the.current()).toMatchObject({ phase: 'ended', code })
    expect(count('not-sent')).toBe(3)
    expect(the.posts).toEqual([])
  })
  it('because the screen was locked while its token was fetched', async () => {
    the.script.token = async () => {
      the.bulk.voidAll()
      return { status: 'ok', token: 'run-token' }
    }
    expect(codeOf(await the.start(await the.review(ids(3))))).toBe('permit-void')
    await the.settle()
    expect(the.posts).toEqual([])
  })
  it('because nothing proves any more who is signed in', async () => {
    const runId = await the.review(ids(3))
    the.script.sessionProof = null
    await the.start(runId)
    await the.settle()
    expect(the.current()).toMatchObject({ phase: 'ended', code: 'not-signed-in' })
    expect(the.posts).toEqual([])
  })
  it('because the log takes no more rows: nothing is sent without one', async () => {
    const requests = holdRequests()
    await the.start(await the.review(ids(10)))
    await the.settle()
    the.script.append = () => refuse('audit-unavailable')
    await requests.all()
    expect(the.current()).toMatchObject({ phase: 'ended', code: 'audit-unavailable' })
    expect(the.posts).toHaveLength(4)
    expect([count('requested'), count('not-sent')]).toEqual([4, 6])
  })
  it.each(['graph-unauthorized', 'graph-missing-scope', 'tenant-unreachable'] as const)('because the next device would be refused as well: %s', async (code) => {
    the.script.post = async () => ({ status: 'refused', code, reference })
    await the.start(await the.review(ids(20)))
    await the.settle()
    expect(the.current()).toMatchObject({ phase: 'ended', code })
    expect(the.posts.length).toBeLessThanOrEqual(4)
    expect(count('not-sent')).toBe(20 - the.posts.length)
  })
  it.each(['not-signed-in', 'permit-void', 'session-ended', 'audit-unavailable', 'audit-broken'] as const)('because no device can be sent to any more: %s', async (code) => {
    the.script.reread = async () => refuse(code)
    await the.start(await the.review(ids(20)))
    await the.settle()
    expect(the.current()).toMatchObject({ phase: 'ended', code })
    expect(the.posts).toEqual([])
    expect(the.items().filter(({ attemptId }) => attemptId !== null)).toHaveLength(4)
  })
  it('because somebody else has signed in, in whose name nothing is sent', async () => {
    const runId = await the.review(ids(6))
    the.script.reread = async (id) => {
      the.script.account = bob
      return { status: 'ok', device: aDevice({ id }) }
    }
    await the.start(runId)
    await the.settle()
    expect(the.posts).toEqual([])
    the.script.account = ada
    expect(the.states()).toEqual(Array.from({ length: 6 }, () => 'not-sent'))
  })
})

describe('what the page is told of a run', () => {
  it('comes with a tick, once for all that has changed since the last', async () => {
    await the.review(ids(6))
    expect(the.told).toEqual([])
    the.bulk.tick()
    the.bulk.tick()
    expect(the.told.map(({ phase }) => phase)).toEqual(['review'])
    await the.start(the.current().runId)
    await the.settle()
    the.bulk.tick()
    the.bulk.tick()
    expect(the.told.map(({ phase }) => phase)).toEqual(['review', 'ended'])
    expect(the.told.at(-1)?.items).toHaveLength(6)
  })
  it('waits for the agent who is just confirming who they are', async () => {
    await the.review(ids(1))
    the.script.account = null
    the.bulk.tick()
    expect(the.told).toEqual([])
    the.script.account = ada
    the.bulk.tick()
    expect(the.told.map(({ phase }) => phase)).toEqual(['review'])
  })
  it('holds no token and no permit', async () => {
    await the.start(await the.review(ids(2)))
    await the.settle()
    the.bulk.tick()
    expect(JSON.stringify([the.told, the.tracked])).not.toMatch(/run-token|permit|proof/)
  })
})
