import { randomUUID } from 'node:crypto'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { AttemptState, BeginAttemptRequest } from '../../src-shared/attempts.ts'
import type { AttemptStage } from '../../src-shared/audit.ts'
import type { Answer, ErrorCode, GraphReference, Refusal } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { Account } from '../../src-shared/session.ts'
import { confirmationFor, isConfirmed } from '../../src-shared/typed-confirmation.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { actionPolicies } from '../policy/action-policies.ts'
import type { FreshSignIn } from '../policy/check-fresh-sign-in.ts'
import { remainingMs } from '../policy/permit.ts'
import { beginAttempt, isSamePerson } from './begin-attempt.ts'
import type { BeginAttemptOptions } from './begin-attempt.ts'
import { disarm, stageOf, stateOf } from './attempt.ts'
import type { Attempt } from './attempt.ts'
import { sendAction } from './send-action.ts'
import type { SendActionOptions } from './send-action.ts'
import type { Watched } from './tracker.ts'

export interface AttemptsOptions extends SendActionOptions, BeginAttemptOptions {
  readonly audit: Pick<AuditLog, 'append' | 'writeIntent' | 'appendOrHold' | 'checkWritable' | 'sentWithin'>
  readonly reader: BeginAttemptOptions['reader']
  readonly confirmIdentity: (
    expected: Account, challengedAtMs: number, scope: 'privileged' | 'read-write', signal: AbortSignal,
  ) => Promise<FreshSignIn>
  readonly track: (record: DeviceActionRecord, watched: Watched) => void
  /** The request that a second administrator had approved has been sent. */
  readonly completeApproval: (attemptId: string) => void
  readonly onChanged: (state: AttemptState) => void
}

/** Refusals of a fresh sign-in after which the agent may try again in the same attempt. */
const mayTryAgain: readonly ErrorCode[] = [
  'five-minutes-over', 'sign-in-declined', 'browser-unavailable', 'sign-in-failed', 'sign-in-busy', 'tenant-unreachable',
  'proxy-needs-sign-in', 'captive-portal', 'connection-untrusted',
  'id-token-invalid', 'auth-time-missing', 'auth-time-stale', 'auth-time-in-future',
]

/** The attempts at an action of this window: at most one is open, and main alone moves it. */
export function createAttempts(options: AttemptsOptions) {
  const { audit, clock } = options
  let current: Attempt | null = null
  /** Attempts whose request is on its way; the page may have begun another one since. */
  const sending = new Set<Attempt>()
  /** How often everything was voided: what is being begun meanwhile does not begin. */
  let voided = 0

  /** The open attempt, unless somebody else is signed in by now. Nobody may be: a refused sign-in can be tried again. */
  function find(attemptId: string): Attempt | null {
    const account = options.account()
    if (current?.attemptId !== attemptId) return null
    return account === null || isSamePerson(account, current.account) ? current : null
  }
  function emit(attempt: Attempt): void {
    const account = options.account()
    // The page shows somebody else's session by now: this attempt is none of their business.
    if (account !== null && !isSamePerson(account, attempt.account)) return
    options.onChanged(stateOf(attempt, clock.monotonicMs()))
  }

  function change(attempt: Attempt, to: Pick<Attempt, 'phase'> & { code?: ErrorCode | null }): void {
    attempt.phase = to.phase
    attempt.code = to.code ?? null
    if (to.phase !== 'warning' && to.phase !== 'sending') {
      attempt.permit = null
      attempt.actionToken = null
      // A PIN outlives a sign-in that has to be done again, not the attempt.
      if (to.phase === 'ended') disarm(attempt)
    }
    if (to.phase === 'ended' && current === attempt) current = null
    emit(attempt)
  }

  function writeRefusal(
    attempt: Attempt,
    stage: AttemptStage,
    code: ErrorCode,
    more: { otherPerson?: Account | null; reference?: GraphReference | undefined } = {},
  ): void {
    audit.appendOrHold({
      kind: 'refusal',
      attemptId: attempt.attemptId,
      actor: attempt.actor,
      stage,
      code,
      otherPerson: more.otherPerson == null ? null : actorOf(more.otherPerson),
      reference: more.reference ?? null,
    })
  }

  async function begin(request: BeginAttemptRequest): Promise<Answer<{ attempt: AttemptState }>> {
    if (current !== null) cancelCurrent(current)
    const voidedBefore = voided
    const begun = await beginAttempt(options, request, () => voided !== voidedBefore)
    if (begun.status === 'refused') return begun
    // Two begins at once: the later one waits for nobody and replaces the earlier.
    if (current !== null) cancelCurrent(current)
    current = begun.attempt
    emit(begun.attempt)
    return { status: 'ok', attempt: stateOf(begun.attempt, clock.monotonicMs()) }
  }

  async function signOut(attemptId: string): Promise<Answer<{ attempt: AttemptState }>> {
    const attempt = find(attemptId)
    if (attempt?.phase !== 'ready') return refuse('attempt-unknown')
    attempt.challengedAtMs = clock.monotonicMs()
    attempt.abort = new AbortController()
    change(attempt, { phase: 'signing-in' })
    const { scope } = actionPolicies[attempt.parameters.action]
    const proved = await options.confirmIdentity(attempt.account, attempt.challengedAtMs, scope, attempt.abort.signal)
    attempt.abort = null
    // Cancelled or voided meanwhile: that was written when it happened.
    if (find(attemptId) !== attempt) return refuse(attempt.code ?? 'attempt-unknown')
    const refusal = proved.status === 'refused' ? proved : acceptProof(attempt, proved)
    if (refusal !== null) {
      const otherPerson = proved.status === 'refused' ? proved.otherPerson : null
      writeRefusal(attempt, 'sign-in', refusal.code, { otherPerson, reference: refusal.reference })
      change(attempt, { phase: mayTryAgain.includes(refusal.code) ? 'ready' : 'ended', code: refusal.code })
      return refuse(refusal.code, refusal.reference)
    }
    return { status: 'ok', attempt: stateOf(attempt, clock.monotonicMs()) }
  }

  function acceptProof(attempt: Attempt, proved: Extract<FreshSignIn, { status: 'ok' }>): Refusal | null {
    const challengedAtMs = attempt.challengedAtMs ?? Number.NEGATIVE_INFINITY
    if (remainingMs(challengedAtMs, clock.monotonicMs()) === 0) return refuse('five-minutes-over')
    if (!proved.account.roles.includes('Helpdesk.Agent')) return refuse('not-allowed')
    const written = audit.append({
      kind: 'fresh-sign-in',
      attemptId: attempt.attemptId,
      actor: attempt.actor,
      proof: proved.proof,
    })
    if (written.status === 'refused') return written
    attempt.permit = {
      id: randomUUID(),
      action: attempt.parameters.action,
      deviceId: attempt.device.id,
      oid: attempt.account.oid,
      tid: attempt.account.tid,
      proof: proved.proof,
      challengedAtMs,
    }
    attempt.actionToken = proved.privilegedToken
    change(attempt, { phase: 'warning' })
    return null
  }

  async function send(attemptId: string, typed: string | null): Promise<Answer<{ action: DeviceActionRecord }>> {
    const attempt = find(attemptId)
    if (attempt === null) return refuse('attempt-unknown')
    if (attempt.phase !== 'warning') return refuse(attempt.phase === 'sending' ? 'action-in-flight' : 'permit-missing')
    if (attempt.demands.typedConfirmation && !isConfirmed(attempt.device, confirmationFor(attempt.device), typed ?? '')) {
      writeRefusal(attempt, 'warning', 'typed-wrong')
      return refuse('typed-wrong')
    }
    change(attempt, { phase: 'sending' })
    sending.add(attempt)
    // Whatever breaks by mistake breaks before the intent: sendAction turns what breaks after it into "unknown".
    const sent = await sendAction(options, attempt).catch((cause: unknown) => {
      options.onProblem('sending an action', cause)
      return { ...refuse('unexpected'), wasSent: false }
    })
    sending.delete(attempt)
    if (sent.status === 'refused') {
      if (!sent.wasSent) writeRefusal(attempt, 'sending', sent.code, { reference: sent.reference })
      change(attempt, { phase: mayConfirmAgain(attempt, sent.code) ? 'ready' : 'ended', code: sent.code })
      const { brake } = sent
      return { ...refuse(sent.code, sent.reference), ...(brake !== undefined && { brake }) }
    }
    options.track(sent.record, sent.watched)
    if (attempt.approved !== null) options.completeApproval(attempt.approved.attemptId)
    change(attempt, { phase: 'ended' })
    return { status: 'ok', action: sent.record }
  }

  function cancelCurrent(attempt: Attempt): void {
    // What is being sent cannot be called back; its answer will be written.
    if (attempt.phase === 'sending' || attempt.phase === 'ended') return
    audit.appendOrHold({
      kind: 'cancellation',
      attemptId: attempt.attemptId,
      actor: attempt.actor,
      stage: stageOf(attempt),
    })
    const { abort } = attempt
    change(attempt, { phase: 'ended', code: 'sign-in-cancelled' })
    abort?.abort('sign-in-cancelled' satisfies ErrorCode)
  }

  return {
    begin,
    signOut,
    send,
    cancel: (attemptId: string): Answer => {
      const attempt = find(attemptId)
      if (attempt === null || attempt.phase === 'sending') return refuse('attempt-unknown')
      cancelCurrent(attempt)
      return { status: 'ok' }
    },
    /** Screen lock, suspend, sign-out, window reload, quit, the session's end: nothing that was proved before counts after. */
    voidAll: (code: 'permit-void' | 'session-ended' = 'permit-void'): void => {
      voided += 1
      // Before the intent this stops it; after the intent the permit is gone already and the answer will be written.
      for (const attempt of sending) disarm(attempt)
      const attempt = current
      if (attempt === null || sending.has(attempt)) return
      writeRefusal(attempt, stageOf(attempt), code)
      const { abort } = attempt
      change(attempt, { phase: 'ended', code })
      abort?.abort(code satisfies ErrorCode)
    },
    /** Called a few times a second: ends the last step when the five minutes have run out. */
    tick: (): void => {
      const attempt = current
      if (attempt?.phase !== 'warning' || attempt.permit === null) return
      if (remainingMs(attempt.permit.challengedAtMs, clock.monotonicMs()) > 0) return
      writeRefusal(attempt, 'warning', 'five-minutes-over')
      attempt.challengedAtMs = null
      change(attempt, { phase: mayConfirmAgain(attempt, 'five-minutes-over') ? 'ready' : 'ended', code: 'five-minutes-over' })
    },
  }
}

/** After the five minutes an agent proves once more that they are there; an action that never asked for that begins anew. */
function mayConfirmAgain(attempt: Attempt, code: ErrorCode): boolean {
  return code === 'five-minutes-over' && attempt.demands.freshSignIn
}

export type Attempts = ReturnType<typeof createAttempts>
