import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { say } from './runtime.ts'

/** Handed to the first copy by the second. */
export interface SecondInstance { readonly argv: readonly string[]; readonly workingDirectory: string; readonly additionalData: unknown }

let held: DatabaseSync | null = null
let addressFile: string | null = null

/**
 * One copy per profile. The lock is SQLite's on a file of the profile: taken at once, and gone with the process however it ends.
 * False: another copy has it, and has been told of this start.
 */
export function takeLock(profile: string, additionalData: unknown): boolean {
  if (held !== null) return true
  addressFile = join(profile, 'stand-in-address')
  const database = new DatabaseSync(join(profile, 'stand-in-lock'))
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch {
    database.close()
    tellFirst(addressFile, { argv: process.argv, workingDirectory: process.cwd(), additionalData })
    return false
  }
  held = database
  return true
}

export function hasLock(): boolean {
  return held !== null
}

export function releaseLock(): void {
  if (held === null) return
  if (addressFile !== null) rmSync(addressFile, { force: true })
  held.close()
  held = null
}

/** Writes where the next copy can tell this one that it was started; readable by this person only. */
export function publishAddress(baseUrl: string): void {
  if (held !== null && addressFile !== null) writeFileSync(addressFile, baseUrl, { mode: 0o600 })
}

/** Runs beside, because the caller must not go on before the first copy knows; tries again while that one is still starting. */
const messenger = `
  const [file, body] = process.argv.slice(1)
  const { readFileSync } = await import('node:fs')
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      const answer = await fetch(readFileSync(file, 'utf8') + 'second-instance', { method: 'POST', body })
      if (answer.ok) process.exit(0)
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  process.exit(1)`

function tellFirst(file: string, second: SecondInstance): void {
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', messenger, file, JSON.stringify(second)], { stdio: 'ignore', timeout: 10_000 })
  if (status === 0) say(`Already running: ${readFileSync(file, 'utf8')}`)
  else console.error('stand-in: another copy has this profile, but does not answer')
}
