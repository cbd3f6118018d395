import type { DeviceRow } from '../../src-shared/device.ts'

/** Texts that many rows have in common, by number. They only become more, up to `mostShared`. */
export interface SharedTexts {
  /** -1: it is not kept here, and never will be. */
  codeOf(text: string): number
  at(code: number): string
}

const mostShared = 65_535
const longestShared = 200

export function createSharedTexts(): SharedTexts {
  const codes = new Map<string, number>()
  const texts: string[] = []
  return {
    codeOf: (text) => {
      const known = codes.get(text)
      if (known !== undefined) return known
      if (texts.length >= mostShared || text.length > longestShared) return -1
      codes.set(text, texts.length)
      return texts.push(text) - 1
    },
    at: (code) => texts[code] ?? '',
  }
}

/*
 * A record: the length of its head; its head, a number for each part, seven bits to a byte; and its texts, one behind the other. The last two bits
 * of a number say what the rest is: the length of a text of one byte a character, the number of a shared text (or of a small value), the bytes of a
 * text of two bytes a character (whatever JavaScript's texts can be, halves of pairs included), or a moment in milliseconds.
 */
const narrow = 0
const shared = 1
const wide = 2
const moment = 3
/** The parts in their order; what the filters ask for is reached first. The user principal name is cut before its last "@". */
const parts = [
  'kind', 'ownership', 'compliance', 'isEncrypted', 'lastSyncAt', 'operatingSystem', 'osVersion', 'manufacturer', 'model', 'domain',
  'id', 'deviceName', 'managedDeviceName', 'serialNumber', 'imei', 'userDisplayName', 'user', 'phoneNumber',
] as const
/** The fields of a row. */
export const rowKeys: readonly (keyof DeviceRow)[] = [...parts.filter((part) => part !== 'domain' && part !== 'user'), 'userPrincipalName']
type Part = (typeof parts)[number]
const partAt = Object.fromEntries(parts.map((name, at) => [name, at])) as Record<Part, number>
/** More than the numbers of one head can take. */
const headRoom = 256
/** Milliseconds, four times which are exact; nearly 36,000 years. */
const latestMoment = 2 ** 50

/** Makes records: the same row and the same shared texts give the same bytes. They are good until the next one is made. */
export function createRowPacker(texts: SharedTexts): (row: DeviceRow) => Uint8Array {
  let bytes = Buffer.alloc(8192)
  let head = 0
  let end = 0
  const headBytes = Buffer.alloc(headRoom)

  const putNumber = (number: number): void => {
    let left = number
    for (; left >= 0x80; left = Math.floor(left / 0x80)) headBytes[head++] = (left % 0x80) | 0x80
    headBytes[head++] = left
  }
  const putText = (text: string): void => {
    const { length } = text
    if (end + length * 2 > bytes.length) bytes = Buffer.concat([bytes], (end + length * 2) * 2)
    const from = end
    for (let i = 0; i < length; i += 1) {
      const unit = text.charCodeAt(i)
      if (unit > 0xff) {
        end = from + bytes.write(text, from, 'utf16le')
        putNumber(length * 8 + wide)
        return
      }
      bytes[end++] = unit
    }
    putNumber(length * 4 + narrow)
  }
  const putShared = (text: string): void => {
    const code = texts.codeOf(text)
    if (code < 0) putText(text)
    else putNumber(code * 4 + shared)
  }
  const putDate = (date: string | null): void => {
    if (date === null) {
      putNumber(shared)
      return
    }
    const ms = Date.parse(date)
    if (ms >= 0 && ms < latestMoment && new Date(ms).toISOString() === date) putNumber(ms * 4 + moment)
    else putText(date)
  }
  return (row) => {
    head = 1
    end = headRoom
    const user = row.userPrincipalName
    const at = user.lastIndexOf('@')
    putShared(row.kind)
    putShared(row.ownership)
    putShared(row.compliance)
    putNumber((row.isEncrypted === null ? 0 : row.isEncrypted ? 2 : 1) * 4 + shared)
    putDate(row.lastSyncAt)
    putShared(row.operatingSystem)
    putShared(row.osVersion)
    putShared(row.manufacturer)
    putShared(row.model)
    putShared(at < 0 ? '' : user.slice(at))
    putText(row.id)
    putText(row.deviceName)
    putText(row.managedDeviceName)
    putText(row.serialNumber)
    putText(row.imei)
    putText(row.userDisplayName)
    putText(at < 0 ? user : user.slice(0, at))
    putText(row.phoneNumber)
    headBytes[0] = head
    const from = headRoom - head
    headBytes.copy(bytes, from, 0, head)
    return bytes.subarray(from, end)
  }
}

export interface RecordReader {
  /** How many bytes the record takes. */
  lengthAt(bytes: Buffer, at: number): number
  row(bytes: Buffer, at: number): DeviceRow
  /** One field, without making texts of the others. */
  field<K extends keyof DeviceRow>(bytes: Buffer, at: number, key: K): DeviceRow[K]
  /** Where the bytes of the id are; null: they are two a character. */
  idAt(bytes: Buffer, at: number): { readonly from: number; readonly to: number } | null
}

export function createRecordReader(texts: SharedTexts): RecordReader {
  /** Of the record that was read last: what its parts are, and where their texts begin and end. */
  const kinds = new Uint8Array(parts.length)
  const numbers = new Float64Array(parts.length)
  const starts = new Float64Array(parts.length + 1)

  /** Reads the head up to and with this part; where the texts begin that were not read. */
  const readHead = (bytes: Buffer, record: number, last: number): number => {
    let at = record + 1
    let start = record + (bytes[record] ?? 0)
    for (let part = 0; part <= last; part += 1) {
      let number = bytes[at++] ?? 0
      if (number >= 0x80) {
        number -= 0x80
        for (let scale = 0x80; ; scale *= 0x80) {
          const byte = bytes[at++] ?? 0
          number += (byte & 0x7f) * scale
          if (byte < 0x80) break
        }
      }
      const kind = number & 3
      kinds[part] = kind
      const value = (number - kind) / 4
      numbers[part] = value
      starts[part] = start
      if ((kind & 1) === 0) start += value
    }
    starts[last + 1] = start
    return start
  }
  const text = (bytes: Buffer, part: number): string => {
    if (kinds[part] === shared) return texts.at(numbers[part] ?? 0)
    const [from, to] = [starts[part] ?? 0, (starts[part] ?? 0) + (numbers[part] ?? 0)]
    return from === to ? '' : bytes.toString(kinds[part] === wide ? 'utf16le' : 'latin1', from, to)
  }
  const encrypted = (): boolean | null => (numbers[partAt.isEncrypted] === 0 ? null : numbers[partAt.isEncrypted] === 2)
  const date = (bytes: Buffer): string | null => {
    const kind = kinds[partAt.lastSyncAt]
    return kind === moment ? new Date(numbers[partAt.lastSyncAt] ?? 0).toISOString() : kind === shared ? null : text(bytes, partAt.lastSyncAt)
  }
  const valueOf = (bytes: Buffer, record: number, key: keyof DeviceRow): string | boolean | null => {
    if (key === 'userPrincipalName') {
      readHead(bytes, record, partAt.user)
      return text(bytes, partAt.user) + text(bytes, partAt.domain)
    }
    readHead(bytes, record, partAt[key])
    return key === 'isEncrypted' ? encrypted() : key === 'lastSyncAt' ? date(bytes) : text(bytes, partAt[key])
  }
  return {
    lengthAt: (bytes, at) => readHead(bytes, at, parts.length - 1) - at,
    row: (bytes, at) => {
      const end = readHead(bytes, at, parts.length - 1)
      const begin = at + (bytes[at] ?? 0)
      let hasWide = 0
      for (let part = 0; part < parts.length; part += 1) hasWide |= Number(kinds[part] === wide)
      // One text for all of them is made ten times as fast as one for each.
      const all = hasWide === 1 ? '' : bytes.toString('latin1', begin, end)
      const part = (name: Part): string => {
        const i = partAt[name]
        if (hasWide === 1 || kinds[i] === shared) return text(bytes, i)
        const from = (starts[i] ?? 0) - begin
        return all.slice(from, from + (numbers[i] ?? 0))
      }
      return {
        id: part('id'), deviceName: part('deviceName'), managedDeviceName: part('managedDeviceName'), kind: part('kind') as DeviceRow['kind'],
        operatingSystem: part('operatingSystem'), osVersion: part('osVersion'), manufacturer: part('manufacturer'), model: part('model'),
        serialNumber: part('serialNumber'), imei: part('imei'), userDisplayName: part('userDisplayName'), userPrincipalName: part('user') + part('domain'),
        phoneNumber: part('phoneNumber'), ownership: part('ownership') as DeviceRow['ownership'], compliance: part('compliance') as DeviceRow['compliance'],
        isEncrypted: encrypted(), lastSyncAt: date(bytes),
      }
    },
    field: <K extends keyof DeviceRow>(bytes: Buffer, at: number, key: K) => valueOf(bytes, at, key) as DeviceRow[K],
    idAt: (bytes, at) => {
      readHead(bytes, at, partAt.id)
      return kinds[partAt.id] === narrow ? { from: starts[partAt.id] ?? 0, to: starts[partAt.id + 1] ?? 0 } : null
    },
  }
}
