import type { AttemptFlag, AttemptStatus, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { attemptFlags, attemptStatuses } from '../../src-shared/audit-attempts.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import { actorText, plainText, targetText, writtenText } from './attempt-fold.ts'
import type { FoldedAttempt } from './attempt-fold.ts'
import type { LocalTime } from './local-time.ts'

const dayMs = 86_400_000

/** Texts that many attempts have in common, each kept once under a number. */
export interface Names {
  /** By their numbers; the searched ones without case and accents. */
  readonly all: readonly string[]
  numberOf(text: string): number
  /** -1 for a text that no attempt has. */
  find(text: string): number
}

type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array
const makeNumbers = (length: number) => ({
  startedMs: new Float64Array(length), day: new Int32Array(length), hour: new Uint8Array(length), boot: new Uint32Array(length), agent: new Uint32Array(length),
  agentKey: new Uint32Array(length), device: new Uint32Array(length), user: new Uint32Array(length), action: new Uint8Array(length), status: new Uint8Array(length), code: new Uint32Array(length),
  flags: new Uint8Array(length), signedOff: new Uint8Array(length), actorText: new Uint32Array(length), targetText: new Uint32Array(length),
})
const makeNames = () => ({
  boots: createNames(), agents: createNames(), agentKeys: createNames(), devices: createNames(), users: createNames(), codes: createNames(),
  actorTexts: createNames(plainText), targetTexts: createNames(plainText),
})

/**
 * What attempts are filtered and counted by, as numbers beside one another: a filter over hundreds of thousands of attempts reads a few
 * of these columns and no attempt. An attempt's place is that in which it began.
 */
export interface AttemptColumns extends ReturnType<typeof makeNames>, Readonly<ReturnType<typeof makeNumbers>> {
  readonly count: number
  /** Ticket numbers in small letters. */
  readonly tickets: readonly string[]
  /** Ticket and reason as the search reads them. */
  readonly written: readonly string[]
}

export interface FilledColumns {
  readonly columns: AttemptColumns
  begin(folded: FoldedAttempt): number
  /** Takes over what a row may change: `isTargetNew` when the device was read again. */
  change(place: number, folded: FoldedAttempt, isTargetNew: boolean): void
  setFlags(place: number, flags: readonly AttemptFlag[]): void
  clear(): void
}

export function createColumns(local: LocalTime): FilledColumns {
  const empty = () => ({ count: 0, tickets: [] as string[], written: [] as string[], ...makeNames(), ...makeNumbers(1024) })
  const columns = empty()

  function grow(): void {
    const larger = makeNumbers(columns.count * 2)
    for (const name of Object.keys(larger) as (keyof typeof larger)[]) (larger[name] as Numbers).set(columns[name])
    Object.assign(columns, larger)
  }

  function setTarget(place: number, { target }: AuditAttempt): void {
    columns.device[place] = columns.devices.numberOf(target.deviceId)
    columns.user[place] = columns.users.numberOf(target.userId)
    columns.targetText[place] = columns.targetTexts.numberOf(targetText(target))
  }

  function change(place: number, { attempt }: FoldedAttempt, isTargetNew: boolean): void {
    columns.status[place] = statusNumber(attempt.status)
    columns.code[place] = columns.codes.numberOf(attempt.code ?? '')
    columns.signedOff[place] = attempt.signedOff === null ? 0 : 1
    if (isTargetNew) setTarget(place, attempt)
  }

  return {
    columns,
    begin(folded) {
      const { attempt, bootId } = folded
      const place = columns.count
      if (place === columns.startedMs.length) grow()
      const startedMs = Date.parse(attempt.startedAt)
      const time = local(startedMs)
      columns.count += 1
      columns.startedMs[place] = startedMs
      columns.day[place] = Math.floor(time.getTime() / dayMs)
      columns.hour[place] = time.getUTCHours()
      columns.boot[place] = columns.boots.numberOf(bootId)
      columns.agent[place] = columns.agents.numberOf(attempt.actor.oid)
      columns.agentKey[place] = columns.agentKeys.numberOf(`${attempt.actor.tid} ${attempt.actor.oid}`)
      columns.action[place] = deviceActionNames.indexOf(attempt.action)
      columns.actorText[place] = columns.actorTexts.numberOf(actorText(attempt.actor))
      columns.tickets.push(attempt.ticket.toLowerCase())
      columns.written.push(plainText(writtenText(attempt)))
      change(place, folded, true)
      return place
    },
    change,
    setFlags(place, flags) {
      columns.flags[place] = flagBits(flags)
    },
    clear: () => void Object.assign(columns, empty()),
  }
}

export const statusNumber = (status: AttemptStatus): number => attemptStatuses.indexOf(status)

/** One bit for each flag. */
export const flagBits = (flags: readonly AttemptFlag[]): number => flags.reduce((bits, flag) => bits | (1 << attemptFlags.indexOf(flag)), 0)

const openNumber = statusNumber('open')
const interruptedNumber = statusNumber('interrupted')

/** The status as a person is shown it during the boot with this number (-1: none of the log's): what an earlier one left open was interrupted. */
export function presentedStatus(columns: AttemptColumns, place: number, boot: number): number {
  const status = columns.status[place] ?? 0
  return status === openNumber && columns.boot[place] !== boot ? interruptedNumber : status
}

function createNames(kept: (text: string) => string = (text) => text): Names {
  const all: string[] = []
  const numbers = new Map<string, number>()
  return {
    all,
    numberOf(text) {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, all.length)
      return all.push(kept(text)) - 1
    },
    find: (text) => numbers.get(text) ?? -1,
  }
}
