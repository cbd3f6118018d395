import type { DeskLog } from '../../src-shared/central-log.ts'
import { isoOf } from './desk-connection.ts'
import type { Ask } from './desk-connection.ts'

/** Every log of every desk, the newest received first. */
export async function readDeskLogs(ask: Ask): Promise<readonly DeskLog[]> {
  // Of two logs that none follows (a desk that went back has them) the one that began last is the present one.
  const rows = await ask(`SELECT l.*, (row_number() OVER (PARTITION BY l.desk_id ORDER BY EXISTS (
        SELECT FROM helpdesk_audit.logs next WHERE next.desk_id = l.desk_id AND next.previous_install_id = l.install_id::text), l.started_at DESC, l.received_at DESC)) = 1 AS is_present
    FROM helpdesk_audit.logs l ORDER BY l.received_at DESC, l.install_id`)
  return rows.map((row) => ({
    installId: String(row['install_id']), deskId: String(row['desk_id']), machine: String(row['machine']), rows: Number(row['rows']), head: String(row['head']),
    attempts: Number(row['attempts']), startedAt: isoOf(row['started_at']), receivedAt: isoOf(row['received_at']), receivedFrom: String(row['received_from']),
    previousInstallId: row['previous_install_id'] as string | null, isPresent: row['is_present'] === true, conflicts: Number(row['conflicts']),
    sealedRows: row['sealed_rows'] === null ? null : Number(row['sealed_rows']),
  }))
}
