import type { LineValue, Redactor } from './redact-line.ts'
import { createRotatingFile } from './rotating-file.ts'
import type { RotatingFileOptions } from './rotating-file.ts'

export interface Logger {
  /** Something went wrong in the console itself; `cause` is kept, secrets are not. */
  problem(where: string, cause: unknown): void
  info(what: string, details?: Readonly<Record<string, string | number | boolean | null>>): void
  /** The newest lines, at most so many, redacted once more: what is known to be a name now may not have been then. */
  lastLines(most: number): readonly string[]
}

export interface LoggerOptions extends RotatingFileOptions {
  readonly redactor: Redactor
}

/** Writes redacted JSON lines to a file that is kept small. Never throws: a log that cannot be written must not stop the work. */
export function createLogger({ redactor, ...options }: LoggerOptions): Logger {
  const file = createRotatingFile(options)

  function write(line: Readonly<Record<string, LineValue>>): void {
    try {
      file.append(JSON.stringify(redactor.line({ at: new Date(options.nowMs()).toISOString(), ...line })))
    } catch {
      // A cause that cannot even be described.
    }
  }

  function again(text: string): string {
    try {
      return JSON.stringify(redactor.line(JSON.parse(text) as Record<string, LineValue>))
    } catch {
      return redactor.text(text)
    }
  }

  return {
    problem: (where, cause) => write({ level: 'problem', where, ...described(cause) }),
    info: (what, details) => write({ level: 'info', what, ...details }),
    lastLines: (most) => file.lastLines(most).map(again),
  }
}

/** Never throws, whatever was thrown. */
function described(cause: unknown): Readonly<Record<string, LineValue>> {
  try {
    if (!(cause instanceof Error)) return { cause: String(cause) }
    const code = 'errorCode' in cause ? String(cause.errorCode) : 'code' in cause ? String(cause.code) : undefined
    return { cause: cause.name, message: cause.message, code, stack: cause.stack?.split('\n').slice(1, 6).map((line) => line.trim()) }
  } catch {
    return { cause: 'something that cannot be described' }
  }
}
