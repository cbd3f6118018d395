/** Cuts a log into parts, one after the other, so that memory stays small however long it is. */
import type { AuditReader, ReaderSource } from '../audit/audit-reader.ts'
import { readRange } from './inspect-part.ts'
import type { Part } from './inspect-part.ts'

const rowsPerPart = 4096
const bytesPerPart = 4 * 1024 * 1024
/** No row is nearly so long: what has no end of line within this is cut, and reported as unreadable. */
const longestLine = 16 * 1024 * 1024

/** The rows of a database, by seq. Leaps over numbers that are not there. */
export function* databaseParts(source: ReaderSource, reader: AuditReader): Generator<Part> {
  for (let first = reader.firstFrom(Number.MIN_SAFE_INTEGER); first !== null && first <= reader.lastSeq;) {
    const last = Math.min(first + rowsPerPart - 1, reader.lastSeq)
    yield { kind: 'rows', source, first, last }
    first = reader.firstFrom(last + 1)
  }
}

/** The lines of a text file of `size` bytes. */
export function* lineParts(file: string, size: number): Generator<Part> {
  for (let start = 0; start < size;) {
    const end = endOfLine(file, Math.min(start + bytesPerPart, size), size)
    yield { kind: 'lines', file, start, end }
    start = end
  }
}

/** Where the line ends that the byte before `from` is in. */
function endOfLine(file: string, from: number, size: number): number {
  const step = 64 * 1024
  for (let at = from - 1; at < Math.min(size, from + longestLine); at += step) {
    const found = readRange(file, at, Math.min(at + step, size)).indexOf(0x0a)
    if (found !== -1) return at + found + 1
  }
  return Math.min(size, from + longestLine)
}
