import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInlineInspector } from '../../src-main/audit-command/inspectors.ts'
import { verifyFile } from '../../src-main/audit-command/verify-file.ts'
import { openAuditLog } from '../../src-main/audit/audit-log.ts'
import type { AuditLog } from '../../src-main/audit/audit-log.ts'
import { openAuditReader } from '../../src-main/audit/audit-reader.ts'
import type { StoredRow } from '../../src-main/audit/chain.ts'
import { anAnswer, anAttempt, anIntent, anOutcome, aStart, aTarget } from '../src-main/audit/audit-events.ts'

const attemptsInLog = 48
/** What lies beside one another in the folder of a log. */
const files = ['audit.db', 'audit.head', 'audit.key'] as const
export type LogFile = (typeof files)[number]

const open = (file: string, bootId: string): AuditLog => openAuditLog({
  file, bootId, clock: { wallMs: () => Date.now(), monotonicMs: () => performance.now() }, limits: { freeSpaceFloorBytes: 0, ballastBytes: 4096 },
})

/** About 200 rows and their seals, closed: SQLite leaves all of it in the file itself. */
export function writeWholeLog(file: string): { readonly installId: string; readonly rows: readonly StoredRow[] } {
  mkdirSync(dirname(file), { recursive: true })
  const log = open(file, 'boot-1')
  for (let i = 0; i < attemptsInLog; i += 1) {
    const attemptId = `attempt-${i}`
    const target = aTarget({ deviceId: `device-${i}` })
    log.append(anAttempt({ attemptId, target }))
    log.writeIntent(anIntent({ attemptId, target }), () => true)
    log.append(anAnswer({ attemptId }))
    log.append(anOutcome({ attemptId }))
  }
  log.seal()
  log.close()
  const reader = openAuditReader({ file, isImmutable: true })
  try {
    return { installId: reader.installId, rows: reader.rowsBetween(1, reader.lastSeq) }
  } finally {
    reader.close()
  }
}

/** What the command says of a file. */
export async function verdictOf(file: string): Promise<'whole' | 'broken' | 'unreadable'> {
  const { status } = await verifyFile(file, {
    report: () => undefined, onProgress: () => undefined, createInspector: createInlineInspector, signal: new AbortController().signal,
  })
  return status
}

/**
 * A console opens a copy of the log in which one file is another, writes a row and seals. Whether it found something, and, where it did not,
 * the rows that it took for those of the log.
 */
export function openWithOther(whole: string, scratch: string, other: LogFile, bytes: Buffer): { readonly isFound: boolean; readonly rows: readonly StoredRow[] } {
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(scratch)
  for (const name of files) copyFileSync(join(dirname(whole), name), join(scratch, name))
  writeFileSync(join(scratch, other), bytes)
  const file = join(scratch, 'audit.db')
  const log = open(file, 'boot-2')
  try {
    const isWhole = log.health().status === 'whole' && log.append(aStart).status === 'ok'
    log.seal()
    const isFound = !isWhole || log.verify().status !== 'whole'
    return { isFound, rows: isFound ? [] : (log.storedRows(0, 1_000_000)?.rows ?? []) }
  } finally {
    log.close()
  }
}

/** The rows of a database that may be damaged; none where it cannot be read. */
export function rowsInDatabase(file: string): readonly StoredRow[] {
  try {
    const reader = openAuditReader({ file, isImmutable: true })
    try {
      return reader.rowsBetween(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    } finally {
      reader.close()
    }
  } catch {
    return []
  }
}

/** The rows of an export, by their lines. */
export function rowsInExport(file: string): readonly StoredRow[] {
  return readFileSync(file, 'utf8').split('\n').slice(1, -2).map((line) => {
    const { body, hash } = JSON.parse(line) as { readonly body: string; readonly hash: string }
    return { seq: (JSON.parse(body) as { readonly seq: number }).seq, body, hash }
  })
}

/** Whether the rows begin with those that were written. */
export const beginsWith = (rows: readonly StoredRow[], written: readonly StoredRow[]): boolean =>
  written.every(({ seq, body, hash }, index) => rows[index]?.seq === seq && rows[index].body === body && rows[index].hash === hash)
