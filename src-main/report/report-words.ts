import type { AttemptDoubt, AttemptFlag, AttemptStatus, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { AuditFilter } from '../../src-shared/audit-query.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'

// The page has the same words in src-renderer/messages/; a spec holds the two together.

export const statusWords: Record<AttemptStatus, string> = {
  open: 'Under way', refused: 'Refused', cancelled: 'Cancelled', interrupted: 'Interrupted', requested: 'Requested', unknown: 'Unknown',
  'awaiting-approval': 'Awaiting approval', approved: 'Approved', completed: 'Sent after approval', done: 'Done', failed: 'Failed', 'not-supported': 'Not supported',
}

export const actionWords: Record<DeviceActionName, string> = {
  rename: 'Rename', remove: 'Remove', 'reset-device': 'Reset Device', 'reset-passcode': 'Reset Passcode', 'remote-lock': 'Remote Lock', sync: 'Sync',
  restart: 'Restart', locate: 'Locate', 'delete-record': 'Delete record', 'set-management-name': 'Change management name',
}

export const flagWords: Record<AttemptFlag, string> = {
  'repeat-device': 'Same device again', 'repeat-user': 'Same user again', 'off-hours': 'Outside hours', 'refusals-in-row': 'Refusals in a row', 'no-ticket': 'No ticket',
}

export const doubtWords: Record<AttemptDoubt, string> = { row: 'Changed row', log: 'Log does not verify' }

/** Earlier logs that do not verify, acknowledged or not; empty for none. */
export function doubtfulLogsSentence(count: number): string {
  if (count === 0) return ''
  return count === 1 ? '1 earlier log of this PC does not verify: its attempts are marked.' : `${count} earlier logs of this PC do not verify: their attempts are marked.`
}

/** How the log of this PC stood when the report was made. */
export const healthSentences: Record<AuditHealth['status'], string> = {
  whole: 'The chain was whole.',
  broken: 'The chain was broken: a row was changed or is missing.',
  unavailable: 'The log could not be opened or written just then.',
  held: 'Rows waited in memory because the log could not be written just then.',
  unacknowledged: 'The chain was whole. An earlier log of this PC is broken, and no supervisor had acknowledged it yet.',
}

const reviewedWords: Record<NonNullable<AuditFilter['reviewed']>, string> = { 'signed-off': 'signed off', open: 'not signed off' }

/** What was asked for, one line for each thing that narrows; none: every attempt. Names are those of the attempts that were found. */
export function filterInWords(filter: AuditFilter, attempts: readonly AuditAttempt[], localTime: (at: string) => string): readonly string[] {
  const named = (label: string, id: string | null, name: string | undefined): readonly string[] => (id === null ? [] : [`${label}: ${name ?? id}`])
  const listed = (label: string, words: readonly string[]): readonly string[] => (words.length === 0 ? [] : [`${label}: ${words.join(', ')}`])
  const text = filter.text.trim()
  const ticket = filter.ticket.trim()
  return [
    ...(text === '' ? [] : [`Words: “${text}”`]),
    ...(filter.from === null ? [] : [`Begun at or after ${localTime(filter.from)}`]),
    ...(filter.to === null ? [] : [`Begun before ${localTime(filter.to)}`]),
    ...named('Agent', filter.agentOid, attempts.find(({ actor }) => actor.oid === filter.agentOid)?.actor.displayName),
    ...named('Device', filter.deviceId, attempts.find(({ target }) => target.deviceId === filter.deviceId)?.target.deviceName),
    ...named('Primary user', filter.userId, attempts.find(({ target }) => target.userId === filter.userId)?.target.userDisplayName),
    ...listed('Action', filter.actions.map((action) => actionWords[action])),
    ...listed('Outcome', filter.statuses.map((status) => statusWords[status])),
    ...(ticket === '' ? [] : [`Ticket with “${ticket}”`]),
    ...listed('Worth a look', filter.flags.map((flag) => flagWords[flag])),
    ...(filter.reviewed === null ? [] : [`Sign-off: ${reviewedWords[filter.reviewed]}`]),
  ]
}
