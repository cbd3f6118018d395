import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createRowsDigest } from '../audit/rows-digest.ts'

export interface ReadCopy {
  /** SHA-256 of the file, hex. */
  readonly sha256: string
  /** Over the rows that it holds, as a log's digest is; see src-main/audit/rows-digest.ts. */
  readonly digest: string
}

/** Reads the exported copy of a log, row by row; null for a file that cannot be read. */
export async function readCopy(file: string): Promise<ReadCopy | null> {
  const hash = createHash('sha256')
  const rows = createRowsDigest()
  const text = new PassThrough()
  let seq = 0
  const digested = async (): Promise<void> => {
    for await (const line of createInterface({ input: text, crlfDelay: Infinity })) {
      const row = rowOf(line)
      if (row !== null) rows.add({ seq: (seq += 1), ...row })
    }
  }
  const hashed = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    await Promise.all([pipeline(createReadStream(file), hashed, text), digested()])
    return { sha256: hash.digest('hex'), digest: rows.value() }
  } catch {
    return null
  }
}

/** null for the lines before and behind the rows. */
function rowOf(line: string): { readonly body: string; readonly hash: string } | null {
  try {
    const { body, hash } = JSON.parse(line) as { readonly body?: unknown; readonly hash?: unknown }
    return typeof body === 'string' && typeof hash === 'string' ? { body, hash } : null
  } catch {
    return null
  }
}
