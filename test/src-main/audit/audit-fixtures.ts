import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import type { AuditHealth } from '../../../src-shared/audit-health.ts'
import type { Clock } from '../../../src-shared/clock.ts'
import { openAuditLog } from '../../../src-main/audit/audit-log.ts'
import type { StoredRow } from '../../../src-main/audit/chain.ts'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import type { AuditLogOptions } from '../../../src-main/audit/audit-log-options.ts'

export interface MovableClock extends Clock {
  advance(ms: number): void
}
export function aClock(startMs = Date.UTC(2026, 10, 23, 10, 0, 0)): MovableClock {
  let elapsed = 0
  return { wallMs: () => startMs + elapsed, monotonicMs: () => elapsed, advance: (ms) => void (elapsed += ms) }
}

/** A folder of its own for one test, removed afterwards. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-spec-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface OpenedLog {
  readonly log: AuditLog
  readonly file: string
  readonly clock: MovableClock
  readonly healths: AuditHealth[]
}

/** A log as the console opens it, with small limits; closed when the test ends. */
export function openLog(
  file = join(aFolder(), 'audit', 'audit.db'), options: Partial<Pick<AuditLogOptions, 'bootId' | 'limits' | 'keyProtection' | 'onPoint' | 'workingHours'>> & { clock?: MovableClock } = {},
): OpenedLog {
  const healths: AuditHealth[] = []
  const clock = options.clock ?? aClock()
  const log = openAuditLog({
    ...options, file, clock, bootId: options.bootId ?? 'boot-1', onHealthChanged: (health) => healths.push(health),
    limits: { freeSpaceFloorBytes: 0, ballastBytes: 4096, busyTimeoutMs: 50, ...options.limits },
  })
  onTestFinished(() => log.close())
  return { log, file, clock, healths }
}

/** Another hand on the same file: what a person with a database tool, or a bug, could do. */
export function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(sql)
  } finally {
    database.close()
  }
}

const withoutTriggers = 'DROP TRIGGER entries_never_change; DROP TRIGGER entries_never_go; DROP TRIGGER entries_only_follow;'

/** Puts the triggers back, as somebody careful would. */
export function secretly(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  const triggers = database.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").all() as { sql: string }[]
  database.exec(withoutTriggers + sql)
  for (const trigger of triggers.filter(({ sql: text }) => withoutTriggers.includes(/TRIGGER (\w+)/.exec(text)?.[1] ?? '?'))) database.exec(trigger.sql)
  database.close()
}

/** Number of the nth row that a spec writes: row 1 of every log is its own. */
export const nth = (n: number): number => n + 1

/** Every row, the first and the seals too. */
export function allRowsOf(file: string): StoredRow[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare('SELECT seq, body, hash FROM entries ORDER BY seq').all() as unknown as StoredRow[]
  } finally {
    database.close()
  }
}

/** Rows behind the first. */
export const rowsOf = (file: string): StoredRow[] => allRowsOf(file).filter(({ seq }) => seq > 1)

export const yes = (): boolean => true
