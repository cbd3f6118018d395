import type { session } from 'electron'
import { describe, expect, it } from 'vitest'
import { createPostWrite } from '../../../src-main/device-actions/post-write.ts'
import type { PostRequest } from '../../../src-main/device-actions/post-write.ts'
import { refuse } from '../../../src-shared/error-codes.ts'

const request: PostRequest = {
  request: { method: 'POST', path: '/v1.0/deviceManagement/managedDevices/6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f/syncDevice', body: null }, approval: null, token: 't',
  clientRequestId: '7f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f',
}

const tenant = Promise.resolve({ status: 'ok', tenant: { graphBaseUrl: 'https://graph.example' } } as const)

function electronSession(close: (name: string) => Promise<void> = async () => undefined) {
  const partitions: string[] = []
  /** What was done with each session, in order. */
  const story: string[] = []
  const fromPartition = (name: string) => {
    partitions.push(name)
    return {
      fetch: async () => {
        story.push(`fetch ${name}`)
        return new Response(null, { status: 204 })
      },
      closeAllConnections: async () => {
        await close(name)
        story.push(`closed ${name}`)
      },
    }
  }
  return { partitions, story, post: createPostWrite({ fromPartition } as unknown as typeof session) }
}
const settle = (): Promise<void> => new Promise(setImmediate)

describe('the request of an action', () => {
  it('has a network session without any connection, in memory only: one that had some is used again once they are closed', async () => {
    const { partitions, story, post } = electronSession()
    for (let n = 0; n < 500; n += 1) {
      expect(await post(tenant, request)).toMatchObject({ status: 'requested' })
      await settle()
    }
    const [name = ''] = partitions
    expect(partitions).toEqual([name])
    expect(name.startsWith('persist:')).toBe(false)
    expect(story).toEqual(Array.from({ length: 500 }, () => [`fetch ${name}`, `closed ${name}`]).flat())
  })
  it('shares its session with no other that is under way', async () => {
    const { partitions, post } = electronSession()
    await Promise.all([post(tenant, request), post(tenant, request)])
    expect(new Set(partitions).size).toBe(2)
  })
  it.each([
    ['are not closed yet', () => new Promise<void>(() => undefined)],
    ['cannot be closed', () => Promise.reject(new Error('gone'))],
  ])('never has a session whose connections %s', async (_what, close) => {
    const { partitions, post } = electronSession(close)
    expect(await post(tenant, request)).toMatchObject({ status: 'requested' })
    await settle()
    expect(await post(tenant, request)).toMatchObject({ status: 'requested' })
    expect(new Set(partitions).size).toBe(2)
  })
  it('is certainly not sent without a tenant', async () => {
    const { partitions, post } = electronSession()
    expect(await post(Promise.resolve(refuse('practice-tenant-failed')), request)).toMatchObject({ status: 'refused', code: 'practice-tenant-failed' })
    expect(partitions).toEqual([])
  })
})
