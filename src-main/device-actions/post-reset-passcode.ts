import { randomUUID } from 'node:crypto'
import type { Session, session as ElectronSession } from 'electron'
import type { Answer } from '../../src-shared/error-codes.ts'
import { resetPasscode } from '../graph/device-writes.ts'
import type { WriteAnswer } from '../graph/device-writes.ts'

/** How long an answer to a write is waited for, milliseconds; afterwards it is unknown. */
const writeTimeoutMs = 30_000

export interface WriteRequest {
  readonly deviceId: string
  readonly token: string
  readonly clientRequestId: string
}

/**
 * Sends the one POST on a network session of its own. Chromium may send a request again by itself when a kept-alive
 * connection breaks under it; a session that has never had a connection cannot do that.
 */
export async function postResetPasscode(
  tenant: Promise<Answer<{ tenant: { readonly graphBaseUrl: string } }>>,
  electronSession: typeof ElectronSession,
  request: WriteRequest,
): Promise<WriteAnswer> {
  const found = await tenant
  if (found.status === 'refused') {
    const reference = {
      httpStatus: null,
      graphCode: null,
      requestId: null,
      clientRequestId: request.clientRequestId,
      serverDate: null,
    }
    return { status: 'refused', code: found.code, reference }
  }
  const fresh: Session = electronSession.fromPartition(`write-${randomUUID()}`, { cache: false })
  try {
    return await resetPasscode({
      graphBaseUrl: found.tenant.graphBaseUrl,
      fetch: (input, init) => fresh.fetch(input as string, init),
      timeoutMs: writeTimeoutMs,
      ...request,
    })
  } finally {
    void fresh.closeAllConnections()
  }
}
