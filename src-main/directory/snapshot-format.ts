import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { DeviceRow } from '../../src-shared/device.ts'

/** Where a copy of the list is kept on this PC, with what it is sealed, and whose it is. */
export interface SnapshotPlace {
  readonly file: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly tid: string
  readonly oid: string
}

/** The first thing in the file, sealed like the rest. */
export interface SnapshotHeader {
  readonly fields: readonly string[]
  readonly count: number
  /** When the walk ended that the rows are of, ISO 8601. */
  readonly syncedAt: string
}

/** The file is not what this console wrote with this key for this account, whole. */
export class SnapshotDamage extends Error {}

/*
 * The file: the name of the format, a salt, and then pieces: their length (4 bytes), their tag, their sealed bytes. Pieces are sealed with a key
 * of this file alone, and their number is their nonce; the last one says that it is the last.
 */
export const magic = Buffer.from('HDCLIST1')
export const saltBytes = 16
export const tagBytes = 16
export const lengthBytes = 4
/** A piece of more than this was not made here. */
export const longestPiece = 64 * 1024 * 1024

/** What of a row is in the file, in this order. */
export const valuesOf = (row: DeviceRow) => [
  row.id, row.deviceName, row.managedDeviceName, row.kind, row.operatingSystem, row.osVersion, row.manufacturer, row.model, row.serialNumber, row.imei,
  row.userDisplayName, row.userPrincipalName, row.phoneNumber, row.ownership, row.compliance, row.isEncrypted, row.lastSyncAt,
] as const
export type RowValues = ReturnType<typeof valuesOf>

/** A literal, so that all rows have one shape; `share` gives back an equal text that is in memory already, for what many rows have in common. */
export function rowOf(values: RowValues, share: <T extends string>(text: T) => T): DeviceRow {
  const [
    id, deviceName, managedDeviceName, kind, operatingSystem, osVersion, manufacturer, model, serialNumber, imei,
    userDisplayName, userPrincipalName, phoneNumber, ownership, compliance, isEncrypted, lastSyncAt,
  ] = values
  return {
    id, deviceName, managedDeviceName, kind: share(kind), operatingSystem: share(operatingSystem), osVersion: share(osVersion), manufacturer: share(manufacturer), model: share(model),
    serialNumber, imei, userDisplayName, userPrincipalName, phoneNumber, ownership: share(ownership), compliance: share(compliance), isEncrypted, lastSyncAt,
  }
}

/** A file with other fields than these is of another version. */
export const keptFields: readonly string[] = Object.keys(rowOf([] as unknown as RowValues, (text) => text))

export const newSalt = (): Buffer => randomBytes(saltBytes)

export interface PieceSeal {
  /** The next piece, with its length and tag before it. */
  seal(value: unknown, isLast: boolean): Buffer
  /** The next piece's value; throws SnapshotDamage. */
  open(tag: Uint8Array, sealed: Uint8Array, isLast: boolean): unknown
}

/** Seals or opens the pieces of one file in their order. */
export function createPieceSeal({ key, tid, oid }: SnapshotPlace, salt: Uint8Array): PieceSeal {
  const fileKey = Buffer.from(hkdfSync('sha256', key, salt, `${magic.toString()}\n${tid}\n${oid}`, 32))
  let number = 0
  const nonce = (): Buffer => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt32BE(number, 8)
    number += 1
    return bytes
  }
  const markOf = (isLast: boolean): Buffer => Buffer.from([isLast ? 1 : 0])
  return {
    seal: (value, isLast) => {
      const text = brotliCompressSync(JSON.stringify(value), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
      const cipher = createCipheriv('aes-256-gcm', fileKey, nonce()).setAAD(markOf(isLast))
      const sealed = Buffer.concat([cipher.update(text), cipher.final()])
      const length = Buffer.alloc(lengthBytes)
      length.writeUInt32BE(sealed.length)
      return Buffer.concat([length, cipher.getAuthTag(), sealed])
    },
    open: (tag, sealed, isLast) => {
      try {
        const decipher = createDecipheriv('aes-256-gcm', fileKey, nonce(), { authTagLength: tagBytes }).setAAD(markOf(isLast)).setAuthTag(tag)
        const text = Buffer.concat([decipher.update(sealed), decipher.final()])
        return JSON.parse(brotliDecompressSync(text).toString()) as unknown
      } catch (cause) {
        throw new SnapshotDamage('a piece does not open', { cause })
      }
    },
  }
}
