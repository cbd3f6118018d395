import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface RotatingFileOptions {
  /** The newest lines; older files are beside it, with .1 (newer) to .5 (older) behind the name. */
  readonly file: string
  readonly nowMs: () => number
  readonly maxBytes?: number
  /** Files in all. */
  readonly files?: number
  /** A file is begun anew after so long, and removed when its first line is so old. */
  readonly turnAfterMs?: number
  readonly keepMs?: number
}

export interface RotatingFile {
  /** Adds a line. Never throws: what cannot be written is lost, and nothing else. */
  append(line: string): void
  /** At most so many lines, the newest last; empty where none can be read. Never throws. */
  lastLines(most: number): readonly string[]
}

const dayMs = 24 * 60 * 60_000

/**
 * A file of lines that is kept small and young: six files of 1 MB, no line older than 30 days. Each step is one rename, so that a console which is
 * killed between two of them leaves whole files. Lines begin with their time (`{"at":"…"`): a file's own times change when it is copied.
 */
export function createRotatingFile({ file, nowMs, maxBytes = 1024 * 1024, files = 6, turnAfterMs = 5 * dayMs, keepMs = 30 * dayMs }: RotatingFileOptions): RotatingFile {
  const nameOf = (age: number): string => (age === 0 ? file : `${file}.${age}`)
  const sizeOf = (name: string): number => statSync(name, { throwIfNoEntry: false })?.size ?? 0
  const exists = (name: string): boolean => statSync(name, { throwIfNoEntry: false }) !== undefined
  /** The last line may be half there: the disk was full, or the console was killed. */
  let isTorn = true
  let lookedAtMs: number | null = null

  /** A clock that was put back makes a file look as old as it makes it look young: better gone too early than kept for ever. */
  const ageOf = (name: string): number => Math.abs(nowMs() - begunAtMs(name))

  function removeOld(): void {
    for (let age = 0; age < files; age += 1) if (exists(nameOf(age)) && ageOf(nameOf(age)) > keepMs) rmSync(nameOf(age), { force: true })
  }

  function turn(): void {
    rmSync(nameOf(files - 1), { force: true })
    for (let age = files - 2; age >= 0; age -= 1) if (exists(nameOf(age))) renameSync(nameOf(age), nameOf(age + 1))
  }

  /** Ages are looked at now and then; the size each time. */
  function tidy(): void {
    const isDue = lookedAtMs === null || Math.abs(nowMs() - lookedAtMs) > 60 * 60_000
    if (isDue) {
      lookedAtMs = nowMs()
      removeOld()
    }
    const size = sizeOf(file)
    if (size === 0 || (size < maxBytes && !(isDue && ageOf(file) > turnAfterMs))) return
    turn()
    isTorn = false
  }

  return {
    append: (line) => {
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
        try {
          tidy()
        } catch {
          // Another program holds one of the files. The present one may grow meanwhile, to twice its size and no more.
          if (sizeOf(file) > 2 * maxBytes) return
        }
        const isMended = isTorn && !endsWhole(file)
        isTorn = true
        appendFileSync(file, `${isMended ? '\n' : ''}${line}\n`, { mode: 0o600 })
        isTorn = false
      } catch {
        // Nowhere left to say it.
      }
    },
    lastLines: (most) => {
      let lines: string[] = []
      for (let age = 0; age < files && lines.length < most; age += 1) lines = [...linesOf(nameOf(age)), ...lines]
      return lines.slice(-most)
    },
  }
}

function linesOf(name: string): readonly string[] {
  try {
    return readFileSync(name, 'utf8').split('\n').filter((line) => line !== '')
  } catch {
    return []
  }
}

/** The time of the first line; where it has none, when the file was last written. */
function begunAtMs(name: string): number {
  const at = /^\{"at":"([^"]+)"/.exec(partOf(name, 0, 64))?.[1]
  const ms = at === undefined ? Number.NaN : Date.parse(at)
  return Number.isNaN(ms) ? statSync(name).mtimeMs : ms
}

function endsWhole(name: string): boolean {
  const size = statSync(name, { throwIfNoEntry: false })?.size ?? 0
  return size === 0 || partOf(name, size - 1, 1) === '\n'
}

function partOf(name: string, from: number, length: number): string {
  const descriptor = openSync(name, 'r')
  try {
    const room = Buffer.alloc(length)
    return room.toString('utf8', 0, readSync(descriptor, room, 0, length, from))
  } finally {
    closeSync(descriptor)
  }
}
