import { DatabaseSync } from 'node:sqlite'
import type { AuditEvent } from '../../src-shared/audit.ts'
import { createAuditDatabase } from '../../src-main/audit/audit-database.ts'
import { emptyHead, nextRow } from '../../src-main/audit/chain.ts'
import type { ChainHead, StoredRow } from '../../src-main/audit/chain.ts'
import { makeSealKey, sealEveryRows, signCheckpoint } from '../../src-main/audit/checkpoint.ts'
import type { CheckpointText, SealKey } from '../../src-main/audit/checkpoint.ts'
import { aStory } from './audit.ts'

export interface SealedLogOptions {
  readonly installId?: string
  /** A checkpoint after so many rows; Infinity: none. */
  readonly sealEvery?: number
  /** Signs the checkpoint of an epoch; the key that is due otherwise. For forgeries. */
  readonly keyOf?: (epoch: number, keys: readonly SealKey[]) => SealKey
  /** Stands in the checkpoint's text; for forgeries. */
  readonly alter?: (text: CheckpointText) => CheckpointText
}

/** The rows of a log as the console writes them, one attempt after the other: first who seals it, then attempts with seals between them. */
export function* sealedRows(count: number, options: SealedLogOptions = {}): Generator<StoredRow> {
  const { installId = 'install-1', sealEvery = sealEveryRows, keyOf, alter } = options
  const story = aStory().map(({ seq: _seq, at: _at, prevHash: _prevHash, hash: _hash, ...event }) => event as unknown as AuditEvent)
  const keys = [makeSealKey(0)]
  let head: ChainHead = emptyHead(installId)
  const write = (event: AuditEvent): StoredRow => {
    const ms = head.seq * 15_000
    const row = nextRow(head, { ...event, at: new Date(Date.UTC(2026, 10, 23, 8) + ms).toISOString(), installId, bootId: 'boot-1', monotonicMs: ms })
    head = { seq: row.seq, hash: row.hash }
    return row
  }
  yield write({ kind: 'log-started', deskId: 'desk-1', machine: 'DESK-1', sealKey: keys[0]!.publicKey, previous: null })
  for (let seq = 2, epoch = 0, sinceSeal = 1; seq <= count; seq += 1) {
    if (sinceSeal < sealEvery) {
      const event = story[seq % story.length]!
      const attempt = Math.floor(seq / story.length)
      const unique = { ...event, attemptId: `attempt-${attempt}-${installId}` }
      yield write((event.kind === 'intent' ? { ...unique, permitId: `permit-${attempt}` } : unique) as AuditEvent)
      sinceSeal += 1
      continue
    }
    keys.push(makeSealKey(epoch + 1))
    const key = keyOf?.(epoch, keys) ?? keys[epoch]!
    const due: CheckpointText = { installId, epoch: key.epoch, rows: head.seq, rootHash: head.hash, nextKey: keys[epoch + 1]!.publicKey }
    const text = alter?.(due) ?? due
    yield write({ kind: 'checkpoint', epoch: text.epoch, note: signCheckpoint(text, key) })
    epoch += 1
    sinceSeal = 0
  }
}

/** An export of one log, as the console writes it. */
export function asJsonLines(rows: readonly StoredRow[], installId = 'install-1'): string[] {
  const last = rows.at(-1)
  return [
    JSON.stringify({ format: 'helpdesk-console-audit/1', installId }),
    ...rows.map(({ body, hash }) => JSON.stringify({ body, hash })),
    JSON.stringify({ rows: rows.length, head: last?.hash ?? emptyHead(installId).hash }),
  ]
}

/** A database with these rows (one at least), put in one transaction. */
export function writeLogDatabase(file: string, rows: Iterable<StoredRow>, installId = 'install-1'): void {
  const [first, rest] = firstOf(rows)
  createAuditDatabase(file, installId, first)
  const database = new DatabaseSync(file)
  try {
    database.exec('BEGIN')
    const insert = database.prepare('INSERT INTO entries (seq, body, hash) VALUES (?, ?, ?)')
    for (const { seq, body, hash } of rest) insert.run(seq, body, hash)
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}

function firstOf(rows: Iterable<StoredRow>): readonly [StoredRow, Iterable<StoredRow>] {
  const iterator = rows[Symbol.iterator]()
  const first = iterator.next()
  if (first.done === true) throw new TypeError('a log has one row at least')
  return [first.value, { [Symbol.iterator]: () => iterator }]
}
