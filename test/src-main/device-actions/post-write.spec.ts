import type { session } from 'electron'
import { describe, expect, it } from 'vitest'
import { postWrite } from '../../../src-main/device-actions/post-write.ts'
import type { PostRequest } from '../../../src-main/device-actions/post-write.ts'
import { refuse } from '../../../src-shared/error-codes.ts'

const request: PostRequest = {
  request: { method: 'POST', path: '/v1.0/deviceManagement/managedDevices/6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f/syncDevice', body: null }, approval: null, token: 't',
  clientRequestId: '7f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f',
}

function electronSession() {
  const partitions: string[] = []
  const closed: string[] = []
  const fromPartition = (name: string) => {
    partitions.push(name)
    return { fetch: async () => new Response(null, { status: 204 }), closeAllConnections: async () => void closed.push(name) }
  }
  return { partitions, closed, electron: { fromPartition } as unknown as typeof session }
}

describe('the request of an action', () => {
  it('has a network session of its own each time, in memory only, closed afterwards', async () => {
    const { partitions, closed, electron } = electronSession()
    const tenant = Promise.resolve({ status: 'ok', tenant: { graphBaseUrl: 'https://graph.example' } } as const)
    expect(await postWrite(tenant, electron, request)).toMatchObject({ status: 'requested' })
    expect(await postWrite(tenant, electron, request)).toMatchObject({ status: 'requested' })
    expect(new Set(partitions).size).toBe(2)
    expect(partitions.some((name) => name.startsWith('persist:'))).toBe(false)
    expect(closed).toEqual(partitions)
  })
  it('is certainly not sent without a tenant', async () => {
    const { partitions, electron } = electronSession()
    expect(await postWrite(Promise.resolve(refuse('practice-tenant-failed')), electron, request)).toMatchObject({ status: 'refused', code: 'practice-tenant-failed' })
    expect(partitions).toEqual([])
  })
})
