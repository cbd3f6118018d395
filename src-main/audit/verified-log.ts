import { existsSync } from 'node:fs'
import type { AuditFinding } from '../../src-shared/audit-health.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, Refusal } from '../../src-shared/error-codes.ts'
import { createAttemptIndex } from './attempt-index.ts'
import { failureOf, findingOf, isDamaged, openAuditDatabase, openAuditDatabaseToRead } from './audit-database.ts'
import type { AuditDatabase, DatabaseFailure } from './audit-database.ts'
import { identityOf } from './disk.ts'
import { noEarlierLogs, openEarlierLogs, previousOf } from './earlier-logs.ts'
import { createHandOver } from './hand-over.ts'
import { createKnownRows, isStillThere } from './known-rows.ts'
import { createLogNotes } from './log-notes.ts'
import { createFindings, heldBy, mostFindings } from './log-state.ts'
import { readerOf } from './log-reader.ts'
import type { LogReader } from './log-reader.ts'
import { writeInTransaction } from './log-transaction.ts'
import type { LogTransaction } from './log-transaction.ts'
import { createMetKeys } from './met-keys.ts'
import { removeTombstoned } from './retention.ts'
import type { RetentionSource } from './retention.ts'
import { filesOf } from './set-aside.ts'
import { zoneOfThisPc } from './local-time.ts'
import type { VerifiedLog, VerifiedLogOptions } from './verified-log-types.ts'

/** Opens and verifies the log, or makes it at the first start. */
export function openVerifiedLog({ file, busyTimeoutMs, protection, stamp, onPoint, workingHours }: VerifiedLogOptions): VerifiedLog {
  const files = filesOf(file)
  const index = createAttemptIndex(zoneOfThisPc(), workingHours)
  const findings = createFindings()
  const { state, find, isBroken } = findings
  const notes = createLogNotes()
  const rows = createKnownRows(index, notes, findings)
  const keys = createMetKeys(files, protection, rows, findings)
  const handOver = createHandOver({ files, protection, stamp, busyTimeoutMs, onPoint })
  let database: AuditDatabase | null = null
  let earlier = noEarlierLogs
  let identity: string | null = null
  let isNewer = false
  let failure: DatabaseFailure | null = null
  let wasSeen = false
  let isClosed = false

  function fail(error: unknown): Refusal {
    failure = failureOf(error)
    const finding = findingOf(error)
    if (failure !== 'damaged') state.isUnavailable = true
    else if (finding === null) isNewer = state.isBroken = true
    else if (!state.isBroken) find(finding)
    return refuse(state.isBroken ? 'audit-broken' : 'audit-unavailable')
  }

  function closeFiles(): void {
    database?.close()
    earlier.close()
    database = null
    earlier = noEarlierLogs
  }

  /** Opens and verifies; the file is made if this is the first start, and a broken one is set aside. */
  function open(): AuditDatabase | null {
    if (database !== null || isClosed || state.isBroken) return database
    openOnce()
    if (isBroken()) startAnew()
    return database
  }

  function openOnce(): void {
    try {
      handOver.finish()
      const isThere = identityOf(file) !== null
      wasSeen ||= isThere
      // A log that was here before and is not now is not quietly replaced by an empty one.
      if (wasSeen ? !isThere : !handOver.makeFirst()) find('file-missing')
      if (state.isBroken) return
      identity = identityOf(file)
      database = openAuditDatabase(file, busyTimeoutMs)
      state.isUnavailable = false
      verifyAll(database)
    } catch (error) {
      fail(error)
      // What was not verified to its end is opened and verified anew at the next call.
      if (!isBroken()) closeFiles()
    }
  }

  /** Sets the broken log aside and starts one that names it. Left as it is where the disk does not let it. */
  function startAnew(): void {
    if (isNewer || isClosed) return
    // What nobody has acknowledged yet is carried on: a second break must not hide the first.
    const carried = [...state.findings, ...(state.unacknowledged?.findings ?? [])].slice(0, mostFindings)
    const summary = rows.summary()
    const head = summary === null ? null : { installId: summary.installId, rows: summary.head.seq, hash: summary.head.hash }
    try {
      closeFiles()
      handOver.startAnew(identity, head, { reason: state.ending, findings: carried })
    } catch (error) {
      failure = failureOf(error)
      reopenToShow()
      return
    }
    wasSeen = true
    forget()
    openOnce()
  }

  /** The broken log is shown where it is. */
  function reopenToShow(): void {
    rows.doubtPresent()
    try {
      if (existsSync(file)) database = openAuditDatabaseToRead(file)
    } catch {
      database = null
    }
  }

  function forget(): void {
    rows.forget()
    keys.forget()
    findings.forget()
  }

  /** Another process of this console has set the log aside: what follows is opened in its place. */
  function followHandOver(): void {
    const installId = database?.installId
    if (installId === undefined || state.isBroken || !isFollowedBy(installId)) return
    closeFiles()
    forget()
  }

  function isFollowedBy(installId: string): boolean {
    try {
      return identityOf(file) !== identity && handOver.isSuccessorOf(installId)
    } catch {
      return false // whoever reads or writes next learns why
    }
  }

  function verifyAll(source: AuditDatabase, isAfterRemoval = false): void {
    const before = rows.summary()
    const previous = previousOf(source)
    // While nothing could be read, another process of this console has begun the next log.
    if (before !== null && before.installId !== source.installId && previous?.installId === before.installId) forget()
    const known = rows.summary()?.head ?? null
    // Read first, so that what others write meanwhile can only make the log longer than its copy.
    const copied = keys.areMet ? keys.copied() : null
    // Before any row is believed.
    if (!keys.areMet) keys.read(source)
    rows.begin(source)
    earlier.close()
    earlier = noEarlierLogs
    earlier = openEarlierLogs(file, source)
    rows.foldEarlier(earlier)
    state.unacknowledged = previous?.reason === 'closed' ? null : previous
    if (isDamaged(source)) find('guards-missing')
    rows.follow(source)
    if (known !== null && !isStillThere(source, known)) find(known.seq > state.rows ? 'tail-missing' : 'history-rewritten', known.seq)
    if (!keys.areMet) keys.meet(source)
    else if (copied !== null) keys.judge(source, copied)
    state.verifications += 1
    if (!isBroken() && !isAfterRemoval && removeTombstoned(file, earlier, notes)) verifyAll(source, true)
  }

  function checkFile(): void {
    const present = identityOf(file)
    if (present !== identity) find(present === null ? 'file-missing' : 'file-replaced')
  }

  /** Before anything is written or shown: is the file still the one, and does its end still fit what was verified? */
  function catchUp(source: AuditDatabase): boolean {
    checkFile()
    const last = source.lastRow()
    const known = rows.summary()?.head ?? null
    if (last?.seq !== known?.seq || last?.hash !== known?.hash) {
      if (known !== null && !isStillThere(source, known)) find((last?.seq ?? 0) < known.seq ? 'tail-missing' : 'history-rewritten', known.seq)
      else rows.follow(source)
    }
    return !state.isBroken
  }

  function write<T extends object>(work: (transaction: LogTransaction) => Answer<T>, isSealing = false): Answer<T> {
    if (open() === null && !state.isBroken) return refuse('audit-unavailable')
    followHandOver()
    const wasBroken = state.isBroken
    const answer = writeOnce(work, isSealing)
    if (wasBroken || !state.isBroken) return answer
    startAnew()
    // What is on the disk already is not written again into the new log.
    return answer.status === 'ok' || isBroken() ? answer : writeOnce(work, false)
  }

  function writeOnce<T extends object>(work: (transaction: LogTransaction) => Answer<T>, isSealing: boolean): Answer<T> {
    const source = open()
    if (state.isBroken) return refuse('audit-broken')
    if (source === null) return refuse('audit-unavailable')
    try {
      failure = null
      const answer = writeInTransaction(source, earlier.logs, work, isSealing, {
        findings, rows, keys, stamp, onPoint, catchUp, onFailure: (error) => void (failure = failureOf(error)),
      })
      state.isUnavailable = false
      return answer
    } catch (error) {
      return fail(error)
    }
  }

  function tryWriting(): Answer {
    // A refusal that leaves no row goes the way of every write, so that a broken log is set aside here too.
    const tried = write(() => ({ status: 'ok' }))
    if (tried.status === 'refused' || database === null) return tried
    try {
      database.tryWriting()
      return tried
    } catch (error) {
      const refusal = fail(error)
      if (isBroken()) startAnew()
      return refusal
    }
  }

  function read<T>(work: (reader: LogReader) => T, otherwise: T): T {
    followHandOver()
    const source = open()
    if (source === null) return otherwise
    try {
      if (!state.isBroken && !catchUp(source)) startAnew()
      return work(readerOf(database ?? source, earlier.logs, rows.isDoubtful))
    } catch (error) {
      fail(error)
      if (isBroken()) startAnew()
      return otherwise
    }
  }

  function verify(): void {
    followHandOver()
    const source = open()
    if (source === null || state.isBroken) return
    try {
      checkFile()
      verifyAll(source)
    } catch (error) {
      fail(error)
      // What was not read to its end is not gone on with: requests that are under way in an earlier log would be forgotten.
      if (!isBroken()) closeFiles()
    }
    if (isBroken()) startAnew()
  }

  function recheck(): void {
    read(() => null, null)
    if (earlier.couldBeRead(state.earlier)) verify()
  }

  function dispute({ code, installId, seq }: AuditFinding): void {
    read(() => null, null)
    if (database === null || database.installId !== installId || isBroken()) return
    find(code, seq)
    startAnew()
  }

  function conclude(): Answer {
    const asked = database?.installId
    const sealed = write(() => ({ status: 'ok' }), true)
    if (sealed.status === 'refused') return sealed
    if (heldBy(state) !== null) return refuse('audit-unacknowledged')
    const summary = rows.summary()
    if (summary === null) return refuse('audit-unavailable')
    const { installId, head } = summary
    if (asked !== undefined && asked !== installId) return sealed // another process has just done it
    closeFiles()
    try {
      if (handOver.close({ installId, rows: head.seq, hash: head.hash }, rows.digest())) forget()
    } catch (error) {
      fail(error)
    }
    // The next log; or the same one, where it could not be put beside, verified anew.
    open()
    return database === null || database.installId === installId ? refuse('audit-unavailable') : { status: 'ok' }
  }

  function retention(): RetentionSource | null {
    const present = open()
    return present === null ? null : { file, present, isPresentWhole: !isBroken(), earlier, changed: rows.changed(), notes }
  }

  function close(): void {
    isClosed = true
    closeFiles()
  }

  open()
  return {
    index, state, write: (work) => write(work), seal: () => void write(() => ({ status: 'ok' }), true), lastFailure: () => failure,
    tryWriting, read, verify, recheck, dispute, conclude, retention, close,
  }
}
