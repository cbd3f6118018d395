import { createHash, randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'

/** What is written and read goes through one piece of memory: a new one each time would lie about until it is collected, hundreds of megabytes of it. */
const roomBytes = 1024 * 1024

/** A file that is not there under its own name before it is whole. Every function may throw what the file system throws. */
export interface TargetFile {
  /** Adds a text, in UTF-8. */
  write(text: string): Promise<void>
  /** Bytes written so far. */
  bytes(): number
  /** On the disk, and closed; answers its SHA-256 in hex. */
  finish(): Promise<string>
  /** SHA-256 of what is on the disk, in hex; `onChunk` is called as it is read, and may throw. */
  readBack(onChunk: () => void): Promise<string>
  /** Gives it its name. */
  moveIntoPlace(): Promise<void>
  /** Nothing is left of it, under either name. Never throws. */
  discard(): Promise<void>
}

/** Begins a file beside `path`, readable by this user alone. */
export async function createTargetFile(path: string): Promise<TargetFile> {
  const part = `${path}.${randomUUID().slice(0, 8)}.part`
  const handle = await open(part, 'wx', 0o600)
  const hash = createHash('sha256')
  let room = Buffer.alloc(roomBytes)
  let place = part
  let bytes = 0
  return {
    write: async (text) => {
      const length = Buffer.byteLength(text, 'utf8')
      if (length > room.length) room = Buffer.alloc(length * 2)
      room.write(text, 'utf8')
      const data = room.subarray(0, length)
      await handle.appendFile(data)
      hash.update(data)
      bytes += length
    },
    bytes: () => bytes,
    finish: async () => {
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
    moveIntoPlace: async () => {
      await rename(part, path)
      place = path
    },
    discard: async () => {
      await handle.close().catch(() => undefined)
      await rm(place, { force: true }).catch(() => undefined)
    },
  }
}
