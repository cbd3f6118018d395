import { randomUUID } from 'node:crypto'
import { demandsOf } from '../../src-shared/action-demands.ts'
import type { BeginAttemptRequest } from '../../src-shared/attempts.ts'
import type { AuditTarget, SessionProof } from '../../src-shared/audit.ts'
import type { EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { Answer, ErrorCode, Refusal } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { actionPolicies } from '../policy/action-policies.ts'
import { ticketProblem } from '../policy/action-rules.ts'
import { problemWith } from '../policy/check-parameters.ts'
import { isSameDevice } from '../policy/same-device.ts'
import type { Approved, Attempt } from './attempt.ts'
import { heldByBrake } from './held-by-brake.ts'
import type { BrakeOptions } from './held-by-brake.ts'
import type { DeviceReader } from './open-device.ts'
import { codeOfVerdict } from './send-action.ts'
import { targetOf, unreadTarget } from './subjects.ts'

export interface BeginAttemptOptions extends BrakeOptions {
  readonly clock: Clock
  readonly audit: Pick<AuditLog, 'append' | 'appendOrHold' | 'checkWritable' | 'sentWithin'>
  readonly reader: Pick<DeviceReader, 'read' | 'lastShown'>
  readonly account: () => Account | null
  readonly profile: () => EligibilityProfile
  /** What proves who is signed in; enough for an action without a fresh sign-in. */
  readonly sessionProof: () => SessionProof | null
  /** The approved request of this attempt, if it is this person's and asks for just this. */
  readonly findApproved: (request: BeginAttemptRequest, account: Account) => Approved | null
}

/**
 * Reads the device again, judges what is asked for, and writes the attempt; where something is in the way, an attempt and its refusal.
 * An action that needs no fresh sign-in has its permit at once: the window's last button is still to be pressed. `isVoided`: whether the
 * screen was locked, the page loaded anew or the session ended since; nothing begins then.
 */
export async function beginAttempt(
  options: BeginAttemptOptions,
  request: BeginAttemptRequest,
  isVoided: () => boolean,
): Promise<Answer<{ attempt: Attempt }>> {
  const { audit, clock } = options
  const { parameters } = request
  const { action } = parameters
  const demands = demandsOf(action, options.rules.stepUp)
  const account = options.account()
  if (account === null) return refuse('not-signed-in')
  const actor = actorOf(account)
  const rowOf = (attemptId: string, target: AuditTarget) => ({
    kind: 'attempt' as const, attemptId, action, actor, target, parameters,
    ticket: request.ticket, reason: request.reason, profile: options.profile(),
    ...(request.completes === null ? {} : { completes: request.completes }),
  })

  /** Writes an attempt that was refused before it could start. */
  function refused(refusal: Refusal): Refusal {
    const attemptId = randomUUID()
    const shown = options.reader.lastShown(request.deviceId)
    audit.appendOrHold(rowOf(attemptId, shown === null ? unreadTarget(request.deviceId) : targetOf(shown)))
    audit.appendOrHold({
      kind: 'refusal', attemptId, actor, stage: 'availability', code: refusal.code, otherPerson: null, reference: refusal.reference ?? null,
    })
    return refusal
  }

  const writable = audit.checkWritable()
  if (writable.status === 'refused') return refused(writable)
  if (!account.roles.includes('Helpdesk.Agent')) return refused(refuse('not-allowed'))
  const approved = request.completes === null ? null : options.findApproved(request, account)
  if (request.completes !== null && approved === null) return refused(refuse('approval-refused'))
  const read = await options.reader.read(request.deviceId, approved?.attemptId ?? null)
  if (read.status === 'refused') return refused(read)
  const { device, availability, pending } = read.reading.opened
  const shown = options.reader.lastShown(request.deviceId)
  if (shown !== null && !isSameDevice(shown, device)) return refused(refuse('device-changed'))
  const verdict = availability[action]
  if (verdict.status === 'unavailable') return refused(refuse(codeOfVerdict(verdict)))
  const problem = problemWith(request, device, verdict, demands) ?? wrongTicket(options, request)
  if (problem !== null) return refused(refuse(problem))
  // Before anybody signs in anew for nothing; looked at again when it is sent.
  const braked = heldByBrake(options, action, account)
  if (braked !== null) return refused(braked)
  // Reading took time: it must still be the same person.
  const proof = options.sessionProof()
  const now = options.account()
  if (proof === null || now === null || !isSamePerson(now, account)) return refused(refuse('not-signed-in'))
  if (isVoided()) return refused(refuse('permit-void'))

  const { isRemoval } = actionPolicies[action]
  const attemptId = randomUUID()
  const written = audit.append(rowOf(attemptId, targetOf(device)))
  if (written.status === 'refused') return written
  return {
    status: 'ok',
    attempt: {
      attemptId, account, actor, device, parameters, demands,
      effect: verdict.effect,
      cautions: verdict.cautions,
      cancels: isRemoval ? pending.filter((name) => name !== action) : [],
      ticket: request.ticket,
      reason: request.reason,
      runId: null,
      approved,
      phase: demands.freshSignIn ? 'ready' : 'warning',
      code: null,
      challengedAtMs: null,
      permit: demands.freshSignIn
        ? null
        : { id: randomUUID(), action, deviceId: device.id, oid: account.oid, tid: account.tid, proof, challengedAtMs: clock.monotonicMs() },
      actionToken: null,
      recoveryPin: request.recoveryPin,
      abort: null,
    },
  }
}

/** What a second administrator has approved goes out as it was asked for, whatever the policy has come to want of a ticket since. */
function wrongTicket({ rules }: BrakeOptions, { completes, ticket }: BeginAttemptRequest): ErrorCode | null {
  return completes === null ? ticketProblem(rules, ticket) : null
}

/** One identity, by its ids; names only label it. */
export function isSamePerson(a: Account, b: Account): boolean {
  return a.oid === b.oid && a.tid === b.tid
}
