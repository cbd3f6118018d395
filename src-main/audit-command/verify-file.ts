import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { AuditFinding, AuditFindingCode } from '../../src-shared/audit-health.ts'
import { findSource, isDamage, openAuditReader } from '../audit/audit-reader.ts'
import type { AuditReader, ReaderSource } from '../audit/audit-reader.ts'
import { exportFormat } from './inspect-part.ts'
import type { Part } from './inspect-part.ts'
import type { Inspector } from './inspectors.ts'
import { createLogJudge } from './log-judge.ts'
import type { LogJudge } from './log-judge.ts'
import { databaseParts, lineParts } from './log-parts.ts'

export interface FileSummary {
  readonly file: string
  /** `unreadable`: not judged at all. */
  readonly status: 'whole' | 'broken' | 'unreadable'
  /** Of the log; of the last one where a file holds several. */
  readonly installId: string | null
  readonly logs: number
  /** Rows of all logs in the file. */
  readonly rows: number
  /** Hash of the last row. */
  readonly head: string | null
  /** Rows that a seal which verifies stands over. */
  readonly sealedRows: number
  readonly findings: number
  readonly note: string
}

export interface VerifyOptions {
  readonly report: (finding: AuditFinding) => void
  /** How much is done, from 0 to 1, and how many rows that were. */
  readonly onProgress: (share: number, rows: number) => void
  /** Made for a file of so many bytes; closed here. */
  readonly createInspector: (bytes: number) => Inspector
  readonly signal: AbortSignal
}

/** What no look at a file alone can tell. */
export const outsideNote = 'Rows cut off at the end, rows after the last seal written anew, an older copy put back whole, or a log begun anew can only be found'
  + ' with a head that was remembered elsewhere: compare installId, rows and head.'

/** Verifies one file. Throws the signal's reason when it is aborted; everything else that can go wrong is in the answer. */
export async function verifyFile(file: string, options: VerifyOptions): Promise<FileSummary> {
  let findings = 0
  const notes: string[] = []
  const report = (finding: AuditFinding): void => {
    findings += 1
    options.report(finding)
  }
  const unreadable = (code: AuditFindingCode | null): FileSummary => {
    if (code !== null) report({ code, installId: null, seq: null })
    return { file, status: 'unreadable', installId: null, logs: 0, rows: 0, head: null, sealedRows: 0, findings, note: notes.join(' ') }
  }
  const finish = (judge: LogJudge): FileSummary => {
    notes.push(outsideNote)
    return { file, status: findings === 0 ? 'whole' : 'broken', ...judge.judged(), findings, note: notes.join(' ') }
  }

  try {
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat === undefined) return unreadable('file-missing')
    const form = stat.isFile() ? formOf(file) : null
    if (form === null) return unreadable('not-an-audit-log')
    if (form === 'database') return await verifyDatabase(stat.size)
    const judge = createLogJudge(null, report)
    await judgeParts(lineParts(file, stat.size), judge, options.createInspector(stat.size), (part) => (part.kind === 'lines' ? part.end / stat.size : 0))
    return finish(judge)
  } catch (error) {
    options.signal.throwIfAborted()
    notes.push(error instanceof Error ? error.message : String(error))
    return unreadable(isDamage(error) ? 'file-damaged' : null)
  }

  async function verifyDatabase(size: number): Promise<FileSummary> {
    const found = findSource(file)
    try {
      if (found.isCopy) notes.push('Rows that were not yet in the file itself were read from the -wal file beside it.')
      const reader = openAuditReader(found.source)
      try {
        if (reader.kind === 'newer') notes.push('It was written by a newer version of the console; verify it with that version.')
        if (reader.kind === 'newer' || reader.kind === 'other') return unreadable('not-an-audit-log')
        if (reader.kind === 'older') notes.push('It was written by an older version of the console, whose tables differ.')
        return await verifyRows(found.source, reader, size)
      } finally {
        reader.close()
      }
    } finally {
      found.release()
    }
  }

  async function verifyRows(source: ReaderSource, reader: AuditReader, size: number): Promise<FileSummary> {
    const judge = createLogJudge(reader.installId, report)
    function* parts(): Generator<Part> {
      yield { kind: 'faults', source }
      yield* databaseParts(source, reader)
    }
    try {
      await judgeParts(parts(), judge, options.createInspector(size), (part) => (part.kind === 'rows' ? part.last / reader.lastSeq : 0))
    } catch (error) {
      if (!isDamage(error)) throw error
      report({ code: 'file-damaged', installId: reader.installId, seq: null })
      judge.end()
    }
    return finish(judge)
  }

  /** Asks for some parts ahead and judges them in their order. */
  async function judgeParts(parts: Iterator<Part>, judge: LogJudge, inspector: Inspector, shareAfter: (part: Part) => number): Promise<void> {
    let rows = 0
    const asked: { readonly part: Part; readonly answer: ReturnType<Inspector['inspect']> }[] = []
    const ask = (): void => {
      const next = parts.next()
      if (next.done === true) return
      const answer = inspector.inspect(next.value)
      // Awaited in its turn; until then it must not count as nobody's.
      answer.catch(() => undefined)
      asked.push({ part: next.value, answer })
    }
    try {
      for (let count = 0; count < inspector.ahead; count += 1) ask()
      for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
        const { items, faults } = await next.answer
        options.signal.throwIfAborted()
        for (const code of faults) report({ code, installId: judge.judged().installId, seq: null })
        judge.take(items)
        rows += items.length
        options.onProgress(shareAfter(next.part), rows)
        ask()
      }
      judge.end()
    } finally {
      await inspector.close()
    }
  }
}

/** What the first bytes say that it is; null: no log of any form. */
function formOf(file: string): 'database' | 'lines' | null {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(64)
    const text = bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, 0))
    if (text.startsWith('SQLite format 3\0')) return 'database'
    return text.startsWith('{') && text.includes(`"${exportFormat}"`) ? 'lines' : null
  } finally {
    closeSync(descriptor)
  }
}
