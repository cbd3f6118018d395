import type { AttemptStatus } from '../../src-shared/audit-attempts.ts'
import { attemptStatuses } from '../../src-shared/audit-attempts.ts'
import type { AuditFilter } from '../../src-shared/audit-query.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import { flagBits, presentedStatus, statusNumber } from './attempt-columns.ts'
import type { AttemptColumns, Names } from './attempt-columns.ts'
import { searchWordsOf, statusText } from './attempt-fold.ts'

/** Whether a filter lets the attempt at a place through. */
export type AttemptTest = (place: number) => boolean

/** Calls `take` with the place of every attempt that a filter lets through, newest first, during the boot `currentBootId`. */
export function eachMatch(columns: AttemptColumns, filter: AuditFilter, currentBootId: string, take: (place: number) => void): void {
  const isLetThrough = createMatcher(columns, filter, currentBootId)
  for (let place = columns.count - 1; place >= 0; place -= 1) if (isLetThrough(place)) take(place)
}

/** A filter as one function, its words and names looked up once. It holds as long as {@link textsOf} says the same. */
export function createMatcher(columns: AttemptColumns, filter: AuditFilter, currentBootId: string): AttemptTest {
  const from = filter.from === null ? -Infinity : Date.parse(filter.from)
  const to = filter.to === null ? Infinity : Date.parse(filter.to)
  const agent = wanted(columns.agents, filter.agentOid)
  const device = wanted(columns.devices, filter.deviceId)
  const user = wanted(columns.users, filter.userId)
  if (agent === null || device === null || user === null) return () => false
  const boot = columns.boots.find(currentBootId)
  const actions = filter.actions.length === 0 ? null : marked(deviceActionNames.length, filter.actions.map((action) => deviceActionNames.indexOf(action)))
  const statuses = filter.statuses.length === 0 ? null : marked(attemptStatuses.length, filter.statuses.map(statusNumber))
  const flags = flagBits(filter.flags)
  const signedOff = filter.reviewed === null ? -1 : filter.reviewed === 'signed-off' ? 1 : 0
  const ticket = filter.ticket.toLowerCase()
  const words = searchWordsOf(filter.text).map((word) => createWordTest(columns, word, boot))

  return (place) => {
    const startedMs = columns.startedMs[place] ?? 0
    if (!(startedMs >= from && startedMs < to)) return false
    if (agent !== -1 && columns.agent[place] !== agent) return false
    if (device !== -1 && columns.device[place] !== device) return false
    if (user !== -1 && columns.user[place] !== user) return false
    if (actions !== null && actions[columns.action[place] ?? 0] !== 1) return false
    if (statuses !== null && statuses[presentedStatus(columns, place, boot)] !== 1) return false
    if (flags !== 0 && ((columns.flags[place] ?? 0) & flags) === 0) return false
    if (signedOff !== -1 && columns.signedOff[place] !== signedOff) return false
    if (ticket !== '' && columns.tickets[place]?.includes(ticket) !== true) return false
    return isFound(words, place)
  }
}

/** Grows when there are names and texts that were not there before. */
export function textsOf({ agents, devices, users, boots, actorTexts, targetTexts, codes }: AttemptColumns): readonly number[] {
  return [agents, devices, users, boots, actorTexts, targetTexts, codes].map(({ all }) => all.length)
}

/** -1: any; null: one that no attempt has. */
function wanted(names: Names, text: string | null): number | null {
  if (text === null || text === '') return -1
  const number = names.find(text)
  return number === -1 ? null : number
}

function marked(length: number, numbers: readonly number[]): Uint8Array {
  const marks = new Uint8Array(length)
  for (const number of numbers) marks[number] = 1
  return marks
}

function isFound(words: readonly AttemptTest[], place: number): boolean {
  for (const isWordFound of words) if (!isWordFound(place)) return false
  return true
}

/** What many attempts have in common is looked through once for all of them; what a person wrote, for each. */
function createWordTest(columns: AttemptColumns, word: string, boot: number): AttemptTest {
  const hits = (texts: readonly string[]): Uint8Array => Uint8Array.from(texts, (text) => (text.includes(word) ? 1 : 0))
  const byActor = hits(columns.actorTexts.all)
  const byTarget = hits(columns.targetTexts.all)
  const byAction = hits(deviceActionNames)
  const byStatus = hits(attemptStatuses.map((status: AttemptStatus) => statusText(status)))
  const byCode = hits(columns.codes.all)
  return (place) =>
    byTarget[columns.targetText[place] ?? 0] === 1
    || byActor[columns.actorText[place] ?? 0] === 1
    || byAction[columns.action[place] ?? 0] === 1
    || byStatus[presentedStatus(columns, place, boot)] === 1
    || byCode[columns.code[place] ?? 0] === 1
    || columns.written[place]?.includes(word) === true
}
