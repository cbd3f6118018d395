import { createHash, randomUUID } from 'node:crypto'
import { lstat, open, rename, rm } from 'node:fs/promises'
import { earlierOf, partOf, putBack } from './leftovers.ts'
import type { Leftovers, Unfinished } from './leftovers.ts'

/**
 * What is written and read goes through one piece of memory: a new one each time would lie about until it is collected, hundreds of megabytes of
 * it. Texts are added to it one by one, for the same reason: joined first, they are strings too large for the part of the heap that is collected soon.
 */
const roomBytes = 1024 * 1024

/** A file that is not there under its own name before it is whole. Every function may throw what the file system throws. */
export interface TargetFile {
  /** Adds a text, in UTF-8. */
  write(text: string): Promise<void>
  /** Adds bytes as they are. */
  writeBytes(data: Uint8Array): Promise<void>
  /** Bytes written so far. */
  bytes(): number
  /** On the disk, and closed; answers its SHA-256 in hex. */
  finish(): Promise<string>
  /** SHA-256 of what is on the disk, in hex; `onChunk` is called as it is read, and may throw. */
  readBack(onChunk: () => void): Promise<string>
  /** Makes room for the name: a file that has it is kept aside. Where that cannot be done (a folder, a file that another program holds) it throws. */
  clearName(): Promise<void>
  /** Gives it its name; a file that had it is gone for good. */
  moveIntoPlace(): Promise<void>
  /** Nothing is left of it, and a file that had its name has it again. Never throws. */
  discard(): Promise<void>
}

/** Begins a file beside `path`, readable by this user alone. */
export async function createTargetFile(path: string, leftovers: Pick<Leftovers, 'note' | 'forget'>): Promise<TargetFile> {
  const unfinished: Unfinished = { path, id: randomUUID().slice(0, 8) }
  const part = partOf(unfinished)
  leftovers.note(unfinished)
  const handle = await open(part, 'wx', 0o600).catch((cause: unknown) => {
    leftovers.forget(unfinished)
    throw cause
  })
  const hash = createHash('sha256')
  let room = Buffer.alloc(roomBytes)
  let waiting = 0 // bytes in the room that are not in the file yet
  let bytes = 0
  let isInPlace = false

  async function append(data: Uint8Array): Promise<void> {
    await handle.appendFile(data)
    hash.update(data)
  }

  async function flush(): Promise<void> {
    const length = waiting
    waiting = 0
    if (length > 0) await append(room.subarray(0, length))
  }

  return {
    write: async (text) => {
      const length = Buffer.byteLength(text, 'utf8')
      if (waiting + length > room.length) await flush()
      if (length > room.length) room = Buffer.alloc(length * 2)
      waiting += room.write(text, waiting, 'utf8')
      bytes += length
    },
    writeBytes: async (data) => {
      await flush()
      await append(data)
      bytes += data.length
    },
    bytes: () => bytes,
    finish: async () => {
      await flush()
      await handle.sync()
      await handle.close()
      return hash.digest('hex')
    },
    readBack: async (onChunk) => {
      const found = createHash('sha256')
      const reading = await open(part, 'r')
      try {
        for (;;) {
          const { bytesRead } = await reading.read(room, 0, room.length)
          if (bytesRead === 0) return found.digest('hex')
          found.update(room.subarray(0, bytesRead))
          onChunk()
        }
      } finally {
        await reading.close()
      }
    },
    clearName: async () => {
      const present = await lstat(path).catch(() => null)
      if (present?.isDirectory() === true) throw new Error('a folder has this name')
      if (present !== null) await rename(path, earlierOf(unfinished))
    },
    moveIntoPlace: async () => {
      await rename(part, path)
      isInPlace = true
      await rm(earlierOf(unfinished), { force: true }).then(() => leftovers.forget(unfinished), () => undefined) // else the next sweep removes it
    },
    discard: async () => {
      if (isInPlace) return
      await handle.close().catch(() => undefined)
      try {
        await rm(part, { force: true })
        await putBack(unfinished)
        leftovers.forget(unfinished)
      } catch {
        // It stays noted, and the next sweep tries again.
      }
    },
  }
}
