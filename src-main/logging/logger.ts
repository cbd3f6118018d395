import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { redact } from './redact.ts'

const rotateAtBytes = 2 * 1024 * 1024

export interface Logger {
  /** Something went wrong in the console itself; `cause` is kept, secrets are not. */
  problem(where: string, cause: unknown): void
  info(what: string, details?: Readonly<Record<string, string | number | boolean | null>>): void
}

/** Writes JSON lines to `file`, one older file is kept. Never throws: a log that cannot be written must not stop the work. */
export function createLogger(file: string, now: () => string): Logger {
  function write(line: object): void {
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > rotateAtBytes) renameSync(file, `${file}.1`)
      appendFileSync(file, `${redact(JSON.stringify({ at: now(), ...line }))}\n`, { mode: 0o600 })
    } catch {
      // Nowhere left to say it.
    }
  }
  return {
    problem: (where, cause) => write({ level: 'problem', where, ...describe(cause) }),
    info: (what, details) => write({ level: 'info', what, ...details }),
  }
}

function describe(cause: unknown): object {
  if (!(cause instanceof Error)) return { cause: String(cause) }
  const code = 'errorCode' in cause ? String(cause.errorCode) : 'code' in cause ? String(cause.code) : undefined
  return { cause: cause.name, message: cause.message, code, stack: cause.stack?.split('\n').slice(1, 6).map((line) => line.trim()) }
}
