import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../src-shared/clock.ts'
import { createLogger } from './logger.ts'
import type { Logger } from './logger.ts'
import { createRedactor } from './redact-line.ts'
import type { Redactor } from './redact-line.ts'

/** The console's own log, and what keeps names out of it. */
export interface ConsoleLog {
  readonly logger: Logger
  readonly redactor: Redactor
  /** Who is or was signed in last: a name cannot be told by its look. */
  know(names: readonly string[]): void
}

/** Opens the log of a profile. It comes before everything that may have something to write there. */
export function openLog(profileFolder: string, clock: Clock): ConsoleLog {
  let known: readonly string[] = []
  const redactor = createRedactor(homedir(), () => [hostname(), ...known])
  return {
    redactor,
    logger: createLogger({ file: join(profileFolder, 'logs', 'console.log'), nowMs: clock.wallMs, redactor }),
    know: (names) => {
      known = names
    },
  }
}
