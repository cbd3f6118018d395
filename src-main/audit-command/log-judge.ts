/** The half of the work that goes row by row: links what was inspected, and judges where each log of a file begins and ends. */
import type { AuditFinding, AuditFindingCode } from '../../src-shared/audit-health.ts'
import { createChainVerifier } from '../audit/chain-verifier.ts'
import type { ChainVerifier } from '../audit/chain-verifier.ts'
import type { InspectedRow } from '../audit/chain.ts'
import type { Item, Mark } from './inspect-part.ts'

export interface JudgedLogs {
  readonly installId: string | null
  readonly logs: number
  readonly rows: number
  readonly head: string | null
  readonly sealedRows: number
}

export interface LogJudge {
  take(items: readonly Item[]): void
  /** Nothing follows. */
  end(): void
  /** Of all logs so far; `installId` and `head` are those of the last. */
  judged(): JudgedLogs
}

/** `installId`: of the one log in a database; null: each log of the file names its own in its first line, and is counted in its last. */
export function createLogJudge(installId: string | null, report: (finding: AuditFinding) => void): LogJudge {
  interface Log { readonly installId: string; readonly verifier: ChainVerifier; rows: number; isEnded: boolean }
  const begin = (id: string): Log => ({ installId: id, verifier: createChainVerifier(id), rows: 0, isEnded: false })
  let log: Log | null = installId === null ? null : begin(installId)
  let previous: InspectedRow | null = null
  const before = { logs: 0, rows: 0, sealedRows: 0 }

  const reportOf = (of: Log | null, code: AuditFindingCode, seq: number | null): void => report({ code, installId: of?.installId ?? null, seq })
  const sealedRowsOf = (of: Log | null): number => of?.verifier.summary().sealed?.rows ?? 0

  function takeRow(row: InspectedRow): void {
    previous = row
    if (log === null) {
      reportOf(null, 'row-foreign', row.seq)
      return
    }
    log.rows += 1
    const found = log.verifier.takeInspected(row)
    for (const finding of found) report(finding)
    if (log.isEnded && found.length === 0) reportOf(log, 'row-out-of-place', row.seq)
  }

  function takeMark(mark: Mark): void {
    if (mark.mark === 'header') {
      endLog()
      log = begin(mark.installId)
    } else if (mark.mark === 'unreadable') {
      const seq = (log?.verifier.summary().head.seq ?? 0) + 1
      takeRow({ seq, hash: mark.hash, prevHash: '', installId: '', fields: null, problem: 'row-unreadable' })
    } else if (log === null || log.isEnded) {
      reportOf(log, 'row-unreadable', null)
    } else {
      const { head } = log.verifier.summary()
      if (mark.rows !== log.rows || mark.head !== head.hash) reportOf(log, 'tail-missing', head.seq)
      log.isEnded = true
    }
  }

  function endLog(): void {
    if (log === null) return
    if (log.rows === 0) reportOf(log, 'key-missing', null)
    if (installId === null && !log.isEnded) reportOf(log, 'tail-missing', log.verifier.summary().head.seq)
    before.logs += 1
    before.rows += log.rows
    before.sealedRows += sealedRowsOf(log)
  }

  return {
    take(items) {
      for (const item of items) {
        if (typeof item === 'object') {
          if ('mark' in item) takeMark(item)
          else takeRow(item)
        } else if (previous !== null) {
          takeRow({ seq: previous.seq + 1, hash: item, prevHash: previous.hash, installId: previous.installId, fields: null, problem: null })
        }
      }
    },
    end: endLog,
    judged: () => ({
      installId: log?.installId ?? null, head: log?.verifier.summary().head.hash ?? null, logs: before.logs, rows: before.rows, sealedRows: before.sealedRows,
    }),
  }
}
