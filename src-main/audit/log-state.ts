import type { PreviousLog } from '../../src-shared/audit.ts'
import type { AuditFinding, AuditFindingCode } from '../../src-shared/audit-health.ts'
import type { ChainSummary } from './chain-verifier.ts'
import type { EarlierChange } from './earlier-logs.ts'
import type { KeyStore } from './key-file.ts'

/** So many findings of one log are kept, first thing first. */
export const mostFindings = 20

export interface LogState {
  /** The log that is spoken of; null: not known. */
  installId: string | null
  isBroken: boolean
  /** Why a broken log ended, when it is not that rows do not verify. */
  ending: PreviousLog['reason']
  brokenAt: number | null
  findings: AuditFinding[]
  isUnavailable: boolean
  rows: number
  sealed: ChainSummary['sealed']
  /** The broken log before this one that nobody has acknowledged yet. */
  unacknowledged: PreviousLog | null
  /** What is not as it was with earlier logs, and nobody has acknowledged yet. */
  earlier: readonly EarlierChange[]
  /** Earlier logs still there that do not verify or were changed, acknowledged or not. */
  doubtfulLogs: number
  /** How the key file is really kept; null: not read yet. */
  keyStore: KeyStore | null
  /** How often all of it has been verified. */
  verifications: number
}

/** What is known of the log that is written to, and what was found wrong with it. */
export interface Findings {
  readonly state: LogState
  report(findings: readonly AuditFinding[]): void
  find(code: AuditFindingCode, seq?: number | null): void
  /** Asked anew: what was called meanwhile may have found something. */
  isBroken(): boolean
  /** Another log has taken its place. */
  forget(): void
}

const fresh = () => ({
  installId: null, isBroken: false, ending: 'broken' as const, brokenAt: null, findings: [], rows: 0, sealed: null, unacknowledged: null, earlier: [], doubtfulLogs: 0, keyStore: null,
})

export function createFindings(): Findings {
  const state: LogState = { ...fresh(), isUnavailable: true, verifications: 0 }

  function report(findings: readonly AuditFinding[]): void {
    for (const finding of findings) {
      state.brokenAt ??= finding.seq
      state.isBroken = true
      if (state.findings.length < mostFindings) state.findings.push(finding)
      // Up to where a log that was set aside is believed must not be among those that are left out.
      else if (finding.code === 'row-not-ours' && !state.findings.some(({ code }) => code === 'row-not-ours')) state.findings[mostFindings - 1] = finding
    }
  }

  return {
    state,
    report,
    find: (code, seq = null) => report([{ code, installId: state.installId, seq }]),
    isBroken: () => state.isBroken,
    forget: () => void Object.assign(state, fresh()),
  }
}

/** The log that holds actions until a supervisor has acknowledged it, with everything that there is to acknowledge; null: none. */
export function heldBy({ unacknowledged, earlier }: Readonly<LogState>): PreviousLog | null {
  const [first] = earlier
  if (first === undefined) return unacknowledged
  const changes = earlier.flatMap(({ code, installId, rows }) => (rows.length === 0 ? [null] : rows).map((seq) => ({ code, installId, seq })))
  if (unacknowledged !== null) return { ...unacknowledged, findings: [...unacknowledged.findings, ...changes].slice(0, mostFindings) }
  return { ...first.record, fileName: first.code === 'earlier-log-missing' ? null : first.record.fileName, findings: changes.slice(0, mostFindings) }
}
