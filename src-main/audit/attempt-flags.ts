import type { AttemptFlag, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditTarget } from '../../src-shared/audit.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import type { LocalTime } from './local-time.ts'

/** Whole hours of the local day, and days of the week (0 is Sunday). */
export interface WorkingHours {
  readonly days: readonly number[]
  readonly fromHour: number
  /** The first hour that is not worked any more. */
  readonly toHour: number
}

export const usualWorkingHours: WorkingHours = { days: [1, 2, 3, 4, 5], fromHour: 7, toHour: 19 }

const repeatMs = 7 * 86_400_000
const rowMs = 3_600_000
const ticketed: ReadonlySet<DeviceActionName> = new Set(['remove', 'reset-device', 'reset-passcode', 'remote-lock', 'delete-record'])

/** What was sent so far: for each device and action, and for each user's device, when last. */
export interface SentBefore {
  add(action: DeviceActionName, target: AuditTarget, atMs: number): void
  hasRepeatOfDevice(attempt: AuditAttempt): boolean
  hasRepeatOfUser(attempt: AuditAttempt): boolean
  clear(): void
}

export function createSentBefore(): SentBefore {
  const byDevice = new Map<string, number>()
  const byUser = new Map<string, Map<string, number>>()
  const deviceKey = (action: DeviceActionName, deviceId: string) => `${action} ${deviceId}`
  // A clock that was put back makes a difference below zero, and that is no long time either.
  const isRecent = (atMs: number | undefined, startedAt: string) => atMs !== undefined && Date.parse(startedAt) - atMs <= repeatMs

  return {
    add(action, { deviceId, userId }, atMs) {
      keepLatest(byDevice, deviceKey(action, deviceId), atMs)
      if (userId === '') return
      const devices = byUser.get(userId) ?? new Map<string, number>()
      keepLatest(devices, deviceId, atMs)
      byUser.set(userId, devices)
    },
    hasRepeatOfDevice: ({ action, target, startedAt }) => isRecent(byDevice.get(deviceKey(action, target.deviceId)), startedAt),
    hasRepeatOfUser: ({ target, startedAt }) =>
      [...(byUser.get(target.userId) ?? [])].some(([deviceId, atMs]) => deviceId !== target.deviceId && isRecent(atMs, startedAt)),
    clear() {
      byDevice.clear()
      byUser.clear()
    },
  }
}

function keepLatest(times: Map<string, number>, key: string, atMs: number): void {
  times.set(key, Math.max(times.get(key) ?? atMs, atMs))
}

/** What is known when an attempt begins; rows that come later do not change it. */
export function flagsAtBegin(attempt: AuditAttempt, sent: SentBefore, local: LocalTime, hours: WorkingHours): readonly AttemptFlag[] {
  const flags: AttemptFlag[] = []
  if (sent.hasRepeatOfDevice(attempt)) flags.push('repeat-device')
  if (sent.hasRepeatOfUser(attempt)) flags.push('repeat-user')
  if (isOffHours(Date.parse(attempt.startedAt), local, hours)) flags.push('off-hours')
  return flags
}

function isOffHours(ms: number, local: LocalTime, hours: WorkingHours): boolean {
  const time = local(ms)
  return !hours.days.includes(time.getUTCDay()) || time.getUTCHours() < hours.fromHour || time.getUTCHours() >= hours.toHour
}

/** Whether an attempt that was sent should have had a ticket. */
export const isWithoutTicket = (attempt: AuditAttempt): boolean => ticketed.has(attempt.action) && attempt.ticket.trim() === ''

/** Whether the last of one agent's attempts, given oldest first, is the third refused one in a row within an hour. */
export function isRefusedInRow(lastThree: readonly AuditAttempt[]): boolean {
  const [first, , last] = lastThree
  if (first === undefined || last === undefined || !lastThree.every(({ status }) => status === 'refused')) return false
  return Date.parse(last.startedAt) - Date.parse(first.startedAt) <= rowMs
}
