/**
 * A row's own seal. The hashes of the chain need no key, so somebody who can program could append rows at its end; the MAC needs one that
 * only the console of this user on this PC has. It shows who wrote a row to that console alone: whoever can check it can make it, so
 * what a row says to others rests on the checkpoints.
 */
import { createHmac, createSecretKey } from 'node:crypto'
import { nextRow } from './chain.ts'
import type { ChainHead, StoredRow } from './chain.ts'

export interface RowMac {
  /** The row that follows `head`, with its `mac`. Throws as {@link nextRow} of the chain does. */
  nextRow(head: ChainHead, fields: Readonly<Record<string, unknown>>): StoredRow
  /** Whether this console wrote the row, which must be canonical. `mac`: what its body says there, at the top. */
  isOurs(row: StoredRow, mac: unknown): boolean
}

const tag = 'helpdesk-console/audit/row-mac/v1\n'

/** HMAC-SHA-256 with `key`, 32 bytes in base64, over the tag and the canonical body without `mac`, in hex. */
export function createRowMac(key: string): RowMac {
  const secret = Buffer.from(key, 'base64')
  if (secret.length !== 32) throw new TypeError('the key of a row is 32 bytes')
  // Made once: a million rows may be read at a start.
  const keyObject = createSecretKey(secret)
  const macOf = (before: string, after = ''): string => createHmac('sha256', keyObject).update(tag).update(before).update(after).digest('hex')

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
