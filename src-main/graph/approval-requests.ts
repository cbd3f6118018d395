import { z } from 'zod'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import { approvalRequestPath } from './beta-endpoints.ts'
import type { GraphClient, ReadOptions } from './http-client.ts'
import { date, text } from './managed-device.ts'

/** How a request for approval stands. `status` is Graph's, verbatim: needsApproval, approved, rejected, cancelled, completed, expired, or one that is new. */
export interface ApprovalRead {
  readonly approvalStatus: string
  readonly expiresAt: string | null
}

const bodySchema = z.object({ value: z.array(z.object({ id: text, requestId: text, status: text, expirationDateTime: date })) })

/**
 * Reads how one request for approval stands (beta). Graph's filters are not to be trusted, so the answer is looked through for the code;
 * a tenant that shows neither id nor requestId is believed only when it sends exactly one.
 */
export async function readApproval(client: GraphClient, approvalCode: string, options?: ReadOptions): Promise<Answer<{ approval: ApprovalRead }>> {
  const answer = await client.getJson(approvalRequestPath(approvalCode), options)
  // There is no device in this question: its 404 is a tenant without the function.
  if (answer.status !== 'ok') return answer.code === 'device-not-found' ? refuse('graph-rejected', answer.reference) : answer
  const body = bodySchema.safeParse(answer.json)
  if (!body.success) return refuse('graph-bad-response', answer.reference)
  const { value } = body.data
  const named = value.find((request) => [request.id, request.requestId].some((id) => id.toLowerCase() === approvalCode.toLowerCase()))
  const [only] = value
  const found = named ?? (value.length === 1 && only?.id === '' && only.requestId === '' ? only : undefined)
  if (found === undefined) return refuse('no-record', answer.reference)
  return { status: 'ok', approval: { approvalStatus: found.status, expiresAt: found.expirationDateTime } }
}
