import { generateDevices } from '../../simulated-tenant/devices/generate-devices.ts'
import { createRandom } from '../../simulated-tenant/random.ts'
import { parseDeviceRow } from '../../src-main/graph/managed-device.ts'
import type { DeviceRow } from '../../src-shared/device.ts'

const perBatch = 20_000
const now = Date.parse('2026-11-01T08:00:00Z')

/** Believable rows in the order in which they are made up, the same for the same seed; a million take some seconds and a gigabyte. */
export function manyDevices(count: number, seed = 5): DeviceRow[] {
  const rows: DeviceRow[] = []
  for (let batch = 0; rows.length < count; batch += 1)
    for (const { properties } of generateDevices(seed + batch, Math.max(100, Math.min(perBatch, count - rows.length)), now)) {
      if (rows.length >= count) break
      const row = parseDeviceRow({ ...properties, id: `${batch}-${properties.id}` })
      if (row !== null) rows.push(row)
    }
  return rows
}

/** What a person might type on the way to one of these devices: beginnings and ends of its fields, two of them together, and some that are nowhere. */
export function typedQueries(rows: readonly DeviceRow[], count: number, seed = 9): string[] {
  const random = createRandom(seed, 'queries')
  const part = (text: string): string => {
    const characters = Array.from(text)
    const length = Math.min(characters.length, random.int(2, 12))
    const from = random.chance(0.7) ? 0 : random.int(0, characters.length - length)
    return characters.slice(from, from + length).join('')
  }
  const queries: string[] = []
  while (queries.length < count) {
    const row = random.pick(rows)
    const field = (): string => random.pick([row.deviceName, row.serialNumber, row.imei, row.userDisplayName, row.userPrincipalName, row.model, row.serialNumber.slice(-6), row.managedDeviceName, row.phoneNumber])
    const query = random.weighted<() => string>([
      [() => part(field()), 70], [() => `${part(field())} ${part(field())}`, 20], [() => `${part(field())} ${part(field())} ${part(field())}`, 5], [() => `qz${part(field())}`, 5],
    ])()
    if (query.trim() !== '') queries.push(query)
  }
  return queries
}
