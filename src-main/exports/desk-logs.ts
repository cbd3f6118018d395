import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { AuditLogs } from '../../src-shared/audit-retention.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'

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
   * Asks for the exported copy and removes the log when it is the file that its export's row names. Refusals: 'log-not-removable',
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
    const copy = await chooseCopy()
    const copySha256 = copy === null ? null : await sha256Of(copy)
    const present = account()
    const isSame = present?.oid === actor.oid && present.tid === actor.tid && present.roles.includes('Helpdesk.Supervisor')
    if (copy === null || !isSame) return refuse('export-cancelled')
    if (copySha256 === null) return refuse('export-file-differs')
    const { oid, tid, upn, displayName } = actor
    const removed = audit.removeLog({ installId, actor: { oid, tid, upn, displayName }, copySha256, keepDays })
    return removed.status === 'refused' ? removed : list()
  }

  return {
    list,
    close() {
      const actor = account()
      if (actor === null) return refuse('not-signed-in')
      const { oid, tid, upn, displayName } = actor
      const closed = audit.closeLog({ oid, tid, upn, displayName })
      return closed.status === 'refused' ? closed : list()
    },
    remove,
  }
}

/** null for a file that cannot be read. */
async function sha256Of(file: string): Promise<string | null> {
  try {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
    return hash.digest('hex')
  } catch {
    return null
  }
}
