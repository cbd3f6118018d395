import { mdiAlertOctagonOutline, mdiHandBackLeftOutline, mdiLinkVariantOff, mdiSealVariant, mdiSleep } from '@mdi/js'
import type { AuditFindingCode } from '../../src-shared/audit-health.ts'
import type { AuditScope, DeskLog, DeskVerification } from '../../src-shared/central-log.ts'
import { centralFinding } from './finding-words.ts'

export const scopeWords: Record<AuditScope, string> = { desk: 'This desk', 'service-desk': 'Every desk' }

const numbers = new Intl.NumberFormat('en-GB')
const weekMs = 7 * 86_400_000

export const countOf = (count: number, one: string, many: string): string => `${numbers.format(count)} ${count === 1 ? one : many}`

/** What deserves a look at a desk, the gravest first. */
const deskConcerns = ['held', 'conflicts', 'broken', 'unsealed', 'gap', 'silent'] as const
export type DeskConcern = (typeof deskConcerns)[number]

export const concernWords: Record<DeskConcern, { readonly word: string; readonly icon: string; readonly sentence: string; readonly tone: 'bad' | 'warn' }> = {
  held: { word: 'Actions are held', icon: mdiHandBackLeftOutline, tone: 'bad', sentence: 'Its actions are held: no supervisor has acknowledged it yet. It is acknowledged at that desk, on the Audit log page.' },
  conflicts: { word: 'Contradicting rows', icon: mdiAlertOctagonOutline, tone: 'bad', sentence: 'Rows were sent that contradict what was there: the desk went back to an older log, or something else writes in its name. Ask at once.' },
  broken: { word: 'Earlier log broken', icon: mdiSealVariant, tone: 'bad', sentence: 'An earlier log of this desk did not verify, or its key was lost. A supervisor has acknowledged that at the desk.' },
  unsealed: { word: 'Log ended without a seal', icon: mdiSealVariant, tone: 'bad', sentence: 'An earlier log was closed whole, and its last rows have not come. Check it.' },
  gap: { word: 'Log before it missing', icon: mdiLinkVariantOff, tone: 'warn', sentence: 'It follows a log that the central log does not have.' },
  silent: { word: 'Silent for over a week', icon: mdiSleep, tone: 'warn', sentence: 'No rows have come for more than a week. Ask whether the PC is in use and can reach the central log.' },
}

/** The logs of one desk. */
export interface Desk {
  readonly deskId: string
  readonly present: DeskLog
  /** The newest first. */
  readonly earlier: readonly DeskLog[]
  readonly concerns: readonly DeskConcern[]
}

/** What deserves a look comes first, then what came last. */
export function desksOf(logs: readonly DeskLog[], nowMs: number): readonly Desk[] {
  const known = new Set(logs.map(({ installId }) => installId))
  const rank = ({ concerns }: Desk): number => (concerns[0] === undefined ? deskConcerns.length : deskConcerns.indexOf(concerns[0]))
  return [...Map.groupBy(logs, ({ deskId }) => deskId)].flatMap(([deskId, own]): readonly Desk[] => {
    const byStart = [...own].sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt))
    const present = byStart.find(({ isPresent }) => isPresent) ?? byStart[0]
    if (present === undefined) return []
    const earlier = byStart.filter((log) => log !== present)
    const has: Record<DeskConcern, boolean> = {
      conflicts: own.some(({ conflicts }) => conflicts > 0),
      held: present.isHeld,
      broken: !present.isHeld && own.some(followsBroken),
      // Where the next log says that it was broken, that says it all.
      unsealed: earlier.some((log) => endedUnsealed(log) && !own.some((next) => next.previousInstallId === log.installId && followsBroken(next))),
      gap: own.some(({ previousInstallId }) => previousInstallId !== null && !known.has(previousInstallId)),
      silent: nowMs - Date.parse(present.receivedAt) > weekMs,
    }
    return [{ deskId, present, earlier, concerns: deskConcerns.filter((concern) => has[concern]) }]
  }).sort((a, b) => rank(a) - rank(b) || Date.parse(b.present.receivedAt) - Date.parse(a.present.receivedAt))
}

/** A log that was closed is nothing to look at. */
const followsBroken = ({ previousReason }: DeskLog): boolean => previousReason === 'broken' || previousReason === 'key-lost'

/** What the log before each of these was found to be, one sentence for each thing. */
export function previousWords(logs: readonly DeskLog[]): readonly string[] {
  const ended = logs.filter(followsBroken)
  const codes = new Set<AuditFindingCode>(ended.flatMap(({ previousFindings }) => previousFindings.map(({ code }) => code)))
  const isKeyLost = ended.some(({ previousReason, previousFindings }) => previousReason === 'key-lost' && previousFindings.length === 0)
  return [...[...codes].map(centralFinding), ...(isKeyLost ? [centralFinding('key-missing')] : [])]
}

/** A closed log's last row is the seal over all before it. */
const endedUnsealed = ({ rows, sealedRows }: DeskLog): boolean => sealedRows === null || sealedRows < rows - 1

/** "all", "to row 4,798", "nothing". */
export function sealedWords({ rows, sealedRows }: Pick<DeskLog, 'rows' | 'sealedRows'>): string {
  if (sealedRows === null || sealedRows === 0) return 'Nothing'
  return sealedRows >= rows - 1 ? 'All' : `To row ${numbers.format(sealedRows)}`
}

/** What checking a log came to, or how far it has come. "" for a failure: its code has words of its own. */
export function checkWords(check: DeskVerification): string {
  const rows = countOf(check.rows, 'row', 'rows')
  switch (check.phase) {
    case 'reading': return `Checking: ${numbers.format(check.rows)} of ${countOf(check.totalRows, 'row', 'rows')}`
    case 'cancelled': return `Cancelled after ${rows}: nothing is known about the rest.`
    case 'failed': return ''
    case 'done': {
      const sealed = check.sealedRows === 0 ? 'not sealed yet' : `sealed to row ${numbers.format(check.sealedRows)}`
      return check.findings.length === 0 ? `The chain is whole: ${rows}, ${sealed}.` : `The chain is broken: ${rows} read, ${sealed}.`
    }
  }
}

/** "" when every attempt is listed as its rows say. */
export function differingWords(differing: number): string {
  if (differing === 0) return ''
  return `${countOf(differing, 'attempt is listed otherwise than its rows say', 'attempts are listed otherwise than their rows say')}. Trust the rows, and report it as a security incident.`
}
