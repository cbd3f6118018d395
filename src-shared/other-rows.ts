import type { AuditEntry, AuditEvent, AuditKind } from './audit.ts'

/** Kinds of rows that belong to no attempt. */
export type OtherKind = Exclude<AuditKind, Extract<AuditEvent, { readonly attemptId: string }>['kind']>
export type OtherEntry = Extract<AuditEntry, { readonly kind: OtherKind }>

const all: Readonly<Record<OtherKind, true>> = {
  'log-started': true, checkpoint: true, closing: true, tombstone: true, 'app-started': true, export: true, 'device-export': true, 'support-bundle': true, acknowledgement: true, session: true, settings: true,
  clock: true, reconciliation: true,
}
export const otherKinds = Object.keys(all) as readonly OtherKind[]

/** A row by its place. */
export interface RowPlace {
  readonly installId: string
  readonly seq: number
}

/** Some rows of this desk's logs that belong to no attempt. */
export interface OtherRowsQuery {
  /** Empty: all but checkpoints. */
  readonly kinds: readonly OtherKind[]
  /** Only rows before this one; null: from the newest on. */
  readonly before: RowPlace | null
  /** At most 200. */
  readonly limit: number
}

export interface OtherRowsPage {
  /** Newest first, of the present log and of those before it. */
  readonly entries: readonly OtherEntry[]
  /** The older ones are before this row; null: there are none. */
  readonly older: RowPlace | null
}
