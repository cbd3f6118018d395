/**
 * A row's own seal. The hashes of the chain need no key, so somebody who can program could append rows at its end; the MAC needs one that
 * only the console of this user on this PC has. It shows who wrote a row to that console alone: whoever can check it can make it, so
 * what a row says to others rests on the checkpoints.
 */
import { hash } from 'node:crypto'
import { nextRow } from './chain.ts'
import type { ChainHead, StoredRow } from './chain.ts'

export interface RowMac {
  /** The row that follows `head`, with its `mac`. Throws as {@link nextRow} of the chain does. */
  nextRow(head: ChainHead, fields: Readonly<Record<string, unknown>>): StoredRow
  /** Whether this console wrote the row, which must be canonical. `mac`: what its body says there, at the top. */
  isOurs(row: StoredRow, mac: unknown): boolean
}

const tag = 'helpdesk-console/audit/row-mac/v1\n'
const blockSize = 64

/** HMAC-SHA-256 (RFC 2104) with `key`, 32 bytes in base64, over the tag and the canonical body without `mac`, in hex. */
export function createRowMac(key: string): RowMac {
  const secret = Buffer.from(key, 'base64')
  if (secret.length !== 32) throw new TypeError('the key of a row is 32 bytes')
  const pad = (byte: number): Buffer => Buffer.alloc(blockSize, byte).map((value, at) => value ^ (secret[at] ?? 0)) as Buffer
  const inner = Buffer.concat([pad(0x36), Buffer.from(tag)])
  const outer = Buffer.concat([pad(0x5c), Buffer.alloc(32)])
  let room = roomOf(16 * 1024)

  function roomOf(bytes: number): Buffer {
    const made = Buffer.alloc(bytes)
    inner.copy(made)
    return made
  }

  /** Two plain hashes: Node's own HMAC takes five times as long for a text as short as a row, and a million are read at a start. */
  function macOf(before: string, after = ''): string {
    const most = inner.length + 3 * (before.length + after.length)
    if (most > room.length) room = roomOf(most)
    const middle = inner.length + room.write(before, inner.length)
    const size = middle + room.write(after, middle)
    hash('sha256', room.subarray(0, size), 'buffer').copy(outer, blockSize)
    return hash('sha256', outer, 'hex')
  }

  return {
    nextRow: (head, fields) => nextRow(head, { ...fields, mac: macOf(nextRow(head, fields).body) }),
    isOurs(row, mac) {
      if (typeof mac !== 'string') return false
      // Sorted, so `prevHash` follows it. Were the same text elsewhere too, one of the two would stay, and no mac is over a text with itself in it.
      const member = `"mac":${JSON.stringify(mac)},`
      const at = row.body.indexOf(member)
      return at !== -1 && macOf(row.body.slice(0, at), row.body.slice(at + member.length)) === mac
    },
  }
}
