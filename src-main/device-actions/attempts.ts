import { randomUUID } from 'node:crypto'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { AttemptState, BeginAttemptRequest } from '../../src-shared/attempts.ts'
import type { EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { AttemptStage } from '../../src-shared/audit.ts'
import type { Answer, ErrorCode, GraphReference, Refusal } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { FreshSignIn } from '../policy/check-fresh-sign-in.ts'
import { remainingMs } from '../policy/permit.ts'
import { isSameDevice } from '../policy/same-device.ts'
import { stageOf, stateOf } from './attempt.ts'
import type { Attempt } from './attempt.ts'
import type { DeviceReader } from './open-device.ts'
import { codeOfVerdict, sendReset } from './send-reset.ts'
import type { SendResetOptions } from './send-reset.ts'
import { actorOf, targetOf, unreadTarget } from './subjects.ts'

export interface AttemptsOptions extends SendResetOptions {
  readonly audit: Pick<AuditLog, 'append' | 'writeIntent' | 'appendOrHold' | 'checkWritable'>
  readonly reader: Pick<DeviceReader, 'read' | 'lastShown'>
  readonly confirmIdentity: (expected: Account, challengedAtMs: number, signal: AbortSignal) => Promise<FreshSignIn>
  readonly profile: () => EligibilityProfile
  readonly track: (record: DeviceActionRecord, previousResultAt: string | null) => void
  readonly onChanged: (state: AttemptState) => void
}

/** Refusals of a fresh sign-in after which the agent may try again in the same attempt. */
const mayTryAgain: readonly ErrorCode[] = [
  'five-minutes-over', 'sign-in-declined', 'browser-unavailable', 'sign-in-failed', 'sign-in-busy', 'tenant-unreachable',
  'id-token-invalid', 'auth-time-missing', 'auth-time-stale', 'auth-time-in-future',
]

/** The attempts at a passcode reset of this window: at most one is open, and main alone moves it. */
export function createAttempts(options: AttemptsOptions) {
  const { audit, clock } = options
  let current: Attempt | null = null
  /** Attempts whose request is on its way; the page may have begun another one since. */
  const sending = new Set<Attempt>()

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
      attempt.privilegedToken = null
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

  /** Writes an attempt that was refused before it could start. */
  function refuseAtOnce(account: Account, request: BeginResetRequest, refusal: Refusal): Refusal {
    const attemptId = randomUUID()
    const shown = options.reader.lastShown(request.deviceId)
    const actor = actorOf(account)
    audit.appendOrHold({
      kind: 'attempt',
      attemptId,
      action: 'reset-passcode',
      actor,
      target: shown === null ? unreadTarget(request.deviceId) : targetOf(shown),
      ticket: request.ticket,
      reason: request.reason,
      profile: options.profile(),
    })
    audit.appendOrHold({
      kind: 'refusal',
      attemptId,
      actor,
      stage: 'availability',
      code: refusal.code,
      otherPerson: null,
      reference: refusal.reference ?? null,
    })
    return refusal
  }

  async function begin(request: BeginResetRequest): Promise<Answer<{ attempt: AttemptState }>> {
    const account = options.account()
    if (account === null) return refuse('not-signed-in')
    const writable = audit.checkWritable()
    if (writable.status === 'refused') return refuseAtOnce(account, request, writable)
    if (!account.roles.includes('Helpdesk.Agent')) return refuseAtOnce(account, request, refuse('not-allowed'))
    if (current !== null) cancelCurrent(current)
    const read = await options.reader.read(request.deviceId)
    if (read.status === 'refused') return refuseAtOnce(account, request, read)
    const { device, availability } = read.reading.opened
    const shown = options.reader.lastShown(request.deviceId)
    if (shown !== null && !isSameDevice(shown, device)) return refuseAtOnce(account, request, refuse('device-changed'))
    const verdict = availability['reset-passcode']
    if (verdict.status === 'unavailable') return refuseAtOnce(account, request, refuse(codeOfVerdict(verdict)))
    // Two begins at once: the later one waits for nobody and replaces the earlier.
    if (current !== null) cancelCurrent(current)
    const attempt: Attempt = {
      attemptId: randomUUID(),
      account,
      actor: actorOf(account),
      device,
      effect: verdict.effect,
      preconditions: verdict.preconditions,
      ticket: request.ticket,
      reason: request.reason,
      phase: 'ready',
      code: null,
      challengedAtMs: null,
      permit: null,
      privilegedToken: null,
      abort: null,
    }
    const written = audit.append({
      kind: 'attempt',
      attemptId: attempt.attemptId,
      action: 'reset-passcode',
      actor: attempt.actor,
      target: targetOf(device),
      ticket: attempt.ticket,
      reason: attempt.reason,
      profile: options.profile(),
    })
    if (written.status === 'refused') return written
    current = attempt
    emit(attempt)
    return { status: 'ok', attempt: stateOf(attempt, clock.monotonicMs()) }
  }

  async function signOut(attemptId: string): Promise<Answer<{ attempt: AttemptState }>> {
    const attempt = find(attemptId)
    if (attempt?.phase !== 'ready') return refuse('attempt-unknown')
    attempt.challengedAtMs = clock.monotonicMs()
    attempt.abort = new AbortController()
    change(attempt, { phase: 'signing-in' })
    const proved = await options.confirmIdentity(attempt.account, attempt.challengedAtMs, attempt.abort.signal)
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
      action: 'reset-passcode',
      deviceId: attempt.device.id,
      oid: attempt.account.oid,
      tid: attempt.account.tid,
      proof: proved.proof,
      challengedAtMs,
    }
    attempt.privilegedToken = proved.privilegedToken
    change(attempt, { phase: 'warning' })
    return null
  }

  async function send(attemptId: string): Promise<Answer<{ action: DeviceActionRecord }>> {
    const attempt = find(attemptId)
    if (attempt === null) return refuse('attempt-unknown')
    if (attempt.phase !== 'warning') return refuse(attempt.phase === 'sending' ? 'action-in-flight' : 'permit-missing')
    change(attempt, { phase: 'sending' })
    sending.add(attempt)
    // Whatever breaks by mistake breaks before the intent: sendReset turns what breaks after it into "unknown".
    const sent = await sendReset(options, attempt).catch((cause: unknown) => {
      options.onProblem('sending a reset', cause)
      return { ...refuse('unexpected'), wasSent: false }
    })
    sending.delete(attempt)
    if (sent.status === 'refused') {
      if (!sent.wasSent) writeRefusal(attempt, 'sending', sent.code, { reference: sent.reference })
      change(attempt, { phase: sent.code === 'five-minutes-over' ? 'ready' : 'ended', code: sent.code })
      return refuse(sent.code, sent.reference)
    }
    options.track(sent.record, sent.previousResultAt)
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
      for (const attempt of sending) {
        // Before the intent this stops it; after the intent the permit is gone already and the answer will be written.
        attempt.permit = null
        attempt.privilegedToken = null
      }
      const attempt = current
      if (attempt === null || sending.has(attempt)) return
      writeRefusal(attempt, stageOf(attempt), code)
      const { abort } = attempt
      change(attempt, { phase: 'ended', code })
      abort?.abort(code satisfies ErrorCode)
    },
    /** Called a few times a second: ends step 2 when the five minutes have run out. */
    tick: (): void => {
      const attempt = current
      if (attempt?.phase !== 'warning' || attempt.challengedAtMs === null) return
      if (remainingMs(attempt.challengedAtMs, clock.monotonicMs()) > 0) return
      writeRefusal(attempt, 'warning', 'five-minutes-over')
      attempt.challengedAtMs = null
      change(attempt, { phase: 'ready', code: 'five-minutes-over' })
    },
  }
}

function isSamePerson(a: Account, b: Account): boolean {
  return a.oid === b.oid && a.tid === b.tid
}

export type Attempts = ReturnType<typeof createAttempts>
