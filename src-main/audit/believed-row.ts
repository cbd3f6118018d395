/** What is still believed of a log with rows that were tampered with. */
import type { AuditEntry } from '../../src-shared/audit.ts'
import { inspectRow } from './chain.ts'
import type { StoredRow } from './chain.ts'

/** Whether the row is by itself what it was when it was written, wherever it stands. */
export const isUnchangedRow = (row: StoredRow): boolean => inspectRow(row).problem === null

/** Rows that end nothing and lift nothing: that there was an attempt, and a request, is shown even by a row that was changed. */
export const isBeginning = ({ kind }: Pick<AuditEntry, 'kind'>): boolean => kind === 'attempt' || kind === 'intent'

const textsOfActor = ['oid', 'tid', 'upn', 'displayName'] as const
const textsOfTarget = ['deviceId', 'deviceName', 'serialNumber', 'userId', 'userPrincipalName', 'userDisplayName'] as const
const haveTexts = (value: unknown, names: readonly string[]): boolean =>
  typeof value === 'object' && value !== null && names.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'string')

/** Whether a row that begins an attempt holds what one is shown by. One that was changed may hold anything, and must not end the reading of the log. */
export function isMadeLikeBeginning(entry: Extract<AuditEntry, { readonly kind: 'attempt' | 'intent' }>): boolean {
  const texts = entry.kind === 'attempt' ? ['attemptId', 'action', 'at', 'ticket', 'reason'] : ['attemptId', 'action', 'at']
  return haveTexts(entry, texts) && Number.isFinite(Date.parse(entry.at)) && haveTexts(entry.actor, textsOfActor) && haveTexts(entry.target, textsOfTarget)
}
