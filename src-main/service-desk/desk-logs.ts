import { auditFindingCodes } from '../../src-shared/audit-health.ts'
import type { AuditFinding } from '../../src-shared/audit-health.ts'
import type { DeskLog } from '../../src-shared/central-log.ts'
import { isoOf } from './desk-connection.ts'
import type { Ask, SqlRow } from './desk-connection.ts'

const endings = ['broken', 'key-lost', 'closed'] as const
const mostFindings = 20

/** Every log of every desk, the newest received first. */
export async function readDeskLogs(ask: Ask): Promise<readonly DeskLog[]> {
  // Of two logs that none follows (a desk that went back has them) the one that began last is the present one.
  const rows = await ask(`SELECT l.*, (row_number() OVER (PARTITION BY l.desk_id ORDER BY EXISTS (
        SELECT FROM helpdesk_audit.logs next WHERE next.desk_id = l.desk_id AND next.previous_install_id = l.install_id::text), l.started_at DESC, l.received_at DESC)) = 1 AS is_present,
      helpdesk_audit.readable(first.body) -> 'previous' AS previous,
      EXISTS (SELECT FROM helpdesk_audit.entries seen WHERE seen.install_id = l.install_id AND seen.kind = 'acknowledgement'
        AND helpdesk_audit.readable(seen.body) -> 'about' ->> 'installId' = l.previous_install_id) AS is_acknowledged
    FROM helpdesk_audit.logs l LEFT JOIN helpdesk_audit.entries first ON first.install_id = l.install_id AND first.seq = 1
    ORDER BY l.received_at DESC, l.install_id`)
  return rows.map((row) => {
    const { reason, findings } = (row['previous'] ?? {}) as SqlRow
    const previousReason = endings.find((one) => one === reason) ?? null
    return {
      installId: String(row['install_id']), deskId: String(row['desk_id']), machine: String(row['machine']), rows: Number(row['rows']), head: String(row['head']),
      attempts: Number(row['attempts']), startedAt: isoOf(row['started_at']), receivedAt: isoOf(row['received_at']), receivedFrom: String(row['received_from']),
      previousInstallId: row['previous_install_id'] as string | null, previousReason, previousFindings: findingsOf(findings),
      isHeld: previousReason !== null && previousReason !== 'closed' && row['is_acknowledged'] !== true,
      isPresent: row['is_present'] === true, conflicts: Number(row['conflicts']), sealedRows: row['sealed_rows'] === null ? null : Number(row['sealed_rows']),
    }
  })
}

/** What a desk wrote, or somebody in its name: only what the console has words for is taken. */
function findingsOf(said: unknown): readonly AuditFinding[] {
  if (!Array.isArray(said)) return []
  return said.slice(0, mostFindings).flatMap((one: Partial<Record<keyof AuditFinding, unknown>> | null) => {
    const code = auditFindingCodes.find((known) => known === one?.code)
    if (code === undefined) return []
    return { code, installId: typeof one?.installId === 'string' ? one.installId : null, seq: typeof one?.seq === 'number' ? one.seq : null }
  })
}
