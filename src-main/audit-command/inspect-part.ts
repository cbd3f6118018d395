/** The half of the work that needs nothing of the rows before: can be done in any thread, and in any order. */
import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'
import type { AuditFindingCode } from '../../src-shared/audit-health.ts'
import { openAuditReader } from '../audit/audit-reader.ts'
import type { AuditReader, ReaderSource } from '../audit/audit-reader.ts'
import { inspectRow } from '../audit/chain.ts'
import type { InspectedRow } from '../audit/chain.ts'

/** A piece of a log that one thread reads and inspects. */
export type Part =
  | { readonly kind: 'rows'; readonly source: ReaderSource; readonly first: number; readonly last: number }
  | { readonly kind: 'lines'; readonly file: string; readonly start: number; readonly end: number }
  /** The database as a file: its pages, tables and triggers. */
  | { readonly kind: 'faults'; readonly source: ReaderSource }

/**
 * What was found, in the order of the log. A text is the hash of a row that is right by itself and follows the item before it; so a
 * million rows pass from thread to thread as little more than their hashes.
 */
export type Item = string | InspectedRow | Mark
export type Mark =
  | { readonly mark: 'header'; readonly installId: string }
  | { readonly mark: 'trailer'; readonly rows: number; readonly head: string }
  /** A line that is no row; `hash` if it says one, so that the next row is not blamed. */
  | { readonly mark: 'unreadable'; readonly hash: string }

export interface InspectedPart {
  readonly items: readonly Item[]
  readonly faults: readonly AuditFindingCode[]
}

/** First line of a log in an export; the number is that of the form. */
export const exportFormat = 'helpdesk-console-audit/1'

/** Inspects parts, and keeps the database open from one to the next. Throws what SQLite and the file system throw. */
export function createPartInspector(): { inspect(part: Part): InspectedPart; close(): void } {
  let opened: { readonly file: string; readonly reader: AuditReader } | null = null

  function readerOf(source: ReaderSource): AuditReader {
    if (opened?.file !== source.file) {
      opened?.reader.close()
      opened = null
      opened = { file: source.file, reader: openAuditReader(source) }
    }
    return opened.reader
  }

  return {
    inspect(part) {
      switch (part.kind) {
        case 'faults': return { items: [], faults: readerOf(part.source).faults() }
        case 'rows': {
          const pack = createPacker()
          for (const row of readerOf(part.source).rowsBetween(part.first, part.last)) pack.add(inspectRow(row))
          return { items: pack.items, faults: [] }
        }
        case 'lines': return { items: inspectLines(part), faults: [] }
      }
    },
    close() {
      opened?.reader.close()
      opened = null
    },
  }
}

function createPacker(): { readonly items: Item[]; add(item: InspectedRow | Mark): void } {
  const items: Item[] = []
  let previous: InspectedRow | null = null
  return {
    items,
    add(item) {
      if ('mark' in item) {
        previous = null
        items.push(item)
        return
      }
      const isPlain = previous !== null && item.problem === null && item.fields === null && item.seq === previous.seq + 1
        && item.prevHash === previous.hash && item.installId === previous.installId
      previous = item
      items.push(isPlain ? item.hash : item)
    },
  }
}

function inspectLines({ file, start, end }: Extract<Part, { kind: 'lines' }>): readonly Item[] {
  const bytes = readRange(file, start, end)
  const pack = createPacker()
  const isSound = isUtf8(bytes)
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(0x0a, at)
    const stop = newline === -1 ? bytes.length : newline
    const line = bytes.subarray(at, stop)
    // Bytes that are no UTF-8 would be read as something else, by everybody in their own way.
    pack.add(isSound || isUtf8(line) ? inspectLine(line.toString('utf8')) : { mark: 'unreadable', hash: '' })
    at = stop + 1
  }
  return pack.items
}

function inspectLine(line: string): InspectedRow | Mark {
  const value = parse(line)
  const { body, hash, format, installId, rows, head } = value ?? {}
  const isPair = value !== null && Object.keys(value).length === 2
  if (isPair && format === exportFormat && typeof installId === 'string') return { mark: 'header', installId }
  if (isPair && typeof rows === 'number' && typeof head === 'string') return { mark: 'trailer', rows, head }
  if (!isPair || typeof body !== 'string' || typeof hash !== 'string') return { mark: 'unreadable', hash: typeof hash === 'string' ? hash : '' }
  // The number of a row stands in its body alone: the row itself is asked for it, and everything else is judged as in a database.
  const seq = /[{,]"seq":(\d{1,15})[,}]/.exec(body)?.[1]
  const row = seq === undefined ? null : inspectRow({ seq: Number(seq), body, hash })
  if (row === null) return { mark: 'unreadable', hash }
  if (row.problem !== 'row-out-of-place') return row
  // A text inside the row looked like its number.
  const own = parse(body)?.['seq']
  return typeof own === 'number' && Number.isSafeInteger(own) ? inspectRow({ seq: own, body, hash }) : { mark: 'unreadable', hash }
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : null
  } catch {
    return null
  }
}

/** The bytes from `start` to before `end`; fewer when the file has become shorter. */
export function readRange(file: string, start: number, end: number): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(end - start)
    let length = 0
    while (length < bytes.length) {
      const read = readSync(descriptor, bytes, length, bytes.length - length, start + length)
      if (read === 0) break
      length += read
    }
    return bytes.subarray(0, length)
  } finally {
    closeSync(descriptor)
  }
}
