import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { UpdateManifest } from './update-pack.ts'

type PackFile = UpdateManifest['files'][number]
export type FileVerdict = 'whole' | 'absent' | 'changed'

/**
 * Verifies one file of a pack in `folder`, and copies it to `copyTo` if that is given: what was written is what was hashed, so the stick
 * cannot answer otherwise the second time. Throws what the file system throws, but for a file that is not there.
 */
export async function verifyFile(file: PackFile, folder: string, copyTo: string | null): Promise<FileVerdict> {
  const hash = createHash('sha256')
  const half = copyTo === null ? null : join(copyTo, `${file.name}.part`)
  const source = createReadStream(join(folder, file.name))
  try {
    await once(source, 'open')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return 'absent'
    throw cause
  }
  if (copyTo !== null) await mkdir(copyTo, { recursive: true })
  let bytes = 0
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length
      hash.update(chunk)
      yield chunk
    }
  }
  if (half === null) {
    for await (const chunk of hashed()) if (chunk.length > 0 && bytes > file.bytes) break
  } else {
    await pipeline(hashed, createWriteStream(half, { flush: true }))
  }
  const isWhole = bytes === file.bytes && hash.digest('hex') === file.sha256
  if (half !== null && copyTo !== null) {
    if (isWhole) await rename(half, join(copyTo, file.name))
    else await rm(half, { force: true })
  }
  return isWhole ? 'whole' : 'changed'
}
