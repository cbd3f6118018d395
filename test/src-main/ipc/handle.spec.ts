import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Answering, RequestHandlers } from '../../../src-main/ipc/handle.ts'
import { requestParsers } from '../../../src-main/ipc/parse-requests.ts'

type Listener = (event: unknown, ...args: unknown[]) => Promise<unknown>
const registered = new Map<string, Listener>()
vi.mock('electron', () => ({ ipcMain: { handle: (channel: string, listener: Listener) => registered.set(channel, listener) } }))
const { registerHandlers } = await import('../../../src-main/ipc/handle.ts')
afterEach(() => registered.clear())

const deviceId = '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'

function setUp(isTrusted = true, loaded: Promise<undefined> = Promise.resolve(undefined)) {
  const calls: unknown[] = []
  const problems: string[] = []
  const script = { open: (): unknown => ({ status: 'ok' }) }
  const handlers = {
    'device:open': (request: unknown) => {
      calls.push(request)
      return script.open()
    },
  } as unknown as RequestHandlers
  const answering = loaded.then((): Answering => ({ handlers, parsers: requestParsers }))
  registerHandlers(answering, { isTrusted: () => isTrusted, onProblem: (where) => problems.push(where) })
  const call = (...args: unknown[]): Promise<unknown> => registered.get('device:open')?.({}, ...args) ?? Promise.reject(new Error('not registered'))
  return { calls, problems, script, call }
}

describe('a call over the bridge', () => {
  it('reaches its handler with what was parsed', async () => {
    const { calls, call } = setUp()
    expect(await call({ deviceId })).toEqual({ status: 'ok' })
    expect(calls).toEqual([{ deviceId }])
  })
  it('is rejected, not answered, when it comes from elsewhere', async () => {
    const { calls, problems, call } = setUp(false)
    await expect(call({ deviceId })).rejects.toThrow('untrusted sender')
    expect(calls).toEqual([])
    expect(problems).toEqual(['ipc device:open'])
  })
  it.each([[[]], [[{ deviceId: '../users' }]], [[{ deviceId, more: 1 }]], [[{ deviceId }, 'more']], [[null]]])('is refused for the arguments %j', async (args) => {
    const { calls, call } = setUp()
    expect(await call(...args)).toEqual({ status: 'refused', code: 'invalid-request' })
    expect(calls).toEqual([])
  })
  it('waits for its handler while that is loaded, and is then answered', async () => {
    const loading = Promise.withResolvers<undefined>()
    const { calls, call } = setUp(true, loading.promise)
    const answer = call({ deviceId })
    await Promise.resolve()
    expect(calls).toEqual([])
    loading.resolve(undefined)
    expect(await answer).toEqual({ status: 'ok' })
    expect(calls).toEqual([{ deviceId }])
  })
  it('is rejected without any wait when it comes from elsewhere', async () => {
    const { call } = setUp(false, new Promise(() => undefined))
    await expect(call({ deviceId })).rejects.toThrow('untrusted sender')
  })
  it('has a handler for every channel that is parsed', () => {
    setUp()
    expect([...registered.keys()].sort()).toEqual(Object.keys(requestParsers).sort())
  })
  it('says nothing of what broke inside', async () => {
    const { problems, script, call } = setUp()
    script.open = () => {
      throw new Error('Bearer abc')
    }
    expect(await call({ deviceId })).toEqual({ status: 'refused', code: 'unexpected' })
    expect(problems).toEqual(['ipc device:open'])
  })
})
