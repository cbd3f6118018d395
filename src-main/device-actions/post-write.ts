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

/**
 * Sends the one request on a network session of its own. Chromium may send a request again by itself when a kept-alive
 * connection breaks under it; a session that has never had a connection cannot do that.
 */
export async function postWrite(
  tenant: Promise<Answer<{ tenant: { readonly graphBaseUrl: string } }>>,
  electronSession: typeof ElectronSession,
  post: PostRequest,
): Promise<WriteAnswer> {
  const found = await tenant
  if (found.status === 'refused') {
    const reference = {
      httpStatus: null,
      graphCode: null,
      requestId: null,
      clientRequestId: post.clientRequestId,
      serverDate: null,
    }
    return { status: 'refused', code: found.code, reference }
  }
  const fresh: Session = electronSession.fromPartition(`write-${randomUUID()}`, { cache: false })
  try {
    return await sendDeviceRequest({
      graphBaseUrl: found.tenant.graphBaseUrl,
      fetch: (input, init) => fresh.fetch(input as string, init),
      timeoutMs: writeTimeoutMs,
      ...post,
    })
  } finally {
    void fresh.closeAllConnections()
  }
}
