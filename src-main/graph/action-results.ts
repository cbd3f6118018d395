import { z } from 'zod'
import type { DeviceLocation } from '../../src-shared/action-records.ts'
import { date, text } from './managed-device.ts'

/** One entry of deviceActionResults: how Intune says that an action stands. Never holds a passcode, a PIN or a place. */
export interface DeviceActionResult {
  /** Graph's name of the action in lower case, such as "remotelock", told by Graph's type or by the name: which names Intune uses is mostly not documented. */
  readonly actionName: string
  /** Graph's actionState, verbatim: none, pending, canceled, active, done, failed, notSupported, or one that is new. */
  readonly actionState: string
  readonly startDateTime: string | null
  readonly lastUpdatedDateTime: string | null
  readonly errorCode: number | null
  /** True when Graph holds a temporary passcode, an unlock PIN, a place in this entry now. */
  readonly hasPasscode: boolean
  readonly hasUnlockPin: boolean
  readonly hasLocation: boolean
}

const number = z.unknown().optional().transform((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null))
const locationSchema = z.object({
  latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180), horizontalAccuracy: number, altitude: number,
  lastCollectedDateTime: date,
})
const location = z.unknown().optional().transform((value): DeviceLocation | null => {
  const parsed = locationSchema.safeParse(value)
  if (!parsed.success) return null
  const { lastCollectedDateTime: collectedAt, ...place } = parsed.data
  return { ...place, collectedAt }
})
const resultSchema = z.object({
  '@odata.type': text,
  actionName: text,
  actionState: text,
  startDateTime: date,
  lastUpdatedDateTime: date,
  errorCode: z.unknown().optional().transform((value) => (typeof value === 'number' && Number.isInteger(value) ? value : null)),
  passcode: text,
  unlockPin: text,
  deviceLocation: location,
})

interface ParsedResult {
  readonly result: DeviceActionResult
  readonly passcode: string
  readonly unlockPin: string
  readonly deviceLocation: DeviceLocation | null
}

/** The derived types that name their action; every other entry has to name it itself. */
const namesOfTypes: ReadonlyMap<string, string> = new Map([
  ['#microsoft.graph.resetpasscodeactionresult', 'resetpasscode'],
  ['#microsoft.graph.remotelockactionresult', 'remotelock'],
  ['#microsoft.graph.locatedeviceactionresult', 'locatedevice'],
])

function parseResults(value: unknown): ParsedResult[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown): ParsedResult[] => {
    const parsed = resultSchema.safeParse(entry)
    if (!parsed.success) return []
    const { passcode, unlockPin, deviceLocation, actionState, startDateTime, lastUpdatedDateTime, errorCode } = parsed.data
    const actionName = namesOfTypes.get(parsed.data['@odata.type'].toLowerCase()) ?? parsed.data.actionName.toLowerCase()
    return [{
      passcode, unlockPin, deviceLocation,
      result: {
        actionName, actionState, startDateTime, lastUpdatedDateTime, errorCode,
        hasPasscode: passcode !== '', hasUnlockPin: unlockPin !== '', hasLocation: deviceLocation !== null,
      },
    }]
  })
}

/** deviceActionResults without anything secret; entries that are no objects are left out. */
export function parseActionResults(value: unknown): readonly DeviceActionResult[] {
  return parseResults(value).map(({ result }) => result)
}

function newestDone(value: unknown, actionName: string): ParsedResult | null {
  const newest = parseResults(value)
    .filter(({ result }) => result.actionName === actionName)
    .sort((a, b) => (b.result.startDateTime ?? '').localeCompare(a.result.startDateTime ?? ''))[0]
  return newest?.result.actionState === 'done' ? newest : null
}

/** The temporary passcode of the newest passcode reset, when that one is done and has one; else null. */
export function findTemporaryPasscode(value: unknown): string | null {
  return newestDone(value, 'resetpasscode')?.passcode || null
}

/** The PIN that unlocks a Mac after the newest remote lock, when that one is done and has one; else null. */
export function findUnlockPin(value: unknown): string | null {
  return newestDone(value, 'remotelock')?.unlockPin || null
}

/** Where the device said it was at the newest locate action; null when that one is not done or Intune has dropped the place. */
export function findLocation(value: unknown): DeviceLocation | null {
  return newestDone(value, 'locatedevice')?.deviceLocation ?? null
}
