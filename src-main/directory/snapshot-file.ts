import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { DeviceRow } from '../../src-shared/device.ts'
import { createPieceSeal, keptFields, lengthBytes, longestPiece, magic, newSalt, rowOf, saltBytes, SnapshotDamage, tagBytes, valuesOf } from './snapshot-format.ts'
import type { RowValues, SnapshotHeader, SnapshotPlace } from './snapshot-format.ts'

export interface SnapshotWriter {
  add(rows: readonly DeviceRow[]): void
  /** Whole and in the place of the old one when this returns. After a power cut it may be cut off, which is found: waiting for the disk would keep questions waiting. */
  finish(): void
  /** Leaves the old one as it was. */
  cancel(): void
}

/** Writes beside the old file, for this user alone. Everything here throws what the disk throws; then cancel. */
export function createSnapshotWriter(place: SnapshotPlace, header: Omit<SnapshotHeader, 'fields'>): SnapshotWriter {
  const unfinished = `${place.file}.${randomUUID()}.new`
  const descriptor = openSync(unfinished, 'wx', 0o600)
  const salt = newSalt()
  const pieces = createPieceSeal(place, salt)
  let isOpen = true
  const write = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
  }
  const close = (): void => {
    if (isOpen) closeSync(descriptor)
    isOpen = false
  }
  const cancel = (): void => {
    close()
    rmSync(unfinished, { force: true })
  }
  try {
    write(Buffer.concat([magic, salt]))
    write(pieces.seal({ fields: keptFields, ...header } satisfies SnapshotHeader, false))
  } catch (cause) {
    cancel()
    throw cause
  }
  return {
    add: (rows) => write(pieces.seal(rows.map(valuesOf), false)),
    finish: () => {
      write(pieces.seal(null, true))
      close()
      renameSync(unfinished, place.file)
    },
    cancel,
  }
}

export interface SnapshotReader {
  readonly header: SnapshotHeader
  /** The next rows, in the order in which they were written, authentic; null when all were read and the file is whole. Throws SnapshotDamage. */
  next(): DeviceRow[] | null
  close(): void
}

/** Opens the copy that was kept; null when there is none. Throws SnapshotDamage, or what the disk throws. */
export function openSnapshot(place: SnapshotPlace): SnapshotReader | null {
  let descriptor: number
  try {
    descriptor = openSync(place.file, 'r')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
  const read = (length: number): Buffer => {
    const bytes = Buffer.alloc(length)
    let at = 0
    while (at < length) {
      const count = readSync(descriptor, bytes, at, length - at, null)
      if (count === 0) throw new SnapshotDamage('the file is cut off')
      at += count
    }
    return bytes
  }
  try {
    if (!read(magic.length).equals(magic)) throw new SnapshotDamage('another format')
    const pieces = createPieceSeal(place, read(saltBytes))
    const piece = (isLast: boolean, length: number): unknown => {
      if (length > longestPiece) throw new SnapshotDamage('a piece is too long')
      return pieces.open(read(tagBytes), read(length), isLast)
    }
    const header = piece(false, read(lengthBytes).readUInt32BE()) as SnapshotHeader
    if (header.fields.join() !== keptFields.join()) throw new SnapshotDamage('rows of another version')
    const share = createShare()
    let left = header.count
    return {
      header,
      next: () => {
        const length = read(lengthBytes).readUInt32BE()
        // All rows are here: what follows is the piece that says so, and nothing.
        if (left === 0) {
          piece(true, length)
          if (readSync(descriptor, Buffer.alloc(1)) > 0) throw new SnapshotDamage('something follows the end')
          return null
        }
        const values = piece(false, length) as readonly RowValues[]
        left -= values.length
        if (values.length === 0 || left < 0) throw new SnapshotDamage('other rows than it says')
        return values.map((each) => rowOf(each, share))
      },
      close: () => closeSync(descriptor),
    }
  } catch (cause) {
    closeSync(descriptor)
    throw cause
  }
}

/** Gives back the first of equal texts, so that the others need not stay in memory. */
function createShare(): <T extends string>(text: T) => T {
  const texts = new Map<string, string>()
  return <T extends string>(text: T): T => {
    const known = texts.get(text)
    if (known === undefined) texts.set(text, text)
    return (known ?? text) as T
  }
}
