import { mdiArchiveCheckOutline, mdiKeyRemove, mdiPencilOutline } from '@mdi/js'
import type { AuditLogPart, AuditLogs, KeptBecause } from '../../src-shared/audit-retention.ts'
import type { StateWords } from './action-words.ts'
import { countOf } from './desk-words.ts'
import { toneIcons } from './tones.ts'

/** Why a log is no longer written to. */
export const logStateWords: Record<AuditLogPart['state'], StateWords> = {
  present: { word: 'Written to now', tone: 'info', icon: mdiPencilOutline },
  closed: { word: 'Closed and sealed', tone: 'good', icon: mdiArchiveCheckOutline },
  'key-lost': { word: 'Ended: its key was lost', tone: 'warn', icon: mdiKeyRemove },
  broken: { word: 'Ended: it was broken', tone: 'bad', icon: toneIcons.bad },
}

/** Why a log has to stay on this PC. */
export const keptWords: Record<KeptBecause, string> = {
  present: 'It is written to.',
  'not-oldest': 'An older log is still here: the oldest goes first.',
  'no-retention': 'Your organisation keeps every log.',
  'too-young': 'Your organisation keeps it longer.',
  'not-whole': 'It is not whole: it is evidence, and stays.',
  'not-exported': 'No whole copy of it was exported yet.',
}

/** Where every log is kept, which goes first is nothing to say. */
export const keptSentence = (reason: KeptBecause, keepDays: number | null): string => keptWords[keepDays === null && reason === 'not-oldest' ? 'no-retention' : reason]

export function keepWords({ keepDays }: AuditLogs): string {
  return keepDays === null
    ? 'Your organisation keeps every log: none can be removed from this PC.'
    : `Your organisation keeps a closed log for at least ${countOf(keepDays, 'day', 'days')}. After that it can be removed from this PC, once a whole copy was exported.`
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** 1 kB is 1,000 bytes: "812 bytes", "4.2 MB". */
export function sizeInWords(bytes: number): string {
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return `${new Intl.NumberFormat('en-GB', { maximumFractionDigits: power === 0 ? 0 : 1 }).format(bytes / 1000 ** power)} ${units[power] ?? ''}`
}

const mostNamed = 5

/** Which rows of a log that was set aside did not verify. */
export function wrongRowsSentence(rows: readonly number[]): string {
  const named = rows.slice(0, mostNamed).join(', ')
  return rows.length === 1 ? `Row ${named} does not verify.` : `Rows ${named}${rows.length > mostNamed ? ' and more' : ''} do not verify.`
}
