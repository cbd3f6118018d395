import type { AttemptStatus } from '../../src-shared/audit-attempts.ts'
import { attemptStatuses } from '../../src-shared/audit-attempts.ts'
import type { AuditFilter } from '../../src-shared/audit-query.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import { flagBits, presentedStatus, statusNumber } from './attempt-columns.ts'
import type { AttemptColumns, Names } from './attempt-columns.ts'
import { searchWordsOf, statusText } from './attempt-fold.ts'

/** Calls `take` with the place of every attempt that a filter lets through, newest first, during the boot `currentBootId`. */
export function eachMatch(columns: AttemptColumns, filter: AuditFilter, currentBootId: string, take: (place: number) => void): void {
  const from = filter.from === null ? -Infinity : Date.parse(filter.from)
  const to = filter.to === null ? Infinity : Date.parse(filter.to)
  const agent = wanted(columns.agents, filter.agentOid)
  const device = wanted(columns.devices, filter.deviceId)
  const user = wanted(columns.users, filter.userId)
  if (agent === null || device === null || user === null) return
  const boot = columns.boots.find(currentBootId)
  const actions = filter.actions.length === 0 ? null : marked(deviceActionNames.length, filter.actions.map((action) => deviceActionNames.indexOf(action)))
  const statuses = filter.statuses.length === 0 ? null : marked(attemptStatuses.length, filter.statuses.map(statusNumber))
  const flags = flagBits(filter.flags)
  const signedOff = filter.reviewed === null ? -1 : filter.reviewed === 'signed-off' ? 1 : 0
  const ticket = filter.ticket.toLowerCase()
  const words = searchWordsOf(filter.text).map((word) => createWordTest(columns, word, boot))

  for (let place = columns.count - 1; place >= 0; place -= 1) {
    const startedMs = columns.startedMs[place] ?? 0
    if (!(startedMs >= from && startedMs < to)) continue
    if (agent !== -1 && columns.agent[place] !== agent) continue
    if (device !== -1 && columns.device[place] !== device) continue
    if (user !== -1 && columns.user[place] !== user) continue
    if (actions !== null && actions[columns.action[place] ?? 0] !== 1) continue
    if (statuses !== null && statuses[presentedStatus(columns, place, boot)] !== 1) continue
    if (flags !== 0 && ((columns.flags[place] ?? 0) & flags) === 0) continue
    if (signedOff !== -1 && columns.signedOff[place] !== signedOff) continue
    if (ticket !== '' && columns.tickets[place]?.includes(ticket) !== true) continue
    if (isFound(words, place)) take(place)
  }
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

type WordTest = (place: number) => boolean

function isFound(words: readonly WordTest[], place: number): boolean {
  for (const isWordFound of words) if (!isWordFound(place)) return false
  return true
}

/** What many attempts have in common is looked through once for all of them; what a person wrote, for each. */
function createWordTest(columns: AttemptColumns, word: string, boot: number): WordTest {
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
