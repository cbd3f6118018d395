import { randomUUID } from 'node:crypto'
import type { ApprovalRequest, DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { Availability } from '../../src-shared/availability.ts'
import type { Answer, ErrorCode, Refusal } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Clock } from '../../src-shared/clock.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { deviceRequestOf } from '../graph/device-requests.ts'
import type { ApprovalHeader, WriteAnswer } from '../graph/device-writes.ts'
import { actionPolicies } from '../policy/action-policies.ts'
import { resultTimeOf } from '../policy/outcome-of.ts'
import { checkPermit } from '../policy/permit.ts'
import { isSameDevice } from '../policy/same-device.ts'
import { areWipeChoicesSound } from '../policy/wipe-options.ts'
import { disarm } from './attempt.ts'
import type { Order } from './attempt.ts'
import { heldByBrake } from './held-by-brake.ts'
import type { BrakeOptions } from './held-by-brake.ts'
import type { DeviceReader } from './open-device.ts'
import type { PostRequest } from './post-write.ts'
import { recordOf } from './record.ts'
import { targetOf } from './subjects.ts'
import type { Watched } from './tracker.ts'

/** Intune drops a request that nobody has decided on after three days. */
const approvalLifeMs = 3 * 24 * 3_600_000

export interface SendActionOptions extends BrakeOptions {
  readonly clock: Clock
  readonly audit: Pick<AuditLog, 'writeIntent' | 'appendOrHold' | 'sentWithin'>
  /** Devices for which a request is on its way: until it is answered, nobody knows what a second one would meet. Shared by all senders. */
  readonly onWire: Set<string>
  readonly reader: Pick<DeviceReader, 'read'>
  /** The Graph write; sent once, whatever comes back. */
  readonly post: (request: PostRequest) => Promise<WriteAnswer>
  /** A token that can act, of the session as it is. */
  readonly actionToken: (scope: 'privileged' | 'read-write') => Promise<Answer<{ token: string }>>
  readonly clockOffsetMs: () => number | null
  /** Who is signed in now. */
  readonly account: () => Account | null
  readonly onProblem: (where: string, cause: unknown) => void
}

/** `refused` before anything was sent carries `wasSent: false`: the caller writes the refusal; afterwards the answer row is written here. */
export type SendActionAnswer =
  | { readonly status: 'ok'; readonly record: DeviceActionRecord; readonly watched: Watched }
  | (Refusal & { readonly wasSent: boolean })

const notSent = (code: ErrorCode, refusal?: Refusal): SendActionAnswer => ({ ...refuse(code, refusal?.reference), wasSent: false })

/**
 * The one door through which anything is done to a device, in this order: the permit covers it and has not run out; the device, read again
 * by its id, is still the one that was shown and still allows it; no brake of the policy is reached; one durable transaction ends the permit and writes the intent; one
 * request; its answer is written. No intent, no request; no second request ever.
 */
export async function sendAction(options: SendActionOptions, order: Order): Promise<SendActionAnswer> {
  const { audit, clock } = options
  const { parameters } = order
  const policy = actionPolicies[parameters.action]
  function isPermitted(): Answer {
    const account = options.account()
    if (account === null) return refuse('not-signed-in')
    // There was one when the agent pressed the button.
    if (order.permit === null || isPinGone(order)) return refuse('permit-void')
    const use = { action: parameters.action, deviceId: order.device.id, oid: account.oid, tid: account.tid }
    return checkPermit(order.permit, use, clock.monotonicMs())
  }

  const early = isPermitted()
  if (early.status === 'refused') return notSent(early.code)

  const read = await options.reader.read(order.device.id, order.approved?.attemptId ?? null)
  if (read.status === 'refused') return notSent(read.code, read)
  const { opened, actionResults } = read.reading
  if (!isSameDevice(order.device, opened.device)) return notSent('device-changed')
  const verdict = opened.availability[parameters.action]
  if (verdict.status === 'unavailable') return notSent(codeOfVerdict(verdict))
  // The agent was warned of something else: a PC that was joined since loses more.
  if (verdict.effect !== order.effect) return notSent('device-changed')
  if (parameters.action === 'reset-device' && !areWipeChoicesSound(parameters.wipe, verdict.wipeOptions)) return notSent('action-unavailable')
  const previousResultAt = resultTimeOf(actionResults, policy.resultName)
  const token = order.actionToken === null ? await options.actionToken(policy.scope) : { status: 'ok' as const, token: order.actionToken }
  if (token.status === 'refused') return notSent(token.code, token)

  // Reading took time: the permit is judged once more, at the moment that ends it.
  const late = isPermitted()
  if (late.status === 'refused') return notSent(late.code)
  const { permit } = order
  if (permit === null) return notSent('permit-missing')
  if (options.onWire.has(order.device.id)) return notSent('action-in-flight')
  // Nothing is awaited from here to the intent: two at once cannot both be the last one.
  const braked = heldByBrake(options, parameters.action, permit)
  if (braked !== null) return { ...braked, wasSent: false }
  const clientRequestId = randomUUID()
  const target = targetOf(opened.device)
  const request = deviceRequestOf(order.device.id, parameters, { wipeOptions: verdict.wipeOptions, recoveryPin: order.recoveryPin })
  const approval = approvalHeaderOf(order)
  const written = audit.writeIntent(
    {
      kind: 'intent',
      attemptId: order.attemptId,
      action: parameters.action,
      actor: order.actor,
      target,
      parameters,
      effect: order.effect,
      permitId: permit.id,
      proof: permit.proof,
      ...(approval === null ? {} : { approval: approval.kind }),
      request: `${request.method} ${request.path}`,
      clientRequestId,
      previousResultAt,
    },
    () => {
      const isStillPermitted = isPermitted().status === 'ok'
      disarm(order)
      return isStillPermitted
    },
  )
  if (written.status === 'refused') return notSent(written.code)

  const requestedAt = new Date(clock.wallMs()).toISOString()
  options.onWire.add(order.device.id)
  const answer = await options
    .post({ request, approval, token: token.token, clientRequestId })
    .catch((cause: unknown): WriteAnswer => {
      options.onProblem('the request of an action', cause)
      const reference = { httpStatus: null, graphCode: null, requestId: null, clientRequestId, serverDate: null }
      return { status: 'unknown', code: 'graph-silent', reference }
    })
    .finally(() => options.onWire.delete(order.device.id))
  const approvalCode = answer.status === 'approval-required' ? answer.approvalCode : null
  const code = answer.status === 'requested' ? null : answer.status === 'approval-required' ? 'approval-required' : answer.code
  audit.appendOrHold({
    kind: 'answer',
    attemptId: order.attemptId,
    result: answer.status,
    code,
    ...(approvalCode === null ? {} : { approvalCode }),
    reference: answer.reference,
    clockOffsetMs: options.clockOffsetMs(),
  })
  if (answer.status === 'refused') return { ...refuse(answer.code, answer.reference), wasSent: true }
  const record = recordOf({
    attemptId: order.attemptId,
    target,
    parameters,
    effect: order.effect,
    actor: order.actor,
    ticket: order.ticket,
    reason: order.reason,
    requestedAt,
    state: answer.status === 'approval-required' ? 'awaiting-approval' : answer.status,
    code: answer.status === 'unknown' ? answer.code : null,
    isFinal: false,
    updatedAt: new Date(clock.wallMs()).toISOString(),
    approval: approvalCode === null ? null : approvalRequestOf(requestedAt),
    runId: order.runId,
  })
  return { status: 'ok', record, watched: { previousResultAt, previousSyncAt: target.lastSyncAt, approvalCode } }
}

/** The PIN of a Mac's wipe leaves with the permit: never a wipe without the PIN that was chosen. */
function isPinGone({ parameters, recoveryPin }: Order): boolean {
  return parameters.action === 'reset-device' && parameters.wipe.withRecoveryPin && recoveryPin === null
}

/**
 * What goes along for a second administrator: why, or the code of what they approved. Tenants without approvals ignore it, and which
 * actions an organisation protects cannot be asked: so whatever has a reason carries it.
 */
function approvalHeaderOf({ approved, reason }: Order): ApprovalHeader | null {
  if (approved !== null) return { kind: 'code', code: approved.approvalCode }
  return reason === '' ? null : { kind: 'justification', text: reason }
}

/** What is known of a request for approval before Intune has been asked: when it was made, and that it lives three days. */
export function approvalRequestOf(requestedAt: string): ApprovalRequest {
  return { requestedAt, expiresAt: new Date(Date.parse(requestedAt) + approvalLifeMs).toISOString() }
}

/** The code for "this cannot be done to the device now". */
export function codeOfVerdict(verdict: Extract<Availability, { status: 'unavailable' }>): ErrorCode {
  switch (verdict.reason) {
    case 'action-in-flight':
      return 'action-in-flight'
    case 'approval-in-flight':
      return 'approval-pending'
    default:
      return 'action-unavailable'
  }
}
