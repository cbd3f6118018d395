import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { StoredRow } from '../../src-main/audit/chain.ts'
import { asJsonLines } from '../factories/sealed-log.ts'
import { beginsWith, openWithOther, rowsInDatabase, rowsInExport, verdictOf, writeWholeLog } from './flipped-log.ts'
import { createRandom } from './kill-points.ts'

/** `text`: within what a row says or its hash. `other`: everything else of the file. The two files beside the log are judged by the console's opening. */
const flippedParts = ['database, text', 'database, other', 'export, text', 'export, other', 'head copy', 'key file', 'database, opened by the console'] as const
export type FlippedPart = (typeof flippedParts)[number]

export interface FlipCounts {
  flips: number
  found: number
  /** Not reported, and every row is read back as it was written. */
  harmless: number
}

export interface FlipsResult {
  readonly rows: number
  readonly parts: Readonly<Record<FlippedPart, FlipCounts>>
  readonly failures: readonly { readonly part: FlippedPart; readonly offset: number; readonly bit: number; readonly sentence: string; readonly file: string }[]
}

export interface FlipsOptions {
  /** So many of the database and of the export, and a quarter of it of each file beside them; 'all': every bit. */
  readonly flips: number | 'all'
  readonly seed: number
  readonly onFlip?: (made: number) => void
}

const consoleLooksEvery = 20

/** Turns single bits, one at a time, of a closed log of about 200 rows, of its export, and of the files beside it. A file with a failure is kept. */
export async function runFlips({ flips, seed, onFlip }: FlipsOptions): Promise<FlipsResult> {
  const base = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'nightly-flips-'))
  const whole = join(base, 'whole', 'audit.db')
  const { rows, installId } = writeWholeLog(whole)
  const random = createRandom(seed)
  const parts = Object.fromEntries(flippedParts.map((part) => [part, { flips: 0, found: 0, harmless: 0 }])) as Record<FlippedPart, FlipCounts>
  const failures: FlipsResult['failures'][number][] = []
  let made = 0

  function count(part: FlippedPart, [offset, bit]: Place, bytes: Buffer, isFound: boolean, areRowsSame: () => boolean): void {
    made += 1
    onFlip?.(made)
    const counts = parts[part]
    counts.flips += 1
    if (isFound) {
      counts.found += 1
      return
    }
    const isSame = areRowsSame()
    if (isSame && !part.endsWith(', text')) {
      counts.harmless += 1
      return
    }
    const file = join(base, `failure-${failures.length}`)
    writeFileSync(file, bytes)
    failures.push({ part, offset, bit, file, sentence: isSame ? 'a change inside a row was not reported' : 'a log with other rows was called whole' })
  }

  async function flipFile(name: 'database' | 'export', bytes: Buffer, isText: Uint8Array, read: (file: string) => readonly StoredRow[]): Promise<void> {
    const file = join(base, name)
    for (const place of placesIn(bytes, flips, random)) {
      const flipped = flippedAt(bytes, place)
      writeFileSync(file, flipped)
      count(`${name}, ${isText[place[0]] === 1 ? 'text' : 'other'}`, place, flipped, (await verdictOf(file)) !== 'whole', () => read(file).length === rows.length && beginsWith(read(file), rows))
      if (name === 'database' && made % consoleLooksEvery === 0) {
        const opened = openWithOther(whole, join(base, 'opened'), 'audit.db', flipped)
        count('database, opened by the console', place, flipped, opened.isFound, () => beginsWith(opened.rows, rows))
      }
    }
  }

  const database = readFileSync(whole)
  await flipFile('database', database, textOfDatabase(database, rows), rowsInDatabase)
  const lines = Buffer.from(`${asJsonLines(rows, installId).join('\n')}\n`)
  await flipFile('export', lines, textOfExport(lines), rowsInExport)
  for (const [part, name] of [['head copy', 'audit.head'], ['key file', 'audit.key']] as const) {
    const bytes = readFileSync(join(dirname(whole), name))
    for (const place of placesIn(bytes, flips === 'all' ? flips : Math.ceil(flips / 4), random)) {
      const flipped = flippedAt(bytes, place)
      const opened = openWithOther(whole, join(base, 'opened'), name, flipped)
      count(part, place, flipped, opened.isFound, () => beginsWith(opened.rows, rows))
    }
  }
  if (failures.length === 0) rmSync(base, { recursive: true, force: true })
  return { rows: rows.length, parts, failures }
}

type Place = readonly [offset: number, bit: number]

function* placesIn(bytes: Buffer, flips: number | 'all', random: () => number): Generator<Place> {
  const bits = bytes.length * 8
  for (let index = 0; index < (flips === 'all' ? bits : flips); index += 1) {
    const at = flips === 'all' ? index : Math.floor(random() * bits)
    yield [at >> 3, at & 7]
  }
}

function flippedAt(bytes: Buffer, [offset, bit]: Place): Buffer {
  const flipped = Buffer.from(bytes)
  flipped[offset] = (bytes[offset] ?? 0) ^ (1 << bit)
  return flipped
}

/**
 * 1 for every byte of a row's text and hash. SQLite keeps them one behind the other; a text that is longer than a page, and one of which an
 * older copy is left in room that is free again, count as other: which bytes are read cannot be told from outside.
 */
function textOfDatabase(bytes: Buffer, rows: readonly StoredRow[]): Uint8Array {
  const marks = new Uint8Array(bytes.length)
  for (const { body, hash } of rows) {
    const stored = Buffer.from(body + hash)
    const at = bytes.indexOf(stored)
    if (at !== -1 && bytes.indexOf(stored, at + 1) === -1) marks.fill(1, at, at + stored.length)
  }
  return marks
}

/** 1 for every byte of a line that is a row: not the first, which names the log, not the last, which counts it, and no end of line. */
function textOfExport(bytes: Buffer): Uint8Array {
  const marks = new Uint8Array(bytes.length)
  let line = 0
  const lastLine = bytes.reduce((ends, byte) => (byte === 0x0a ? ends + 1 : ends), 0) - 1
  for (const [offset, byte] of bytes.entries()) {
    if (byte === 0x0a) line += 1
    else if (line > 0 && line < lastLine) marks[offset] = 1
  }
  return marks
}
