import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BulkAction } from '../../../src-shared/bulk-runs.ts'
import { deviceActionNames } from '../../../src-shared/device-actions.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { ada, aDevice, bob, sofia } from '../../factories/device.ts'
import { bulkUnderTest, idOf, ids } from './bulk-under-test.ts'
import { reference, sessionProof } from './attempts-under-test.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

let the: ReturnType<typeof bulkUnderTest>
beforeEach(() => (the = bulkUnderTest()))
afterEach(() => the.stop())
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status

describe('a run over many devices, before anything is sent', () => {
  it('reads each device by its id and shows what would be sent', async () => {
    const pc = { kind: 'windows', operatingSystem: 'Windows', deviceName: 'PC-9', serialNumber: 'SN9' } as const
    the.script.shown = async (id) => {
      if (id === idOf(2)) return refuse('device-not-found')
      return { status: 'ok', device: aDevice({ id, ...(id === idOf(1) ? pc : {}) }) }
    }
    const begun = the.bulk.begin({ action: 'remote-lock', deviceIds: ids(3) })
    expect(begun).toMatchObject({ status: 'ok', run: { action: 'remote-lock', phase: 'checking', items: [{ state: 'checking' }, { state: 'checking' }, { state: 'checking' }] } })
    await the.settle()
    expect(the.current()).toMatchObject({
      phase: 'review', code: null,
      items: [
        { deviceId: idOf(0), state: 'ready', deviceName: aDevice().deviceName, serialNumber: aDevice().serialNumber, reason: null, code: null, attemptId: null },
        { deviceId: idOf(1), state: 'unavailable', deviceName: 'PC-9', serialNumber: 'SN9', kind: 'windows', reason: 'platform-cannot', code: 'action-unavailable' },
        { deviceId: idOf(2), state: 'unavailable', reason: null, code: 'device-not-found' },
      ],
    })
    expect(the.posts).toEqual([])
    expect(the.log?.attempts({ filter: everyAttempt, window: { offset: 0, limit: 10 } }).total).toBe(0)
  })
  it('takes each device once, however often and in whichever case it is named', async () => {
    const id = 'abcdefab-cdef-4abc-8def-abcdefabcdef'
    await the.review([id, id.toUpperCase(), id])
    expect(the.items()).toHaveLength(1)
  })
  it('takes five hundred devices and no more, and at least one', () => {
    expect(codeOf(the.bulk.begin({ action: 'sync', deviceIds: ids(501) }))).toBe('bulk-too-many')
    expect(codeOf(the.bulk.begin({ action: 'sync', deviceIds: [] }))).toBe('invalid-request')
    expect(codeOf(the.bulk.begin({ action: 'sync', deviceIds: ids(500) }))).toBe('ok')
  })
  it.each(deviceActionNames)('does nothing that could do harm: %s', (action) => {
    const isHarmless = ['sync', 'restart', 'remote-lock'].includes(action)
    expect(codeOf(the.bulk.begin({ action: action as BulkAction, deviceIds: ids(1) }))).toBe(isHarmless ? 'ok' : 'bulk-not-allowed')
  })
  it('is not for a supervisor, nor for nobody', () => {
    the.script.account = sofia
    expect(codeOf(the.bulk.begin({ action: 'sync', deviceIds: ids(1) }))).toBe('not-allowed')
    the.script.account = null
    expect(codeOf(the.bulk.begin({ action: 'sync', deviceIds: ids(1) }))).toBe('not-signed-in')
    expect(the.bulk.current()).toBeNull()
  })
  it('is not begun where no row could be written', () => {
    the.log?.close()
    expect(codeOf(the.bulk.begin({ action: 'sync', deviceIds: ids(1) }))).toMatch(/^audit-/)
  })
  it('cannot be started before all has been read', async () => {
    let goOn: () => void = () => undefined
    the.script.shown = (id) => new Promise((resolve) => (goOn = () => resolve({ status: 'ok', device: aDevice({ id }) })))
    const begun = the.bulk.begin({ action: 'sync', deviceIds: ids(1) })
    const runId = begun.status === 'ok' ? begun.run.runId : ''
    expect(codeOf(await the.start(runId))).toBe('bulk-unknown')
    goOn()
    await the.settle()
    expect(codeOf(await the.start(runId))).toBe('ok')
  })
  it('is replaced by a later one, and what is read late belongs to nobody', async () => {
    let late: () => void = () => undefined
    the.script.shown = (id) => new Promise((resolve) => (late = () => resolve({ status: 'ok', device: aDevice({ id }) })))
    const first = the.bulk.begin({ action: 'sync', deviceIds: [idOf(1)] })
    the.script.shown = async (id) => ({ status: 'ok', device: aDevice({ id }) })
    await the.review([idOf(2)], 'restart')
    late()
    await the.settle()
    expect(the.current()).toMatchObject({ action: 'restart', phase: 'review', items: [{ deviceId: idOf(2) }] })
    expect(codeOf(await the.start(first.status === 'ok' ? first.run.runId : ''))).toBe('bulk-unknown')
  })
  it('is closed by cancelling, and sends nothing', async () => {
    const runId = await the.review(ids(2))
    expect(codeOf(the.bulk.cancel(runId))).toBe('ok')
    expect(the.current()).toMatchObject({ phase: 'ended', code: 'bulk-cancelled' })
    expect(the.states()).toEqual(['not-sent', 'not-sent'])
    expect(codeOf(await the.start(runId))).toBe('bulk-unknown')
    expect(codeOf(the.bulk.cancel(runId))).toBe('bulk-unknown')
    expect(the.posts).toEqual([])
  })
  it('ends when reading breaks by mistake, and another can be begun', async () => {
    the.script.shown = () => Promise.reject(new Error('a defect'))
    await the.review(ids(2))
    expect(the.current()).toMatchObject({ phase: 'ended', code: 'unexpected' })
    expect(the.problems).toEqual(['reading devices for a run'])
    the.script.shown = async (id) => ({ status: 'ok', device: aDevice({ id }) })
    await the.review(ids(1))
    expect(the.current()).toMatchObject({ phase: 'review' })
  })
})

describe('a run that is started', () => {
  it('sends each device once, through the same door as a single action, with rows of its own', async () => {
    const runId = await the.review(ids(5))
    expect(await the.start(runId)).toMatchObject({ status: 'ok', run: { phase: 'running', ticket: 'INC7', reason: 'new policy' } })
    await the.settle()
    expect(the.current()).toMatchObject({ phase: 'ended', code: null })
    expect(the.states()).toEqual(Array.from({ length: 5 }, () => 'requested'))
    expect(the.posts.map(({ deviceId }) => deviceId).toSorted()).toEqual(ids(5))
    expect(new Set(the.posts.map(({ request }) => request.clientRequestId)).size).toBe(5)
    expect(the.posts[0]?.request).toMatchObject({ token: 'run-token', approval: { kind: 'justification', text: 'new policy' } })
    expect(the.script.tokens).toBe(1)
    for (const item of the.items()) {
      expect(the.log?.story(item.attemptId ?? '')).toMatchObject([
        { kind: 'attempt', runId, action: 'sync', parameters: { action: 'sync' }, ticket: 'INC7', reason: 'new policy', target: { deviceId: item.deviceId } },
        { kind: 'intent', proof: sessionProof, request: `POST /v1.0/deviceManagement/managedDevices/${item.deviceId}/syncDevice` },
        { kind: 'answer', result: 'requested' },
      ])
    }
    expect(the.tracked).toHaveLength(5)
    expect(the.tracked.every((record) => record.runId === runId && record.state === 'requested')).toBe(true)
  })
  it('sends nothing to what the review showed as unavailable', async () => {
    the.script.shown = async (id) => ({ status: 'ok', device: aDevice({ id, ...(id === idOf(1) ? { managementState: 'wipePending' } : {}) }) })
    await the.start(await the.review(ids(3)))
    await the.settle()
    expect(the.posts.map(({ deviceId }) => deviceId).toSorted()).toEqual([idOf(0), idOf(2)])
    expect(the.states()).toEqual(['requested', 'unavailable', 'requested'])
  })
  it('sends each device once even when it is started twice', async () => {
    const runId = await the.review(ids(4))
    const both = await Promise.all([the.start(runId), the.start(runId)])
    expect(both.map(codeOf)).toEqual(['ok', 'bulk-unknown'])
    await the.settle()
    expect(codeOf(await the.start(runId))).toBe('bulk-unknown')
    expect(the.posts).toHaveLength(4)
  })
  it('lets no other be begun meanwhile', async () => {
    let goOn: () => void = () => undefined
    the.script.post = () => new Promise((resolve) => (goOn = () => resolve({ status: 'requested', reference })))
    await the.start(await the.review(ids(1)))
    await the.settle()
    expect(codeOf(the.bulk.begin({ action: 'restart', deviceIds: ids(1) }))).toBe('action-in-flight')
    goOn()
    await the.settle()
    expect(codeOf(the.bulk.begin({ action: 'restart', deviceIds: ids(1) }))).toBe('ok')
  })
  it('reads each device again just before, and sends nothing to one that has changed', async () => {
    const runId = await the.review(ids(3))
    the.script.reread = async (id) => {
      if (id === idOf(0)) return { status: 'ok', device: aDevice({ id, userId: 'somebody-else' }) }
      return id === idOf(1) ? refuse('device-not-found') : { status: 'ok', device: aDevice({ id }) }
    }
    await the.start(runId)
    await the.settle()
    expect(the.items()).toMatchObject([{ state: 'not-sent', code: 'device-changed' }, { state: 'not-sent', code: 'device-not-found' }, { state: 'requested', code: null }])
    expect(the.posts.map(({ deviceId }) => deviceId)).toEqual([idOf(2)])
    expect(the.kindsOf(the.items()[0])).toEqual(['attempt', 'refusal'])
  })
  it('says of each device what Graph said', async () => {
    const answers = [{ status: 'requested', reference }, { status: 'unknown', code: 'graph-silent', reference }, { status: 'refused', code: 'graph-missing-role', reference }] as const
    the.script.post = async (id) => answers[Number(id.at(-1))] ?? answers[0]
    await the.start(await the.review(ids(3)))
    await the.settle()
    expect(the.items()).toMatchObject([{ state: 'requested', code: null }, { state: 'unknown', code: 'graph-silent' }, { state: 'refused', code: 'graph-missing-role' }])
    expect(the.tracked.map(({ state }) => state).toSorted()).toEqual(['requested', 'unknown'])
    expect(the.posts).toHaveLength(3)
    expect(the.kindsOf(the.items()[2])).toEqual(['attempt', 'intent', 'answer'])
  })
  it('goes on with the others when one breaks by mistake', async () => {
    const runId = await the.review(ids(6))
    the.script.reread = (id) => (id === idOf(1) ? Promise.reject(new Error('a defect')) : Promise.resolve({ status: 'ok', device: aDevice({ id }) }))
    await the.start(runId)
    await the.settle()
    expect(the.items()[1]).toMatchObject({ state: 'not-sent', code: 'unexpected' })
    expect(the.states().filter((state) => state === 'requested')).toHaveLength(5)
    expect(the.current()).toMatchObject({ phase: 'ended', code: null })
  })
})

describe('whose run it is', () => {
  it('is the agent’s alone: nobody else sees, starts or stops it', async () => {
    const runId = await the.review(ids(1))
    for (const account of [bob, sofia, null]) {
      the.script.account = account
      expect(the.bulk.current()).toBeNull()
      expect(codeOf(await the.start(runId))).toBe('bulk-unknown')
      expect(codeOf(the.bulk.cancel(runId))).toBe('bulk-unknown')
      the.bulk.tick()
    }
    expect(the.told).toEqual([])
    the.script.account = ada
    expect(codeOf(await the.start(runId))).toBe('ok')
  })
})
