/** What is still believed of a log with rows that were tampered with. */
import type { AuditEntry } from '../../src-shared/audit.ts'
import { inspectRow } from './chain.ts'
import type { StoredRow } from './chain.ts'

/** Whether the row is by itself what it was when it was written, wherever it stands. */
export const isUnchangedRow = (row: StoredRow): boolean => inspectRow(row).problem === null

/** Rows that end nothing and lift nothing: that there was an attempt, and a request, is shown even by a row that was changed. */
export const isBeginning = ({ kind }: Pick<AuditEntry, 'kind'>): boolean => kind === 'attempt' || kind === 'intent'
