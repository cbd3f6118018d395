import { relativeTime } from './time-words.ts'

const hour = 3_600_000

/** How long it may take, judged by the device's last check-in when the request was sent. Honest rather than hopeful. */
export function forecast(lastSyncAt: string | null, nowMs: number): string {
  if (lastSyncAt === null) return 'The device has never checked in: it may take very long.'
  const age = nowMs - Date.parse(lastSyncAt)
  const last = `Last check-in ${relativeTime(lastSyncAt, nowMs)}`
  if (Number.isNaN(age)) return 'It waits until the device is online.'
  if (age < hour) return `${last}: it should take a few minutes while the device is online.`
  if (age < 24 * hour) return `${last}: it takes a few minutes once the device is online. Ask the caller to check the connection.`
  return `${last}: it will wait until the device is online.`
}
