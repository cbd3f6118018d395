import type { AuditEntry, AuditKind, EarlierFinding, LogHead } from '../../src-shared/audit.ts'

type EntryOf<K extends AuditKind> = Extract<AuditEntry, { readonly kind: K }>

/** What rows of the console itself say about its logs. Only rows that are believed are taken: of the present log, and of closed ones that are as they were. */
export interface LogNotes {
  take(entry: AuditEntry): void
  clear(): void
  /** Has a supervisor seen exactly this? */
  isAcknowledged(finding: EarlierFinding): boolean
  isRemoved(installId: string): boolean
  /** Logs that were removed, in the order in which that was written. */
  tombstones(): readonly EntryOf<'tombstone'>[]
  /** The newest copy of the whole log that ends so, or null; with `sha256`: the newest that is that file. */
  exportOf(head: LogHead, sha256?: string): EntryOf<'export'> | null
  /** The newest row in which somebody says that they have seen what is wrong with that log, or null. */
  acknowledgementOf(installId: string): EntryOf<'acknowledgement'> | null
  /** The newest copy of a log that was written to since, or null. */
  lastExportOf(installId: string): EntryOf<'export'> | null
}

export function createLogNotes(): LogNotes {
  const acknowledged = new Set<string>()
  const tombstones: EntryOf<'tombstone'>[] = []
  const exports: EntryOf<'export'>[] = []
  const acknowledgements: EntryOf<'acknowledgement'>[] = []
  const keyOf = ({ code, installId, digest }: EarlierFinding): string => `${code} ${installId} ${digest}`

  return {
    take(entry) {
      if (entry.kind === 'tombstone') tombstones.push(entry)
      if (entry.kind === 'export' && entry.log !== undefined) exports.push(entry)
      if (entry.kind === 'acknowledgement') acknowledgements.push(entry)
      if (entry.kind === 'acknowledgement') for (const finding of entry.earlier ?? []) acknowledged.add(keyOf(finding))
    },
    clear() {
      acknowledged.clear()
      tombstones.length = exports.length = acknowledgements.length = 0
    },
    isAcknowledged: (finding) => acknowledged.has(keyOf(finding)),
    isRemoved: (installId) => tombstones.some(({ removed }) => removed.installId === installId),
    tombstones: () => tombstones,
    exportOf: ({ installId, rows, hash }, sha256) => exports.findLast((entry) => (
      entry.log?.installId === installId && entry.log.rows === rows && entry.log.hash === hash && (sha256 === undefined || entry.sha256 === sha256)
    )) ?? null,
    acknowledgementOf: (installId) => acknowledgements.findLast(({ about, earlier = [] }) => about.installId === installId || earlier.some((one) => one.installId === installId)) ?? null,
    lastExportOf: (installId) => exports.findLast(({ log }) => log?.installId === installId) ?? null,
  }
}
