import type { AttemptDoubt, AttemptStatus, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { ApprovalDecision, AuditActor, AuditEntry, AuditTarget } from '../../src-shared/audit.ts'
import { isMadeLikeBeginning } from './believed-row.ts'

/** One attempt as far as its rows have been read. Never changed in place: the next row makes a new one. */
export interface FoldedAttempt {
  readonly attempt: AuditAttempt
  /** The boot of the console in which it began. */
  readonly bootId: string
  readonly lastSeq: number
  readonly hasIntent: boolean
  readonly hasOutcome: boolean
}

/** Entries that belong to an attempt. */
export type AttemptEntry = Extract<AuditEntry, { readonly attemptId: string }>

/** A request that was sent, or may have been, and whose end is not known. */
export function isUnfinished(folded: FoldedAttempt): boolean {
  const result = folded.attempt.answer?.result
  return folded.hasIntent && !folded.hasOutcome && result !== 'refused' && result !== 'approval-required'
}

/** A request that a second administrator has not decided on yet, or has approved and that has not been sent again. */
export function isAwaitingApproval(folded: FoldedAttempt): boolean {
  return folded.attempt.status === 'awaiting-approval' || folded.attempt.status === 'approved'
}

/**
 * Adds one row to an attempt; null when the attempt has neither begun nor does this row begin it. Once an intent is written only
 * `answer` and `outcome` decide how the attempt stands, and the last outcome stands over any answer.
 */
export function foldEntry(folded: FoldedAttempt | null, entry: AttemptEntry): FoldedAttempt | null {
  const begun = folded ?? begin(entry)
  if (begun === null) return null
  return { ...begun, ...change(begun, entry), lastSeq: entry.seq }
}

/** The same attempt, doubted at least so much. */
export function doubted(folded: FoldedAttempt, doubt: AttemptDoubt | null): FoldedAttempt {
  const { attempt } = folded
  if (doubt === null || attempt.doubt === 'row' || attempt.doubt === doubt) return folded
  return { ...folded, attempt: { ...attempt, doubt } }
}

function begin(entry: AttemptEntry): FoldedAttempt | null {
  // An intent says enough by itself, should it ever stand without its attempt.
  if ((entry.kind !== 'attempt' && entry.kind !== 'intent') || !isMadeLikeBeginning(entry)) return null
  const { attemptId, action, actor, target } = entry
  const [ticket, reason] = entry.kind === 'attempt' ? [entry.ticket, entry.reason] : ['', '']
  const attempt: AuditAttempt = {
    attemptId, startedAt: entry.at, endedAt: null, firstSeq: entry.seq, action, actor, target, ticket, reason,
    parameters: entry.parameters ?? null,
    proof: null, answer: null, status: 'open', code: null, reveals: 0, notes: 0, signedOff: null, flags: [], doubt: null, desk: null,
  }
  return { attempt, bootId: entry.bootId, lastSeq: entry.seq, hasIntent: false, hasOutcome: false }
}

function change(folded: FoldedAttempt, entry: AttemptEntry): Partial<FoldedAttempt> {
  const { attempt, hasIntent, hasOutcome } = folded
  const become = (changes: Partial<AuditAttempt>) => ({ attempt: { ...attempt, ...changes } })
  switch (entry.kind) {
    case 'attempt':
      return {}
    case 'refusal':
      return hasIntent ? {} : become({ status: 'refused', code: entry.code, endedAt: entry.at })
    case 'cancellation':
      // The code of a refused sign-in before it stays: that somebody else signed in is worth knowing.
      return hasIntent ? {} : become({ status: 'cancelled', endedAt: entry.at })
    case 'fresh-sign-in':
      // A refused sign-in may be tried anew within the same attempt.
      return hasIntent ? {} : become({ status: 'open', code: null, endedAt: null, proof: entry.proof })
    case 'intent':
      // The device as it was re-read last: what was really acted on.
      return { ...become({ status: 'unknown', code: null, endedAt: null, ...(isMadeLikeBeginning(entry) && { proof: entry.proof, target: entry.target }) }), hasIntent: true }
    case 'answer': {
      const answer = { result: entry.result, reference: entry.reference }
      if (hasOutcome) return become({ answer })
      const status = entry.result === 'approval-required' ? 'awaiting-approval' : entry.result
      return become({ answer, status, code: entry.code, endedAt: entry.result === 'refused' ? entry.at : null })
    }
    case 'approval':
      return become(approvalChange(entry.decision, entry.at))
    case 'outcome':
      return { ...become({ status: entry.state, code: entry.code, endedAt: entry.at }), hasOutcome: true }
    case 'reveal':
      return become({ reveals: attempt.reveals + 1 })
    case 'review':
      return become(entry.verdict === 'note' ? { notes: attempt.notes + 1 } : { signedOff: { by: entry.actor, at: entry.at } })
    default:
      // A kind of a newer console.
      entry satisfies never
      return {}
  }
}

function approvalChange(decision: ApprovalDecision, at: string): Partial<AuditAttempt> {
  switch (decision) {
    case 'approved':
      return { status: 'approved', code: null }
    case 'completed':
      return { status: 'completed', code: null, endedAt: at }
    default:
      return { status: 'refused', code: `approval-${decision}`, endedAt: at }
  }
}

/** The attempt as a person is shown it during `currentBootId`: what an earlier boot left open was interrupted. */
export function presented(folded: FoldedAttempt, currentBootId: string): AuditAttempt {
  const isLeftOpen = folded.attempt.status === 'open' && folded.bootId !== currentBootId
  return isLeftOpen ? { ...folded.attempt, status: 'interrupted' } : folded.attempt
}

// The search looks in agent, device, primary user, serial number, ticket, reason, action, status and code. A word holds no white space, so
// that it is never found across the ends of two of these texts: they may be looked through apart.

export const actorText = ({ displayName, upn }: AuditActor): string => `${displayName}\n${upn}`

export const targetText = (target: AuditTarget): string =>
  [target.deviceId, target.deviceName, target.serialNumber, target.userPrincipalName, target.userDisplayName].join('\n')

export const writtenText = ({ ticket, reason }: Pick<AuditAttempt, 'ticket' | 'reason'>): string => `${ticket}\n${reason}`

export const statusText = (status: AttemptStatus): string => (status === 'not-supported' ? 'not-supported not supported' : status)

/** The words of a search, each to be found somewhere. */
export function searchWordsOf(text: string): readonly string[] {
  return plainText(text).split(/\s+/).filter((word) => word !== '')
}

/** Without case and accents, so that "muller" finds "Müller". */
export function plainText(text: string): string {
  // Most texts have no accents, and are not worth the long way.
  const isAscii = !/[^\0-\x7f]/.test(text)
  return (isAscii ? text : text.normalize('NFKD').replaceAll(/\p{M}/gu, '')).toLowerCase()
}
