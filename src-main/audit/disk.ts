import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Room kept for the day when the disk is full: a file beside the log that can be given up, so that what has already happened to a
 * device can still be written down.
 */
export interface Ballast {
  /** Makes sure that it is there; false when there is no room for it. */
  keep(): boolean
  /** Gives the room back to the disk; false when there was none. */
  drop(): boolean
}

export function createBallast(file: string, bytes: number): Ballast {
  return {
    keep() {
      try {
        if (statSync(file, { throwIfNoEntry: false })?.size === bytes) return true
        const unfinished = `${file}.new`
        try {
          const descriptor = openSync(unfinished, 'w', 0o600)
          try {
            // Random bytes, because a file system that compresses would keep no room for zeros.
            const content = randomBytes(bytes)
            for (let at = 0; at < bytes; ) at += writeSync(descriptor, content, at)
            fsyncSync(descriptor)
          } finally {
            closeSync(descriptor)
          }
          renameSync(unfinished, file)
          return true
        } finally {
          rmSync(unfinished, { force: true })
        }
      } catch {
        return false
      }
    },
    drop() {
      try {
        if (!existsSync(file)) return false
        rmSync(file)
        return true
      } catch {
        return false
      }
    },
  }
}

/** Bytes that this user can still write to the disk of `file`; 0 when the disk cannot be asked. */
export function freeBytesBeside(file: string): number {
  try {
    const disk = statfsSync(dirname(file))
    return disk.bavail * disk.bsize
  } catch {
    return 0
  }
}

/**
 * Tells one file from another of the same name; null when there is none. An open database whose file was deleted or replaced would otherwise be
 * written to for nothing. Throws while the disk cannot be asked, which is no missing file.
 */
export function identityOf(file: string): string | null {
  try {
    const { dev, ino } = statSync(file, { bigint: true })
    return `${dev}:${ino}`
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
    return null
  }
}

/** Writes a small file for this user alone; on the disk when this returns, and never half. Throws what the disk throws. */
export function writeDurably(file: string, text: string): void {
  const unfinished = `${file}.${randomUUID()}.new`
  try {
    const descriptor = openSync(unfinished, 'wx', 0o600)
    try {
      writeSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(unfinished, file)
  } finally {
    rmSync(unfinished, { force: true })
  }
  syncFolder(dirname(file))
}

/** Makes a new name durable too, where folders can be synced (not on Windows, whose file system keeps a journal of names). */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Not possible here.
  }
}
