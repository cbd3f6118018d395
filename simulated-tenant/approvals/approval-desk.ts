import { createRandom } from '../random.ts'

/** What an organisation can demand a second administrator's approval for. */
export const approvableActions = ['wipe', 'retire', 'delete', 'resetPasscode', 'remoteLock'] as const
export type ApprovableAction = (typeof approvableActions)[number]

export type ApprovalStatus = 'needsApproval' | 'approved' | 'rejected' | 'cancelled' | 'completed' | 'expired'
export type ApprovalDecision = 'approve' | 'reject' | 'cancel'

/** What exactly is to be approved: only this, by this person, is let through afterwards. */
export interface ApprovalSubject {
  readonly action: ApprovableAction
  readonly deviceId: string
  /** The request's parameters, as JSON. */
  readonly body: string
  readonly oid: string
}

/** One request for approval. Times are tenant time in milliseconds. */
export interface ApprovalRequest extends ApprovalSubject {
  /** The `x-msft-approval-code`, which is the request's id as well. */
  readonly code: string
  readonly displayName: string
  readonly justification: string
  readonly requestedAt: number
  readonly expiresAt: number
  modifiedAt: number
  status: ApprovalStatus
}

export interface ApprovalDesk {
  ask(subject: ApprovalSubject, displayName: string, justification: string, now: number): ApprovalRequest
  find(code: string, now: number): ApprovalRequest | undefined
  /** Newest first. */
  list(now: number): readonly ApprovalRequest[]
  /** Decides on one request, or on the newest; false when there is none that waits. */
  decide(decision: ApprovalDecision, code: string | null, now: number): boolean
}

const expiresAfterMs = 3 * 24 * 60 * 60 * 1000
const statusOf: Readonly<Record<ApprovalDecision, ApprovalStatus>> = {
  approve: 'approved', reject: 'rejected', cancel: 'cancelled',
}

/** No requests yet. The codes follow the seed. */
export function createApprovalDesk(seed: number): ApprovalDesk {
  const random = createRandom(seed, 'approvals')
  const requests: ApprovalRequest[] = []
  const upToDate = (now: number): readonly ApprovalRequest[] => {
    for (const request of requests) {
      if (request.expiresAt > now || (request.status !== 'needsApproval' && request.status !== 'approved')) continue
      request.status = 'expired'
      request.modifiedAt = request.expiresAt
    }
    return requests
  }
  return {
    ask: (subject, displayName, justification, now) => {
      const request: ApprovalRequest = {
        ...subject, code: random.guid(), displayName, justification, requestedAt: now, expiresAt: now + expiresAfterMs,
        modifiedAt: now, status: 'needsApproval',
      }
      requests.unshift(request)
      return request
    },
    find: (code, now) => upToDate(now).find((request) => request.code === code.toLowerCase()),
    list: upToDate,
    decide: (decision, code, now) => {
      const request = upToDate(now).find((known) => known.status === 'needsApproval' && (code === null || known.code === code))
      if (request === undefined) return false
      request.status = statusOf[decision]
      request.modifiedAt = now
      return true
    },
  }
}
