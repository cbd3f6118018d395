import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'

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
  let place = part
  let bytes = 0
  return {
    write: async (text) => {
      const data = Buffer.from(text, 'utf8')
      await handle.appendFile(data)
      hash.update(data)
      bytes += data.length
    },
    bytes: () => bytes,
    finish: async () => {
      await handle.sync()
      await handle.close()
      return hash.digest('hex')
    },
    readBack: async (onChunk) => {
      const found = createHash('sha256')
      for await (const chunk of createReadStream(part)) {
        found.update(chunk as Buffer)
        onChunk()
      }
      return found.digest('hex')
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
