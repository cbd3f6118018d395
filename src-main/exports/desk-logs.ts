import type { AuditLogs } from '../../src-shared/audit-retention.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { readCopy } from './read-copy.ts'

export interface DeskLogsOptions {
  readonly audit: Pick<AuditLog, 'logs' | 'closeLog' | 'removeLog'>
  readonly account: () => Account | null
  /** Of the policy, days; null: a log is never removed. */
  readonly keepDays: number | null
  /** Asks the person for the copy that was taken out; null when they chose none. */
  readonly chooseCopy: () => Promise<string | null>
}

/** The logs of this desk, for supervisors: whoever calls has seen that it is one. */
export interface DeskLogs {
  list(): Answer<{ logs: AuditLogs }>
  close(): Answer<{ logs: AuditLogs }>
  /**
   * Asks for the exported copy and removes the log when it is the file that its export's row names, and holds the log's rows. Refusals: 'log-not-removable',
   * 'export-cancelled' (no file was chosen, or the supervisor has gone), 'export-file-differs' (also for one that cannot be read).
   */
  remove(installId: string): Promise<Answer<{ logs: AuditLogs }>>
}

export function createDeskLogs({ audit, account, keepDays, chooseCopy }: DeskLogsOptions): DeskLogs {
  function list(): Answer<{ logs: AuditLogs }> {
    const logs = audit.logs(keepDays)
    return logs === null ? refuse('audit-unavailable') : { status: 'ok', logs }
  }

  async function remove(installId: string): Promise<Answer<{ logs: AuditLogs }>> {
    const actor = account()
    if (actor === null) return refuse('not-signed-in')
    // Nobody is asked for a file in vain.
    const part = audit.logs(keepDays)?.logs.find((one) => one.installId === installId)
    if (part?.keptBecause !== null) return refuse('log-not-removable')
    const chosen = await chooseCopy()
    const copy = chosen === null ? null : await readCopy(chosen)
    const present = account()
    const isSame = present?.oid === actor.oid && present.tid === actor.tid && present.roles.includes('Helpdesk.Supervisor')
    if (chosen === null || !isSame) return refuse('export-cancelled')
    if (copy === null) return refuse('export-file-differs')
    const removed = audit.removeLog({ installId, actor: actorOf(actor), copySha256: copy.sha256, copyDigest: copy.digest, keepDays })
    return removed.status === 'refused' ? removed : list()
  }

  return {
    list,
    close() {
      const actor = account()
      if (actor === null) return refuse('not-signed-in')
      const closed = audit.closeLog(actorOf(actor))
      return closed.status === 'refused' ? closed : list()
    },
    remove,
  }
}
