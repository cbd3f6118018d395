import type { OtherDevices } from '../../src-shared/availability.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import type { ChangedRow } from './changed-rows.ts'
import type { DeviceList } from './device-list.ts'
import { comparedName, countOthers } from './other-devices.ts'
import type { Compared, ComparedName } from './other-devices.ts'
import { hashOf } from './packed-rows.ts'
import type { RowStore } from './row-store.ts'

/** What devices are compared by, made when it is first asked for: a run that only searches never needs it. */
export interface Likenesses {
  /** How many other devices of the list could be mistaken for this one. */
  count(device: Compared): OtherDevices
}

type Hashes = readonly [names: Uint32Array, looks: Uint32Array, serials: Uint32Array, users: Uint32Array]
const serialOf = ({ serialNumber }: Compared): string => serialNumber.trim().toLowerCase()
const userOf = ({ userPrincipalName }: Compared): string => userPrincipalName.toLowerCase()

function hashesOf(rows: RowStore): Hashes {
  const hashes: Hashes = [new Uint32Array(rows.length), new Uint32Array(rows.length), new Uint32Array(rows.length), new Uint32Array(rows.length)]
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows.view(place)
    const { name, look } = comparedName(row.deviceName)
    ;[name, look, serialOf(row), userOf(row)].forEach((text, i) => {
      const each = hashes[i]
      if (each !== undefined) each[place] = hashOf(text)
    })
  }
  return hashes
}

/** Of the base only hashes are kept: those of its rows that have one in common with the device are read and compared. */
export function createLikenesses(list: DeviceList): Likenesses {
  let base: { readonly rows: RowStore; readonly hashes: Hashes } | null = null
  let changed: { readonly of: readonly ChangedRow[]; readonly rows: readonly DeviceRow[]; readonly names: readonly ComparedName[] } | null = null

  const candidates = (device: Compared): DeviceRow[] => {
    if (list.base === null) return []
    const { rows, index } = list.base
    if (base?.rows !== rows) base = { rows, hashes: hashesOf(rows) }
    const [names, looks, serials, users] = base.hashes
    const mine = comparedName(device.deviceName)
    const [serial, user] = [serialOf(device), userOf(device)]
    const [ofName, ofLook, ofSerial, ofUser] = [hashOf(mine.name), hashOf(mine.look), hashOf(serial), hashOf(user)]
    const [hasName, hasSerial, hasUser] = [mine.name !== '', serial !== '', user !== '']
    const found: DeviceRow[] = []
    for (let place = 0; place < rows.length; place += 1) {
      const isLike = (hasName && (names[place] === ofName || looks[place] === ofLook)) || (hasSerial && serials[place] === ofSerial) || (hasUser && users[place] === ofUser)
      const row = isLike && !index.isHidden(place) ? rows.at(place) : undefined
      if (row !== undefined) found.push(row)
    }
    return found
  }
  return {
    count: (device) => {
      const rows = candidates(device)
      // Many devices have the name that they were sold with.
      const known = new Map<string, ComparedName>()
      const names = rows.map(({ deviceName }) => {
        const name = known.get(deviceName) ?? comparedName(deviceName)
        known.set(deviceName, name)
        return name
      })
      const of = list.changed.sorted()
      if (changed?.of !== of) {
        const its = of.map(list.changed.rowOf)
        changed = { of, rows: its, names: its.map(({ deviceName }) => comparedName(deviceName)) }
      }
      const [inBase, inChanged] = [countOthers(rows, names, device), countOthers(changed.rows, changed.names, device)]
      return {
        sameName: inBase.sameName + inChanged.sameName, similarName: inBase.similarName + inChanged.similarName,
        sameSerial: inBase.sameSerial + inChanged.sameSerial, sameUser: inBase.sameUser + inChanged.sameUser,
      }
    },
  }
}
