import { existsSync } from 'node:fs'
import type { AuditEntry } from '../../src-shared/audit.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, Refusal } from '../../src-shared/error-codes.ts'
import { createAttemptIndex } from './attempt-index.ts'
import type { AttemptIndex } from './attempt-index.ts'
import { createAuditDatabase, failureOf, openAuditDatabase } from './audit-database.ts'
import type { AuditDatabase, DatabaseFailure } from './audit-database.ts'
import { emptyHead, nextRow, verifyRow } from './chain.ts'
import type { ChainHead, StoredRow } from './chain.ts'
import { identityOf } from './disk.ts'

/** What a write may do inside its transaction. */
export interface LogTransaction {
  insert(fields: Readonly<Record<string, unknown>>): number
  hasPermit(permitId: string): boolean
}

/**
 * The database together with what has been verified of it: every row is checked once as it is read, whoever wrote it, and nothing is
 * written behind a tail that does not fit. What is broken stays broken until the log is opened anew; what is unavailable is tried again.
 */
export interface VerifiedLog {
  readonly index: AttemptIndex
  readonly state: LogState
  /** Runs `work` in one transaction, durable when it answers ok; rolled back when it answers a refusal. */
  write<T extends object>(work: (transaction: LogTransaction) => Answer<T>): Answer<T>
  /** Why the last {@link write} was refused with 'audit-unavailable'. */
  lastFailure(): DatabaseFailure | null
  /** Commits something that leaves no row. */
  tryWriting(): Answer
  /** Reads with every row known to the index; `otherwise` when the log cannot be read. */
  read<T>(work: (database: AuditDatabase) => T, otherwise: T): T
  verify(): void
  close(): void
}

export interface LogState {
  isBroken: boolean
  brokenAt: number | null
  isUnavailable: boolean
  rows: number
  /** How often all of it has been verified. */
  verifications: number
}

export function openVerifiedLog(file: string, busyTimeoutMs: number): VerifiedLog {
  const index = createAttemptIndex()
  const state: LogState = { isBroken: false, brokenAt: null, isUnavailable: true, rows: 0, verifications: 0 }
  let database: AuditDatabase | null = null
  let identity: string | null = null
  let head: ChainHead | null = null
  let failure: DatabaseFailure | null = null
  let wasSeen = false
  let isClosed = false

  /** null: not one row, but the file itself. */
  function breakAt(seq: number | null): void {
    state.brokenAt ??= seq
    state.isBroken = true
  }

  function fail(error: unknown): Refusal {
    failure = failureOf(error)
    if (failure === 'damaged') breakAt(null)
    else state.isUnavailable = true
    return refuse(state.isBroken ? 'audit-broken' : 'audit-unavailable')
  }

  /** Opens and verifies; the file is made if this is the first start. */
  function open(): AuditDatabase | null {
    if (database !== null || isClosed) return database
    try {
      wasSeen ||= existsSync(file)
      // A log that was here before and is not now is not quietly replaced by an empty one.
      if (!wasSeen) createAuditDatabase(file)
      const opened = openAuditDatabase(file, busyTimeoutMs)
      database = opened
      identity = identityOf(file)
      state.isUnavailable = false
      verifyAll(opened)
    } catch (error) {
      fail(error)
    }
    return database
  }

  /** Checks and folds the rows after `head`. Rows behind a broken one are still shown: a supervisor must see them. */
  function follow(source: AuditDatabase): void {
    for (const row of source.rowsAfter(head?.seq ?? 0)) take(source, row)
  }

  function take(source: AuditDatabase, row: StoredRow): void {
    const from = head ?? emptyHead(source.installId)
    const fields = verifyRow(from, row, source.installId)
    if (fields === null) breakAt(row.seq)
    try {
      index.add({ ...(fields ?? (JSON.parse(row.body) as object)), hash: row.hash } as AuditEntry)
    } catch {
      breakAt(row.seq) // a body that is no entry of ours
    }
    head = { seq: row.seq, hash: row.hash }
    state.rows = row.seq
  }

  function verifyAll(source: AuditDatabase): void {
    const known = head
    head = null
    state.rows = 0
    index.clear()
    if (isDamaged(source)) breakAt(null)
    follow(source)
    if (known !== null && !isStillThere(source, known)) breakAt(known.seq)
    state.verifications += 1
  }

  /** A damaged file can fail the check itself; its rows are read all the same. */
  function isDamaged(source: AuditDatabase): boolean {
    try {
      return source.damage() !== null
    } catch (error) {
      if (failureOf(error) !== 'damaged') throw error
      return true
    }
  }

  function isStillThere(source: AuditDatabase, known: ChainHead): boolean {
    if (known.seq === 0) return true
    for (const row of source.rowsAfter(known.seq - 1)) return row.seq === known.seq && row.hash === known.hash
    return false
  }

  /** Before anything is written or shown: is the file still the one, and does its end still fit what was verified? */
  function catchUp(source: AuditDatabase): boolean {
    if (identityOf(file) !== identity) breakAt(null)
    const last = source.lastRow()
    const known = head
    if (last?.seq !== known?.seq || last?.hash !== known?.hash) {
      if (known !== null && !isStillThere(source, known)) breakAt(known.seq)
      else follow(source)
    }
    return !state.isBroken
  }

  function write<T extends object>(work: (transaction: LogTransaction) => Answer<T>): Answer<T> {
    const source = open()
    if (state.isBroken) return refuse('audit-broken')
    if (source === null) return refuse('audit-unavailable')
    const written: StoredRow[] = []
    try {
      const answer = source.inTransaction<Answer<T>>(() => {
        if (!catchUp(source)) return refuse('audit-broken')
        return work({
          insert(fields) {
            const row = nextRow(written.at(-1) ?? head ?? emptyHead(source.installId), { ...fields, installId: source.installId })
            source.insert(row)
            written.push(row)
            return row.seq
          },
          hasPermit: (permitId) => source.hasPermit(permitId),
        })
      }, (result) => result.status === 'ok')
      failure = null
      state.isUnavailable = false
      if (answer.status === 'ok') for (const row of written) take(source, row)
      return answer
    } catch (error) {
      return fail(error)
    }
  }

  function tryWriting(): Answer {
    const source = open()
    if (state.isBroken) return refuse('audit-broken')
    if (source === null) return refuse('audit-unavailable')
    try {
      if (!catchUp(source)) return refuse('audit-broken')
      source.tryWriting()
      failure = null
      state.isUnavailable = false
      return { status: 'ok' }
    } catch (error) {
      return fail(error)
    }
  }

  function read<T>(work: (source: AuditDatabase) => T, otherwise: T): T {
    const source = open()
    if (source === null) return otherwise
    try {
      catchUp(source)
      return work(source)
    } catch (error) {
      fail(error)
      return otherwise
    }
  }

  function verify(): void {
    const source = open()
    if (source === null) return
    try {
      if (identityOf(file) !== identity) breakAt(null)
      verifyAll(source)
    } catch (error) {
      fail(error)
    }
  }

  function close(): void {
    isClosed = true
    database?.close()
    database = null
  }

  open()
  return { index, state, write, lastFailure: () => failure, tryWriting, read, verify, close }
}
