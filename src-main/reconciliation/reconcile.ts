import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { IntuneLogName } from '../../src-shared/audit.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import type { IntuneLogEntry, IntuneVerdict, ReconciledAttempt } from '../../src-shared/reconciliation.ts'
import { pairNearest } from './pair-nearest.ts'

/** An attempt whose request was sent, or may have been, and when: on Graph's clock as far as it is known. */
export interface SentAttempt {
  readonly attempt: AuditAttempt
  readonly sentAtMs: number
}

/** Intune notes an action seconds after the request; clocks and queues may be off by minutes, and nobody does the same twice in ten. */
export const matchWithinMs = 10 * 60_000
/** Intune's logs lag: what is younger than this and not there may still come. */
export const youngForMs = 30 * 60_000

/**
 * The logs whose silence about an action means something; docs/reconciliation.md says where each is known from. remoteActionAudits has no
 * word for a sync or a label, and a deletion only for who asks for its newest words.
 */
export const logsOfAction: Readonly<Record<DeviceActionName, readonly IntuneLogName[]>> = {
  'rename': ['remote-action-audits', 'audit-events'],
  'remove': ['remote-action-audits', 'audit-events'],
  'reset-device': ['remote-action-audits', 'audit-events'],
  'reset-passcode': ['remote-action-audits', 'audit-events'],
  'remote-lock': ['remote-action-audits', 'audit-events'],
  'restart': ['remote-action-audits', 'audit-events'],
  'locate': ['remote-action-audits', 'audit-events'],
  'sync': ['audit-events'],
  'delete-record': ['audit-events'],
  'set-management-name': ['audit-events'],
}

export interface Comparison {
  readonly attempts: readonly ReconciledAttempt[]
  /** Entries that no attempt explains, newest first; both logs' rows of one act together. */
  readonly outside: readonly (readonly IntuneLogEntry[])[]
}

/**
 * Lays the console's sent requests beside Intune's entries. Within each log an entry explains at most one attempt: same device, same action,
 * same person, within ten minutes, nearest first. `read` names the logs that could be read.
 */
export function compare(sent: readonly SentAttempt[], entries: readonly IntuneLogEntry[], read: readonly IntuneLogName[], nowMs: number): Comparison {
  const { foundFor, unexplained } = explainEntries(sent, entries)
  return {
    attempts: sent.map((one) => {
      const found = foundFor.get(one) ?? []
      return { attempt: one.attempt, verdict: verdictOn(one, found, read, nowMs), entries: found }
    }),
    outside: together(unexplained),
  }
}

/** Which entries belong to which request, and which to none. */
export function explainEntries(sent: readonly SentAttempt[], entries: readonly IntuneLogEntry[]): {
  readonly foundFor: ReadonlyMap<SentAttempt, readonly IntuneLogEntry[]>
  readonly unexplained: readonly IntuneLogEntry[]
} {
  const attempts = sent.map((item) => ({ item, atMs: item.sentAtMs, deviceId: item.attempt.target.deviceId }))
  const sources: readonly IntuneLogName[] = ['remote-action-audits', 'audit-events']
  const matched = sources.flatMap((source) => pairNearest(attempts, timed(entries, source), matchWithinMs, explains))
  const foundFor = new Map([...Map.groupBy(matched, ([one]) => one)].map(([one, pairs]) => [one, pairs.map(([, entry]) => entry)]))
  const used = new Set(matched.map(([, entry]) => entry))
  return { foundFor, unexplained: entries.filter((entry) => !used.has(entry)) }
}

function verdictOn({ attempt, sentAtMs }: SentAttempt, found: readonly IntuneLogEntry[], read: readonly IntuneLogName[], nowMs: number): IntuneVerdict {
  if (found.some(({ action }) => action === attempt.action)) return 'confirmed'
  if (!logsOfAction[attempt.action].some((log) => read.includes(log))) return 'not-comparable'
  return nowMs - sentAtMs < youngForMs ? 'not-yet' : 'missing'
}

const timed = (entries: readonly IntuneLogEntry[], source: IntuneLogName) =>
  entries.filter((entry) => entry.source === source).map((item) => ({ item, atMs: Date.parse(item.at), deviceId: item.deviceId }))

const isSamePerson = (one: string, other: string): boolean => one !== '' && one.toLowerCase() === other.toLowerCase()

/** What remoteActionAudits writes for an action that it has no word for. It proves nothing, and is nothing that was done elsewhere either. */
const isWordless = ({ source, graphAction }: IntuneLogEntry): boolean =>
  source === 'remote-action-audits' && ['unknown', 'unknownfuturevalue'].includes(graphAction.toLowerCase())
const hasNoWordFor = (action: DeviceActionName): boolean => !logsOfAction[action].includes('remote-action-audits')

/** The actions that an entry can stand for; none for what no console does. */
export function actionsOf(entry: IntuneLogEntry): readonly DeviceActionName[] {
  if (isWordless(entry)) return (Object.keys(logsOfAction) as DeviceActionName[]).filter(hasNoWordFor)
  return entry.action === null ? [] : [entry.action]
}

function explains({ attempt }: SentAttempt, entry: IntuneLogEntry): boolean {
  if (!isSamePerson(attempt.actor.upn, entry.initiatedBy)) return false
  return entry.action === attempt.action || (isWordless(entry) && hasNoWordFor(attempt.action))
}

function isSameAct(remote: IntuneLogEntry, event: IntuneLogEntry): boolean {
  if (!isSamePerson(remote.initiatedBy, event.initiatedBy)) return false
  if (isWordless(remote)) return event.action !== null && hasNoWordFor(event.action)
  return remote.action === null ? event.graphAction.toLowerCase().startsWith(`${remote.graphAction.toLowerCase()} `) : remote.action === event.action
}

/** Both logs' rows of one act on one line, newest first. */
export function together(entries: readonly IntuneLogEntry[]): readonly (readonly IntuneLogEntry[])[] {
  const pairs = pairNearest(timed(entries, 'remote-action-audits'), timed(entries, 'audit-events'), matchWithinMs, isSameAct)
  const paired = new Set(pairs.flat())
  const newestFirst = (a: readonly IntuneLogEntry[], b: readonly IntuneLogEntry[]): number => (b[0]?.at ?? '').localeCompare(a[0]?.at ?? '')
  // auditEvents first: it has a word for every action, and names the application.
  return [...pairs.map(([remote, event]) => [event, remote]), ...entries.filter((entry) => !paired.has(entry)).map((entry) => [entry])].sort(newestFirst)
}
