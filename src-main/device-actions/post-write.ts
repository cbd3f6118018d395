import { randomUUID } from 'node:crypto'
import type { Session, session as ElectronSession } from 'electron'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { DeviceRequest } from '../graph/device-requests.ts'
import { sendDeviceRequest } from '../graph/device-writes.ts'
import type { ApprovalHeader, WriteAnswer } from '../graph/device-writes.ts'

/** How long an answer to a write is waited for, milliseconds; afterwards it is unknown. */
const writeTimeoutMs = 30_000

export interface PostRequest {
  readonly request: DeviceRequest
  readonly approval: ApprovalHeader | null
  readonly token: string
  readonly clientRequestId: string
}

type FoundTenant = Promise<Answer<{ tenant: { readonly graphBaseUrl: string } }>>

/**
 * Makes what sends the one request of an action, on a network session that has no connection. Chromium may send a request again by itself
 * when a kept-alive connection breaks under it; where there is none it cannot. Electron never lets go of a session, so one whose
 * connections are all closed serves the next request: a run over 500 devices would otherwise leave 500 of them behind.
 */
export function createPostWrite(electronSession: typeof ElectronSession): (tenant: FoundTenant, post: PostRequest) => Promise<WriteAnswer> {
  const unconnected: Session[] = []

  return async (tenant, post) => {
    const found = await tenant
    if (found.status === 'refused') {
      const reference = { httpStatus: null, graphCode: null, requestId: null, clientRequestId: post.clientRequestId, serverDate: null }
      return { status: 'refused', code: found.code, reference }
    }
    const own = unconnected.pop() ?? electronSession.fromPartition(`write-${randomUUID()}`, { cache: false })
    try {
      return await sendDeviceRequest({
        graphBaseUrl: found.tenant.graphBaseUrl,
        fetch: (input, init) => own.fetch(input as string, init),
        timeoutMs: writeTimeoutMs,
        ...post,
      })
    } finally {
      own.closeAllConnections().then(
        () => void unconnected.push(own),
        // Whatever is still open in it, nothing is sent through it again.
        () => undefined,
      )
    }
  }
}
