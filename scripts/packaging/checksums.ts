import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** What is handed to somebody: everything that can be installed, and what describes it. */
const handedOut = /\.(exe|zip|dmg|deb|AppImage|tar\.gz|yml|json|txt)$/
export const checksumsFile = 'SHA256SUMS.txt'

/** SHA-256 of a file, hex. */
async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Writes SHA256SUMS.txt of the files in `folder` in the form that `sha256sum --check` reads; answers their names. */
export async function writeChecksums(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile() && handedOut.test(entry.name) && entry.name !== checksumsFile && !entry.name.startsWith('builder-')).map(({ name }) => name).toSorted()
  const lines: string[] = []
  for (const name of names) lines.push(`${await sha256Of(join(folder, name))}  ${name}\n`)
  await writeFile(join(folder, checksumsFile), lines.join(''))
  return names
}
