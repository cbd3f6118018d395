import { join } from 'node:path'
import type { JournalEntry } from '../../simulated-tenant/journal/journal.ts'
import { openAuditLog } from '../../src-main/audit/audit-log.ts'
import { openAuditReader } from '../../src-main/audit/audit-reader.ts'
import type { StoredRow } from '../../src-main/audit/chain.ts'
import type { AuditEntry } from '../../src-shared/audit.ts'
import type { SaidLine } from './kill-points.ts'

/** What is known of a log from one kill to the next: the rows it had when it was last looked at. */
export interface KnownRows {
  readonly rows: readonly StoredRow[]
}

export function rowsIn(file: string): readonly StoredRow[] {
  const reader = openAuditReader({ file, isImmutable: false })
  try {
    return reader.rowsBetween(1, reader.lastSeq)
  } finally {
    reader.close()
  }
}

const entryOf = (row: StoredRow): AuditEntry => ({ ...(JSON.parse(row.body) as object), hash: row.hash }) as AuditEntry

/**
 * Opens the log of a console that was killed as the next console would, looks at all of it, writes a row and seals. Answers the sentences
 * that do not hold, and the rows that the log has now.
 */
export function judgeKilledLog(
  folder: string, known: KnownRows, said: readonly SaidLine[], journal: readonly JournalEntry[],
): { readonly broken: readonly string[]; readonly known: KnownRows } {
  const broken: string[] = []
  const say = (isKept: boolean, sentence: string): void => {
    if (!isKept) broken.push(sentence)
  }
  const file = join(folder, 'audit.db')
  const log = openAuditLog({
    file, bootId: 'judge', clock: { wallMs: () => Date.now(), monotonicMs: () => performance.now() }, limits: { freeSpaceFloorBytes: 0, ballastBytes: 4096 },
  })
  try {
    const health = log.health()
    say(health.status === 'whole', `the log does not verify after the kill: ${JSON.stringify(health)}`)
    const entries = rowsIn(file).map(entryOf)
    say(known.rows.every(({ seq, hash }) => entries[seq - 1]?.hash === hash), 'a row that was there before the kill is gone or another')
    for (const line of said) judgeLine(line, entries, say)
    judgeJournal(journal, entries, say)
    say(log.append({ kind: 'app-started', version: '0.0.0', runtime: 'nightly' }).status === 'ok', 'no row can be written after the kill')
    log.seal()
    const after = log.verify()
    say(after.status === 'whole' && after.sealed?.rows === after.rows - 1, `the log cannot be sealed on after the kill: ${JSON.stringify(after)}`)
  } finally {
    log.close()
  }
  return { broken, known: { rows: rowsIn(file) } }
}

type Say = (isKept: boolean, sentence: string) => void

function judgeLine(line: SaidLine, entries: readonly AuditEntry[], say: Say): void {
  if ('clientRequestId' in line) {
    say(entries.some((entry) => entry.kind === 'intent' && entry.clientRequestId === line.clientRequestId), 'an intent that was acknowledged is lost')
    return
  }
  const kinds = new Set<string>(entries.flatMap((entry) => ('attemptId' in entry && entry.attemptId === line.attemptId ? [entry.kind] : [])))
  for (const kind of line.kinds) say(kinds.has(kind), `a row of kind ${kind} that was acknowledged is lost`)
}

/** The tenant is the judge: a request that arrived although the console died must be in the log, once, as an intent for that device. */
function judgeJournal(journal: readonly JournalEntry[], entries: readonly AuditEntry[], say: Say): void {
  const intents = new Map(entries.flatMap((entry) => (entry.kind === 'intent' ? [[entry.clientRequestId, entry] as const] : [])))
  const writes = journal.filter(({ part, method }) => part === 'graph' && method !== 'GET')
  say(new Set(writes.map(({ clientRequestId }) => clientRequestId)).size === writes.length, 'the tenant received a request twice')
  for (const { clientRequestId, path, oid } of writes) {
    const intent = intents.get(clientRequestId ?? '')
    say(intent !== undefined, `the tenant received a request without an intent: ${path}`)
    if (intent === undefined) continue
    say(path.toLowerCase().includes(intent.target.deviceId.toLowerCase()), 'the tenant received a request for another device than the intent names')
    say(oid === null || oid === intent.actor.oid, 'the tenant received a request in another person’s name')
  }
}
