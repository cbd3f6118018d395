import { existsSync } from 'node:fs'
import type { AuditEntry, LogHead, PreviousLog } from '../../src-shared/audit.ts'
import type { AuditFinding, AuditFindingCode } from '../../src-shared/audit-health.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, Refusal } from '../../src-shared/error-codes.ts'
import { createAttemptIndex } from './attempt-index.ts'
import type { WorkingHours } from './attempt-flags.ts'
import type { AttemptIndex } from './attempt-index.ts'
import { failureOf, findingOf, openAuditDatabase, openAuditDatabaseToRead, whileLocked } from './audit-database.ts'
import type { AuditDatabase, DatabaseFailure } from './audit-database.ts'
import { createChainVerifier } from './chain-verifier.ts'
import type { ChainSummary, ChainVerifier } from './chain-verifier.ts'
import { nextRow } from './chain.ts'
import type { ChainHead, StoredRow } from './chain.ts'
import { sealEveryRows } from './checkpoint.ts'
import { identityOf } from './disk.ts'
import { openEarlierLogs, previousOf } from './earlier-logs.ts'
import { createHeadCopy } from './head-copy.ts'
import type { CopiedHead, HeadCopy } from './head-copy.ts'
import { readKeyFile } from './key-file.ts'
import type { KeyProtection } from './key-file.ts'
import { zoneOfThisPc } from './local-time.ts'
import { createSealing } from './sealing.ts'
import { filesOf, setAside, startLog } from './set-aside.ts'
import type { RowStamp } from './set-aside.ts'

const mostFindings = 20

/** Where a console can be killed; for specs. */
export type WritePoint = 'before-commit' | 'committed' | 'head-copied' | 'before-checkpoint' | 'checkpoint-committed' | 'keys-settled'

export interface VerifiedLogOptions {
  readonly file: string
  /** How long a call waits for another process, milliseconds. */
  readonly busyTimeoutMs: number
  readonly protection: KeyProtection
  readonly workingHours: WorkingHours | undefined
  readonly stamp: () => RowStamp
  readonly onPoint: (point: WritePoint) => void
}

/** What a write may do inside its transaction. */
export interface LogTransaction {
  insert(fields: Readonly<Record<string, unknown>>): number
  hasPermit(permitId: string): boolean
}

/** Rows of this log and of those that were set aside before it. */
export interface LogReader extends Pick<AuditDatabase, 'rowsOfAttempt' | 'newestOfKind'> {
  /** The log that is written to, alone. */
  readonly present: Pick<AuditDatabase, 'installId' | 'rowsAfter'>
}

/**
 * The database together with what has been verified of it: every row is checked once as it is read, whoever wrote it, and nothing is
 * written behind a tail that does not fit. A log found broken is set aside and followed by a new one; where that cannot be done it stays
 * broken until the console starts again. What is unavailable is tried again.
 */
export interface VerifiedLog {
  readonly index: AttemptIndex
  readonly state: LogState
  /** Runs `work` in one transaction, durable when it answers ok; rolled back when it answers a refusal. Runs it again in the new log when the old one is found broken. */
  write<T extends object>(work: (transaction: LogTransaction) => Answer<T>): Answer<T>
  /** Seals what is not sealed yet; nothing when all is. */
  seal(): void
  /** Why the last {@link write} was refused with 'audit-unavailable'. */
  lastFailure(): DatabaseFailure | null
  /** Commits something that leaves no row. */
  tryWriting(): Answer
  /** Reads with every row known to the index; `otherwise` when the log cannot be read. */
  read<T>(work: (reader: LogReader) => T, otherwise: T): T
  verify(): void
  close(): void
}

export interface LogState {
  isBroken: boolean
  brokenAt: number | null
  findings: AuditFinding[]
  isUnavailable: boolean
  rows: number
  sealed: ChainSummary['sealed']
  /** The broken log before this one that nobody has acknowledged yet. */
  unacknowledged: PreviousLog | null
  /** How often all of it has been verified. */
  verifications: number
}

export function openVerifiedLog(options: VerifiedLogOptions): VerifiedLog {
  const { file, busyTimeoutMs, protection, stamp, onPoint } = options
  const files = filesOf(file)
  const sealing = createSealing(files.key, protection)
  const index = createAttemptIndex(zoneOfThisPc(), options.workingHours)
  const state: LogState = {
    isBroken: false, brokenAt: null, findings: [], isUnavailable: true, rows: 0, sealed: null, unacknowledged: null, verifications: 0,
  }
  let database: AuditDatabase | null = null
  let earlier: readonly AuditDatabase[] = []
  let identity: string | null = null
  let chain: ChainVerifier | null = null
  let headCopy: HeadCopy | null = null
  /** Why a broken log ended, when it is not that rows do not verify. */
  let ending: PreviousLog['reason'] = 'broken'
  let isNewer = false
  let failure: DatabaseFailure | null = null
  let wasSeen = false
  let isClosed = false

  /** Asked anew: what was called meanwhile may have found something. */
  const isBroken = (): boolean => state.isBroken
  const headOf = (): ChainHead | null => (chain === null ? null : chain.summary().head)

  function report(findings: readonly AuditFinding[]): void {
    for (const finding of findings) {
      state.brokenAt ??= finding.seq
      state.isBroken = true
      if (state.findings.length < mostFindings) state.findings.push(finding)
    }
  }

  const find = (code: AuditFindingCode, seq: number | null = null): void =>
    report([{ code, installId: database?.installId ?? chain?.summary().installId ?? null, seq }])

  function fail(error: unknown): Refusal {
    failure = failureOf(error)
    const finding = findingOf(error)
    if (failure !== 'damaged') state.isUnavailable = true
    else if (finding === null) isNewer = state.isBroken = true
    else if (!state.isBroken) find(finding)
    return refuse(state.isBroken ? 'audit-broken' : 'audit-unavailable')
  }

  function closeFiles(): void {
    for (const each of [database, ...earlier]) each?.close()
    database = null
    earlier = []
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
      wasSeen ||= existsSync(file)
      // A log that was here before and is not now is not quietly replaced by an empty one.
      if (!wasSeen) makeFirst()
      else if (!existsSync(file)) find('file-missing')
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

  function makeFirst(): void {
    whileLocked(files.lock, busyTimeoutMs, () => {
      if (existsSync(file)) return
      const keys = readKeyFile(files.key, protection)
      if (keys?.isStarted === false) startLog(files, protection, stamp(), keys.previous, keys.deskId)
      else if (existsSync(files.key) || existsSync(files.head)) find('file-missing')
      else startLog(files, protection, stamp(), null)
    })
  }

  /** Sets the broken log aside and starts one that names it. Left as it is where the disk does not let it. */
  function startAnew(): void {
    if (isNewer || isClosed) return
    const broken = identity
    // What nobody has acknowledged yet is carried on: a second break must not hide the first.
    const findings = [...state.findings, ...(state.unacknowledged?.findings ?? [])].slice(0, mostFindings)
    const previous = { ...lastKnownHead(), reason: ending, findings }
    try {
      closeFiles()
      whileLocked(files.lock, busyTimeoutMs, () => {
        // Another process of this console may have done it while this one waited.
        if (identityOf(file) !== broken && isSuccessorOf(previous.installId)) return
        const deskId = readKeyFile(files.key, protection)?.deskId
        startLog(files, protection, stamp(), { ...previous, fileName: setAside(files) }, deskId)
      })
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
    try {
      if (existsSync(file)) database = openAuditDatabaseToRead(file)
    } catch {
      database = null
    }
  }

  function forget(): void {
    chain = headCopy = null
    ending = 'broken'
    Object.assign(state, { isBroken: false, brokenAt: null, findings: [], rows: 0, sealed: null, unacknowledged: null })
  }

  function lastKnownHead(): LogHead {
    const summary = chain?.summary()
    if (summary !== undefined) return { installId: summary.installId, rows: summary.head.seq, hash: summary.head.hash }
    const keys = readKeyFile(files.key, protection)
    const copy = keys === null ? 'missing' : createHeadCopy(files.head, keys.headKey).read()
    if (typeof copy === 'object') return { installId: copy.installId, rows: copy.seq, hash: copy.hash }
    return { installId: keys?.installId ?? '', rows: 0, hash: '' }
  }

  function isSuccessorOf(installId: string): boolean {
    try {
      const other = openAuditDatabaseToRead(file)
      try {
        return previousOf(other)?.installId === installId
      } finally {
        other.close()
      }
    } catch {
      return false
    }
  }

  /** Another process of this console has set the log aside: what follows is opened in its place. */
  function followHandOver(): void {
    const installId = database?.installId
    if (installId === undefined || state.isBroken || identityOf(file) === identity || !isSuccessorOf(installId)) return
    closeFiles()
    forget()
  }

  /** Checks and folds the rows after those that are known. Rows behind a broken one are still shown: a supervisor must see them. */
  function follow(source: AuditDatabase): void {
    for (const row of source.rowsAfter(headOf()?.seq ?? 0)) take(source, row)
  }

  function take(source: AuditDatabase, row: StoredRow): void {
    chain ??= createChainVerifier(source.installId)
    const findings = chain.take(row)
    report(findings)
    if (!fold(row) && findings.length === 0) find('row-unreadable', row.seq)
    const summary = chain.summary()
    state.rows = row.seq
    state.sealed = summary.sealed
  }

  /** false for a body that is no entry of ours. */
  function fold(row: StoredRow): boolean {
    try {
      const entry = { ...(JSON.parse(row.body) as object), hash: row.hash } as AuditEntry
      index.add(entry)
      if (entry.kind === 'acknowledgement' && entry.about.installId === state.unacknowledged?.installId) state.unacknowledged = null
      return true
    } catch {
      return false
    }
  }

  function verifyAll(source: AuditDatabase): void {
    const known = headOf()
    // Read first, so that what others write meanwhile can only make the log longer than its copy.
    const copied = headCopy?.read() ?? null
    chain = createChainVerifier(source.installId)
    Object.assign(state, { rows: 0, sealed: null })
    index.clear()
    if (earlier.length === 0) earlier = openEarlierLogs(file, source)
    for (const log of earlier) foldEarlier(log)
    state.unacknowledged = previousOf(source)
    if (isDamaged(source)) find('guards-missing')
    follow(source)
    if (known !== null && !isStillThere(source, known)) find(known.seq > state.rows ? 'tail-missing' : 'history-rewritten', known.seq)
    if (headCopy === null) meetKeys(source)
    else if (copied !== null) judgeCopy(source, copied)
    state.verifications += 1
  }

  function foldEarlier(log: AuditDatabase): void {
    try {
      for (const row of log.rowsAfter(0)) fold(row)
    } catch {
      // What can be read of a broken log is shown.
    }
  }

  /** At opening: are the keys that are due here, and does the second copy of the head agree? */
  function meetKeys(source: AuditDatabase): void {
    const summary = (chain ??= createChainVerifier(source.installId)).summary()
    if (summary.dueKey === null && !existsSync(files.key) && !existsSync(files.head)) {
      if (!state.isBroken) find('key-missing')
      return
    }
    const keys = readKeyFile(files.key, protection)
    if (keys?.installId !== source.installId) {
      if (!state.isBroken) ending = 'key-lost'
      find('key-missing')
      return
    }
    headCopy = createHeadCopy(files.head, keys.headKey)
    // The copy may be newer than what was read above: read it, then read on.
    const copied = headCopy.read()
    follow(source)
    judgeCopy(source, copied)
    if (state.isBroken) return
    const now = chain.summary()
    if (sealing.keysFor(now) === null) {
      if (keys.keys[0].epoch > now.epoch) find('seal-missing')
      else {
        ending = 'key-lost'
        find('key-missing')
      }
      return
    }
    settle(source)
    copyHead()
  }

  function judgeCopy(source: AuditDatabase, copied: CopiedHead | 'missing' | 'forged'): void {
    if (copied === 'missing') find('head-copy-missing')
    else if (copied === 'forged' || copied.installId !== source.installId) find('head-copy-forged')
    else if (copied.seq > state.rows) find('tail-missing', state.rows + 1)
    else if (!isStillThere(source, copied)) find('history-rewritten', copied.seq)
    else if (chain !== null && copied.epoch > chain.summary().epoch) find('seal-missing')
  }

  /** The key file is brought to the epoch that is due; put off to the next time when the disk or another process is in the way. */
  function settle(source: AuditDatabase): void {
    try {
      source.inTransaction(() => {
        follow(source)
        if (chain !== null && !state.isBroken) sealing.settle(chain.summary())
      }, () => false)
    } catch (error) {
      failure = failureOf(error)
    }
  }

  function copyHead(): void {
    if (chain === null || headCopy === null) return
    const { installId, head, epoch } = chain.summary()
    headCopy.write({ installId, seq: head.seq, hash: head.hash, epoch })
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

  function checkFile(): void {
    const present = identityOf(file)
    if (present !== identity) find(present === null ? 'file-missing' : 'file-replaced')
  }

  /** Before anything is written or shown: is the file still the one, and does its end still fit what was verified? */
  function catchUp(source: AuditDatabase): boolean {
    checkFile()
    const last = source.lastRow()
    const known = headOf()
    if (last?.seq !== known?.seq || last?.hash !== known?.hash) {
      if (known !== null && !isStillThere(source, known)) find((last?.seq ?? 0) < known.seq ? 'tail-missing' : 'history-rewritten', known.seq)
      else follow(source)
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
    const written: StoredRow[] = []
    const add = (fields: Readonly<Record<string, unknown>>): number => {
      const row = nextRow(written.at(-1) ?? headNow(source), { ...fields, installId: source.installId })
      source.insert(row)
      written.push(row)
      return row.seq
    }
    const seal = { isWritten: false }
    try {
      const answer = source.inTransaction<Answer<T>>(() => {
        if (!catchUp(source)) return refuse('audit-broken')
        // Inside the transaction no other process can have gone further than the copy that is read here.
        if (headCopy !== null) judgeCopy(source, headCopy.read())
        if (state.isBroken) return refuse('audit-broken')
        const result = work({ insert: add, hasPermit: (permitId) => [source, ...earlier].some((log) => log.hasPermit(permitId)) })
        if (result.status === 'refused') return result
        const unsealed = unsealedRows() + written.length
        if (unsealed >= sealEveryRows || (isSealing && unsealed > 0)) {
          seal.isWritten = addCheckpoint(written.at(-1) ?? headNow(source), add)
          if (!seal.isWritten) return refuse('audit-broken')
          onPoint('before-checkpoint')
        }
        onPoint('before-commit')
        return result
      }, (result) => result.status === 'ok')
      failure = null
      state.isUnavailable = false
      if (answer.status === 'ok' && written.length > 0) {
        onPoint(seal.isWritten ? 'checkpoint-committed' : 'committed')
        for (const row of written) take(source, row)
        copyHead()
        onPoint('head-copied')
        if (seal.isWritten) settle(source)
        if (seal.isWritten) onPoint('keys-settled')
      }
      return answer
    } catch (error) {
      return fail(error)
    }
  }

  const headNow = (source: AuditDatabase): ChainHead => (chain ??= createChainVerifier(source.installId)).summary().head

  /** Rows behind the newest checkpoint. */
  const unsealedRows = (): number => state.rows - (state.sealed === null ? 0 : state.sealed.rows + 1)

  function addCheckpoint(last: ChainHead, add: (fields: Readonly<Record<string, unknown>>) => number): boolean {
    const fields = chain === null ? null : sealing.checkpointOf(last, chain.summary())
    if (fields === null) {
      ending = 'key-lost'
      find('key-missing')
      return false
    }
    add({ ...fields, ...stamp() })
    return true
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
      return work(readerOf(database ?? source))
    } catch (error) {
      fail(error)
      if (isBroken()) startAnew()
      return otherwise
    }
  }

  const readerOf = (present: AuditDatabase): LogReader => ({
    rowsOfAttempt: (attemptId) => logs().flatMap((log) => log.rowsOfAttempt(attemptId)),
    newestOfKind: (kind, limit) => logs().reverse().flatMap((log) => log.newestOfKind(kind, limit)).slice(0, limit),
    present,
  })
  const logs = (): AuditDatabase[] => (database === null ? [] : [...earlier, database])

  function verify(): void {
    followHandOver()
    const source = open()
    if (source === null || state.isBroken) return
    try {
      checkFile()
      verifyAll(source)
    } catch (error) {
      fail(error)
    }
    if (isBroken()) startAnew()
  }

  function close(): void {
    isClosed = true
    closeFiles()
  }

  open()
  return {
    index, state, write: (work) => write(work), seal: () => void write(() => ({ status: 'ok' }), true), lastFailure: () => failure,
    tryWriting, read, verify, close,
  }
}
