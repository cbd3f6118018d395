import type { DeviceRow } from '../../src-shared/device.ts'
import { createRecordReader, createRowPacker, rowKeys } from './row-record.ts'
import type { SharedTexts } from './row-record.ts'

/** Rows as bytes, each at an address. One that nobody needs any more keeps its bytes: what is needed is copied into others then. */
export interface PackedRows {
  /** How many were ever added. */
  readonly count: number
  add(row: DeviceRow): number
  /** Takes a row over from others, which share the same texts. */
  copy(from: PackedRows, address: number): number
  at(address: number): DeviceRow
  /** One field, without reading the others. */
  field<K extends keyof DeviceRow>(address: number, key: K): DeviceRow[K]
  /** A row that reads its fields when they are asked for. There is one: with the next call it is another row. */
  view(address: number): DeviceRow
  /** Whether this is what was added there, field by field. */
  isSame(address: number, row: DeviceRow): boolean
  /** As `hashOf` the id. */
  hashOfId(address: number): number
  hasId(address: number, id: string): boolean
  record(address: number): Uint8Array
}

/** Addresses are less than 2 ** 32: the number of a chunk, and the place in it. */
const chunkBytes = 2 ** 20

/** A hash of 32 bits, by the text's UTF-16. */
export function hashOf(text: string): number {
  let hash = firstHash
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), hashFactor)
  return mixed(hash)
}
const firstHash = 0x811c9dc5
const hashFactor = 0x01000193
function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (once ^ (once >>> 13)) >>> 0
}

export function createPackedRows(texts: SharedTexts): PackedRows {
  const pack = createRowPacker(texts)
  const reader = createRecordReader(texts)
  const chunks: Buffer[] = []
  let last = Buffer.alloc(0)
  let free = 0
  let count = 0

  const addBytes = (record: Uint8Array): number => {
    if (free + record.length > last.length) {
      // A row that is longer has a chunk to itself.
      last = Buffer.allocUnsafeSlow(Math.max(chunkBytes, record.length))
      chunks.push(last)
      free = 0
    }
    const address = (chunks.length - 1) * chunkBytes + free
    last.set(record, free)
    free += record.length
    count += 1
    return address
  }
  const chunkOf = (address: number): Buffer => chunks[Math.floor(address / chunkBytes)] ?? last
  let viewed = 0
  const view = {} as DeviceRow
  for (const key of rowKeys) Object.defineProperty(view, key, { get: () => reader.field(chunkOf(viewed), viewed % chunkBytes, key), enumerable: true })
  return {
    get count() {
      return count
    },
    add: (row) => addBytes(pack(row)),
    copy: (from, address) => addBytes(from.record(address)),
    at: (address) => reader.row(chunkOf(address), address % chunkBytes),
    field: (address, key) => reader.field(chunkOf(address), address % chunkBytes, key),
    view: (address) => {
      viewed = address
      return view
    },
    isSame: (address, row) => {
      const record = pack(row)
      const [bytes, at] = [chunkOf(address), address % chunkBytes]
      // Equal bytes have equal heads, and so the same end.
      return at + record.length <= bytes.length && bytes.compare(record, 0, record.length, at, at + record.length) === 0
    },
    hashOfId: (address) => {
      const bytes = chunkOf(address)
      const place = reader.idAt(bytes, address % chunkBytes)
      if (place === null) return hashOf(reader.field(bytes, address % chunkBytes, 'id'))
      let hash = firstHash
      for (let i = place.from; i < place.to; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), hashFactor)
      return mixed(hash)
    },
    hasId: (address, id) => {
      const bytes = chunkOf(address)
      const place = reader.idAt(bytes, address % chunkBytes)
      if (place === null) return reader.field(bytes, address % chunkBytes, 'id') === id
      if (place.to - place.from !== id.length) return false
      for (let i = 0; i < id.length; i += 1) if (bytes[place.from + i] !== id.charCodeAt(i)) return false
      return true
    },
    record: (address) => {
      const [bytes, at] = [chunkOf(address), address % chunkBytes]
      return bytes.subarray(at, at + reader.lengthAt(bytes, at))
    },
  }
}
