import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { access, rename, rm } from 'node:fs/promises'
import { isAbsolute } from 'node:path'

/** A file under way, as the note has it. */
export interface Unfinished {
  /** The file that was chosen. */
  readonly path: string
  /** What the names beside it carry: eight hexadecimal digits. */
  readonly id: string
}

export const partOf = ({ path, id }: Unfinished): string => `${path}.${id}.part`
/** The file that had the name before, until the new one stands. */
export const earlierOf = ({ path, id }: Unfinished): string => `${path}.${id}.earlier`

/**
 * Files that a console which was killed has left beside their target. What is under way is noted in the console's own folder first, so only
 * names that the console itself made up are ever touched.
 */
export interface Leftovers {
  /** Before the first byte. */
  note(unfinished: Unfinished): void
  /** Nothing is left beside the target. */
  forget(unfinished: Unfinished): void
  /** Removes what is left of those that nobody writes any more, and gives an earlier file its name back. What cannot be reached stays noted. */
  sweep(): Promise<void>
}

/** The note at `file`; where it cannot be written, the export goes on without, and `onProblem` hears of it. */
export function createLeftovers(file: string, onProblem: (where: string, cause: unknown) => void): Leftovers {
  function read(): readonly Unfinished[] {
    try {
      const noted: unknown = JSON.parse(readFileSync(file, 'utf8'))
      return Array.isArray(noted) ? noted.filter(isUnfinished) : []
    } catch {
      return []
    }
  }

  function write(noted: readonly Unfinished[]): void {
    try {
      if (noted.length === 0) rmSync(file, { force: true })
      else writeFileSync(file, JSON.stringify(noted), { mode: 0o600, flush: true })
    } catch (cause) {
      onProblem('export note', cause)
    }
  }

  return {
    note: (unfinished) => write([...read(), unfinished]),
    forget: ({ id }) => write(read().filter((one) => one.id !== id)),
    sweep: async () => {
      const noted = read()
      const kept: Unfinished[] = []
      for (const one of noted) if (!(await isCleared(one))) kept.push(one)
      if (kept.length < noted.length) write(kept)
    },
  }
}

async function isCleared(unfinished: Unfinished): Promise<boolean> {
  try {
    await rm(partOf(unfinished), { force: true })
    await putBack(unfinished)
    return true
  } catch {
    return false
  }
}

/** The new file takes its name last, so where there is one the earlier file is no longer wanted. */
export async function putBack(unfinished: Unfinished): Promise<void> {
  const earlier = earlierOf(unfinished)
  if (!(await isThere(earlier))) return
  if (await isThere(unfinished.path)) await rm(earlier)
  else await rename(earlier, unfinished.path)
}

const isThere = (path: string): Promise<boolean> => access(path).then(() => true, () => false)

function isUnfinished(value: unknown): value is Unfinished {
  if (typeof value !== 'object' || value === null || !('path' in value) || !('id' in value)) return false
  return typeof value.path === 'string' && isAbsolute(value.path) && typeof value.id === 'string' && /^[0-9a-f]{8}$/.test(value.id)
}
