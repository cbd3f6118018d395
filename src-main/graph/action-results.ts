import { z } from 'zod'
import { date, text } from './managed-device.ts'

/** One entry of deviceActionResults: how Intune says that an action stands. Never holds the passcode. */
export interface DeviceActionResult {
  /** Graph's, such as "remoteLock". */
  readonly actionName: string
  /** True for a passcode reset, told by Graph's type or by the name: which name Intune uses is not documented. */
  readonly isResetPasscode: boolean
  /** Graph's actionState, verbatim: none, pending, canceled, active, done, failed, notSupported, or one that is new. */
  readonly actionState: string
  readonly startDateTime: string | null
  readonly lastUpdatedDateTime: string | null
  readonly errorCode: number | null
  /** True when Graph holds a temporary passcode in this entry now. */
  readonly hasPasscode: boolean
}

const resultSchema = z.object({
  '@odata.type': text,
  actionName: text,
  actionState: text,
  startDateTime: date,
  lastUpdatedDateTime: date,
  errorCode: z.unknown().optional().transform((value) => (typeof value === 'number' && Number.isInteger(value) ? value : null)),
  passcode: text,
})

interface ParsedResult {
  readonly result: DeviceActionResult
  readonly passcode: string
}

function parseResults(value: unknown): ParsedResult[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown): ParsedResult[] => {
    const parsed = resultSchema.safeParse(entry)
    if (!parsed.success) return []
    const { passcode, actionName, actionState, startDateTime, lastUpdatedDateTime, errorCode } = parsed.data
    const isResetPasscode =
      parsed.data['@odata.type'].toLowerCase() === '#microsoft.graph.resetpasscodeactionresult' || actionName.toLowerCase() === 'resetpasscode'
    return [{
      passcode,
      result: { actionName, isResetPasscode, actionState, startDateTime, lastUpdatedDateTime, errorCode, hasPasscode: passcode !== '' },
    }]
  })
}

/** deviceActionResults without any passcode; entries that are no objects are left out. */
export function parseActionResults(value: unknown): readonly DeviceActionResult[] {
  return parseResults(value).map(({ result }) => result)
}

/** The temporary passcode of the newest passcode reset, when that one is done and has one; else null. */
export function findTemporaryPasscode(value: unknown): { readonly passcode: string; readonly startDateTime: string | null } | null {
  const newest = parseResults(value)
    .filter(({ result }) => result.isResetPasscode)
    .sort((a, b) => (b.result.startDateTime ?? '').localeCompare(a.result.startDateTime ?? ''))[0]
  if (newest === undefined || newest.passcode === '' || newest.result.actionState !== 'done') return null
  return { passcode: newest.passcode, startDateTime: newest.result.startDateTime }
}
