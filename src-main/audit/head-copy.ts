import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { canonicalJson } from './chain.ts'
import { writeDurably } from './disk.ts'

/** The end of a log as the second copy knows it. `epoch`: how many checkpoints there were. */
export interface CopiedHead {
  readonly installId: string
  readonly seq: number
  readonly hash: string
  readonly epoch: number
}

/**
 * The second copy of the log's head: it knows when rows at the end are missing or an older copy of the log was put back. It is written after
 * each commit, without a lock. A process that is late may put an older head over a newer one; that is no false alarm, because every head
 * in it was committed and the log being ahead of it is allowed. Written before the commit, a crash between would be one.
 */
export interface HeadCopy {
  read(): CopiedHead | 'missing' | 'forged'
  /** Of a log that is being made: in place of whatever was there. Throws what the disk throws. */
  begin(head: CopiedHead): void
  /** Only ever forward, as far as can be told without a lock. A full disk leaves the older head. */
  write(head: CopiedHead): void
}

/** `key`: 32 bytes, base64. */
export function createHeadCopy(file: string, key: string): HeadCopy {
  const macOf = (head: CopiedHead) => createHmac('sha256', Buffer.from(key, 'base64')).update(`helpdesk-console/audit/head/v1\n${canonicalJson(head)}`).digest()

  function read(): CopiedHead | 'missing' | 'forged' {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      // Another program that has it open for a moment is no reason to hold the console; it is tried again.
      if (!isAbsent(error)) throw error
      return 'missing'
    }
    try {
      const { mac, ...head } = JSON.parse(text) as CopiedHead & { readonly mac: string }
      return timingSafeEqual(Buffer.from(mac, 'hex'), macOf(head)) ? head : 'forged'
    } catch {
      return 'forged'
    }
  }

  const put = (head: CopiedHead): void => writeDurably(file, JSON.stringify({ ...head, mac: macOf(head).toString('hex') }))

  return {
    read,
    begin: put,
    write(head) {
      try {
        const known = read()
        if (typeof known === 'object' && known.seq >= head.seq) return
        put(head)
      } catch {
        // No room, or no right, now: the older head stands, and the next commit tries again.
      }
    },
  }
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
