import { z } from 'zod'
import { deviceKindOf } from '../src-main/graph/device-kind.ts'
import { parseJsonBody } from '../src-main/graph/json-body.ts'
import { parseDeviceRow, parseGraphDate } from '../src-main/graph/managed-device.ts'
import type { ComplianceState, DeviceRow, Ownership } from '../src-shared/device.ts'

type Page = { readonly value: readonly Record<string, string>[] }

/** The same row, with nothing looked at: what a console would do that believes all that it is sent. */
function believed(device: Record<string, string>): DeviceRow {
  const kind = deviceKindOf(device as unknown as Parameters<typeof deviceKindOf>[0])
  const {
    id = '', deviceName = '', managedDeviceName = '', operatingSystem = '', osVersion = '', manufacturer = '', model = '', serialNumber = '', imei = '', userDisplayName = '',
    userPrincipalName = '', phoneNumber = '', managedDeviceOwnerType, complianceState, isEncrypted, lastSyncDateTime,
  } = device
  return {
    id, deviceName, managedDeviceName, kind, operatingSystem, osVersion, manufacturer, model, serialNumber, imei, userDisplayName, userPrincipalName, phoneNumber,
    ownership: managedDeviceOwnerType as Ownership, compliance: complianceState as ComplianceState, isEncrypted: isEncrypted as unknown as boolean,
    lastSyncAt: parseGraphDate(lastSyncDateTime),
  }
}

const text = z.string()
/** As strict as can be said of these devices: what a schema for each row costs. */
const schema = z.object({
  id: text.min(1).max(200), deviceName: text, managedDeviceName: text, operatingSystem: text, osVersion: text, manufacturer: text, model: text, serialNumber: text, imei: text,
  userDisplayName: text, userPrincipalName: text, phoneNumber: text, managedDeviceOwnerType: text, complianceState: text, isEncrypted: z.boolean(), lastSyncDateTime: text,
  deviceType: text, deviceEnrollmentType: text, managementAgent: text,
})

export interface ValidationFigures {
  readonly rows: number
  /** Milliseconds a page, medians. */
  readonly believedMs: number
  readonly guardMs: number
  readonly zodMs: number
  /** Medians of the ratio to the page that is believed, round by round. */
  readonly guardRatio: number
  readonly zodRatio: number
}

/** Reads one page of the list again and again, in alternating rounds: believed, validated by the console's guard, validated by a schema. */
export function measureValidation(body: Uint8Array, rounds: number, pagesPerRound: number, median: (numbers: readonly number[]) => number): ValidationFigures {
  const read = (): Page => parseJsonBody(body) as Page
  const ways = [
    () => read().value.map(believed),
    () => read().value.map(parseDeviceRow).filter((row): row is DeviceRow => row !== null),
    () => read().value.flatMap((device) => (schema.safeParse(device).success ? [believed(device)] : [])),
  ] as const
  const times: [number[], number[], number[]] = [[], [], []]
  const rows = ways.map((way) => way().length)
  if (new Set(rows).size !== 1) throw new Error(`The ways differ: ${rows.join(', ')}`)
  for (let round = -1; round < rounds; round += 1)
    for (const place of round % 2 === 0 ? [0, 1, 2] as const : [2, 1, 0] as const) {
      const startedMs = performance.now()
      for (let page = 0; page < pagesPerRound; page += 1) ways[place]()
      // The round before the first warms up.
      if (round >= 0) times[place].push((performance.now() - startedMs) / pagesPerRound)
    }
  const [believedTimes, guardTimes, zodTimes] = times
  const ratio = (of: readonly number[]): number => median(of.map((ms, round) => ms / (believedTimes[round] ?? NaN)))
  return { rows: rows[0] ?? 0, believedMs: median(believedTimes), guardMs: median(guardTimes), zodMs: median(zodTimes), guardRatio: ratio(guardTimes), zodRatio: ratio(zodTimes) }
}
