import { randomUUID } from 'node:crypto'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { Availability } from '../../src-shared/availability.ts'
import type { Answer, ErrorCode, Refusal } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Clock } from '../../src-shared/clock.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { WriteAnswer } from '../graph/device-writes.ts'
import { checkPermit } from '../policy/permit.ts'
import { isSameDevice } from '../policy/same-device.ts'
import type { Attempt } from './attempt.ts'
import type { DeviceReader } from './open-device.ts'
import { recordOf } from './record.ts'
import { targetOf } from './subjects.ts'

export interface SendResetOptions {
  readonly clock: Clock
  readonly audit: Pick<AuditLog, 'writeIntent' | 'appendOrHold'>
  readonly reader: Pick<DeviceReader, 'read'>
  /** The Graph write; sent once, whatever comes back. */
  readonly post: (request: { deviceId: string; token: string; clientRequestId: string }) => Promise<WriteAnswer>
  readonly clockOffsetMs: () => number | null
  /** Who is signed in now. */
  readonly account: () => Account | null
  readonly onProblem: (where: string, cause: unknown) => void
}

/** `refused` before anything was sent carries `wasSent: false`: the caller writes the refusal; afterwards the answer row is written here. */
export type SendResetAnswer =
  | { readonly status: 'ok'; readonly record: DeviceActionRecord; readonly previousResultAt: string | null }
  | (Refusal & { readonly wasSent: boolean })

const notSent = (code: ErrorCode, refusal?: Refusal): SendResetAnswer => ({ ...refuse(code, refusal?.reference), wasSent: false })

/**
 * The one door to a passcode reset, in this order: the permit covers it and the five minutes have not run out; the
 * device, read again by its id, is still the one that was shown and still allows it; one durable transaction ends
 * the permit and writes the intent; one POST; its answer is written. No intent, no request; no second request ever.
 */
export async function sendReset(options: SendResetOptions, attempt: Attempt): Promise<SendResetAnswer> {
  const { audit, clock } = options
  function isPermitted(): Answer {
    const account = options.account()
    if (account === null) return refuse('not-signed-in')
    // There was one when the agent pressed the button.
    if (attempt.permit === null) return refuse('permit-void')
    const use = { action: 'reset-passcode', deviceId: attempt.device.id, oid: account.oid, tid: account.tid } as const
    return checkPermit(attempt.permit, use, clock.monotonicMs())
  }

  const early = isPermitted()
  if (early.status === 'refused') return notSent(early.code)

  const read = await options.reader.read(attempt.device.id)
  if (read.status === 'refused') return notSent(read.code, read)
  const { opened, actionResults } = read.reading
  if (!isSameDevice(attempt.device, opened.device)) return notSent('device-changed')
  const verdict = opened.availability['reset-passcode']
  if (verdict.status === 'unavailable') return notSent(codeOfVerdict(verdict))
  const previousResultAt = actionResults.find((result) => result.isResetPasscode)?.startDateTime ?? null

  // Reading took time: the permit is judged once more, at the moment that ends it.
  const late = isPermitted()
  if (late.status === 'refused') return notSent(late.code)
  const { permit, privilegedToken } = attempt
  if (permit === null || privilegedToken === null) return notSent('permit-missing')
  const clientRequestId = randomUUID()
  const target = targetOf(opened.device)
  const written = audit.writeIntent(
    {
      kind: 'intent',
      attemptId: attempt.attemptId,
      action: 'reset-passcode',
      actor: attempt.actor,
      target,
      effect: attempt.effect,
      permitId: permit.id,
      proof: permit.proof,
      request: `POST /v1.0/deviceManagement/managedDevices/${attempt.device.id}/resetPasscode`,
      clientRequestId,
      previousResultAt,
    },
    () => {
      const isStillPermitted = isPermitted().status === 'ok'
      attempt.permit = null
      attempt.privilegedToken = null
      return isStillPermitted
    },
  )
  if (written.status === 'refused') return notSent(written.code)

  const requestedAt = new Date(clock.wallMs()).toISOString()
  const answer = await options
    .post({ deviceId: attempt.device.id, token: privilegedToken, clientRequestId })
    .catch((cause: unknown): WriteAnswer => {
      options.onProblem('the request of a reset', cause)
      const reference = { httpStatus: null, graphCode: null, requestId: null, clientRequestId, serverDate: null }
      return { status: 'unknown', code: 'graph-silent', reference }
    })
  const code = answer.status === 'requested' ? null : answer.code
  audit.appendOrHold({
    kind: 'answer',
    attemptId: attempt.attemptId,
    result: answer.status,
    code,
    reference: answer.reference,
    clockOffsetMs: options.clockOffsetMs(),
  })
  if (answer.status === 'refused') return { ...refuse(answer.code, answer.reference), wasSent: true }
  const record = recordOf({
    attemptId: attempt.attemptId,
    target,
    effect: attempt.effect,
    actor: attempt.actor,
    requestedAt,
    state: answer.status,
    code,
    isFinal: false,
    updatedAt: new Date(clock.wallMs()).toISOString(),
  })
  return { status: 'ok', record, previousResultAt }
}

/** The code for "this device cannot be reset now". */
export function codeOfVerdict(verdict: Extract<Availability, { status: 'unavailable' }>): ErrorCode {
  return verdict.reason === 'action-in-flight' ? 'action-in-flight' : 'action-unavailable'
}
