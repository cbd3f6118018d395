// The command `update-pack`: this version judges what would replace it. A program of its own, like `audit`.
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { buildStamp } from '../build-stamp.ts'
import { verifyFile } from './copy-verified.ts'
import { judgePack } from './update-pack.ts'
import type { PackFinding } from './update-pack.ts'

const usage = `Usage: update-pack verify FILE [--copy-to FOLDER]

Verifies an update pack: FILE is its update-pack.json, and the packages lie beside it. The signature must be the one that this version
was built to trust, and the version must be newer than this one. With --copy-to, the packages that are whole are copied to FOLDER; install from
there, and give the folder to administrators only.

Ends with 0 when the pack is in order and at least one package is there, 1 when it is refused, 2 when it could not be read.
`

const sentences: Readonly<Record<PackFinding, string>> = {
  'no-key': 'This version was built without the key of update packs, so it trusts none. Check the new installer by its checksum and its signature.',
  'no-pack': 'This is no update pack.',
  signature: 'The pack was not signed by who signs this console, or it was changed since. Do not install from it.',
  product: 'The pack is of another product.',
  version: 'The pack does not say a version of three numbers, so it cannot be told whether it is newer.',
  'not-newer': 'The pack is not newer than this version. Going back is refused: an old version has faults that are known.',
}

async function main(): Promise<0 | 1 | 2> {
  let file: string
  let copyTo: string | null
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'copy-to': { type: 'string' } } })
    const [command, given, ...rest] = positionals
    if (command !== 'verify' || given === undefined || rest.length > 0) throw new Error('Which pack?')
    file = given
    copyTo = values['copy-to'] ?? null
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`)
    return 2
  }
  try {
    const verdict = judgePack(await readFile(file, 'utf8'), {
      product: 'helpdesk-console', version: buildStamp?.version ?? '', publicKey: buildStamp?.updatePackKey ?? null,
    })
    if (verdict.status === 'refused') {
      process.stdout.write(`REFUSED: ${sentences[verdict.finding]}\n`)
      return 1
    }
    const { version, files } = verdict.manifest
    process.stdout.write(`The pack is signed and brings version ${version}.\n`)
    const verdicts = []
    for (const each of files) {
      const found = await verifyFile(each, dirname(file), copyTo)
      verdicts.push(found)
      if (found !== 'absent') process.stdout.write(`${found === 'whole' ? (copyTo === null ? 'whole' : 'whole, copied') : 'CHANGED'}  ${each.name}\n`)
    }
    if (verdicts.includes('changed')) {
      process.stdout.write('REFUSED: a package is not the one that was signed. Do not install from it; copy the pack anew.\n')
      return 1
    }
    if (verdicts.includes('whole')) return 0
    process.stdout.write('REFUSED: none of the packages lies beside the pack.\n')
    return 1
  } catch (cause) {
    process.stderr.write(`The pack could not be read: ${cause instanceof Error ? cause.message : String(cause)}\n`)
    return 2
  }
}

process.exitCode = await main()
