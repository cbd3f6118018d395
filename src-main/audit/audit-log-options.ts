import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { Clock } from '../../src-shared/clock.ts'
import type { WorkingHours } from './attempt-flags.ts'
import type { KeyProtection } from './key-file.ts'
import type { WritePoint } from './log-transaction.ts'

export interface AuditLogOptions {
  /** Where the log is; a folder of its own, which is made readable by this user alone if it is not there yet. */
  readonly file: string
  readonly bootId: string
  readonly clock: Clock
  readonly onHealthChanged?: ((health: AuditHealth) => void) | undefined
  /** Keeps the sealing key from others; without it the file's mode does. */
  readonly keyProtection?: KeyProtection | undefined
  /** What counts as working hours; the usual ones otherwise. */
  readonly workingHours?: WorkingHours | undefined
  /** For tests: called at each point where a killed console could leave something half done. */
  readonly onPoint?: ((point: WritePoint) => void) | undefined
  /** For tests: smaller numbers. */
  readonly limits?: Partial<AuditLimits> | undefined
}

export interface AuditLimits {
  /** Below this much free disk space no intent is written. */
  readonly freeSpaceFloorBytes: number
  readonly ballastBytes: number
  /** How long a call waits for another process that is writing. */
  readonly busyTimeoutMs: number
  /** A log of so many rows is closed by the console itself, at a start or later. */
  readonly closeAtRows: number
}

export const defaultLimits: AuditLimits = { freeSpaceFloorBytes: 64 * 1024 * 1024, ballastBytes: 1024 * 1024, busyTimeoutMs: 5_000, closeAtRows: 100_000 }
