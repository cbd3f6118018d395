import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import { runCommand } from '../../../src-main/audit-command/command.ts'
import type { FileSummary } from '../../../src-main/audit-command/verify-file.ts'
import type { StoredRow } from '../../../src-main/audit/chain.ts'
import { sealedRows, writeLogDatabase } from '../../factories/sealed-log.ts'
import type { SealedLogOptions } from '../../factories/sealed-log.ts'

export const entryFile = resolve(import.meta.dirname, '../../../src-main/audit-command/main.ts')

export interface PrintedFinding { readonly file: string; readonly installId: string | null; readonly code: string; readonly seq: number | null; readonly sentence: string }
export interface Verified {
  readonly exitCode: number
  readonly findings: readonly PrintedFinding[]
  /** What is wrong and where, such as "row-changed 3". */
  readonly wrong: readonly string[]
  readonly summary: FileSummary
  readonly summaries: readonly FileSummary[]
  readonly stderr: string
}

/** A folder of its own for one test, removed afterwards. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-command-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const someRows = (count = 150, options: SealedLogOptions = {}): StoredRow[] => [...sealedRows(count, options)]

export function aDatabase(rows: Iterable<StoredRow> = someRows()): string {
  const file = join(aFolder(), 'audit.db')
  writeLogDatabase(file, rows)
  return file
}

export function aFile(content: string | Buffer | readonly string[], name = 'export.jsonl'): string {
  const file = join(aFolder(), name)
  writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : `${content.join('\n')}\n`)
  return file
}

/** The command, in this process. */
export async function verify(...files: readonly string[]): Promise<Verified> {
  const lines: string[] = []
  let stderr = ''
  const exitCode = await runCommand(['verify', ...files], {
    out: (line) => lines.push(line), stderr: { write: (text) => (stderr += text) }, entry: pathToFileURL(entryFile), signal: new AbortController().signal,
  })
  return { exitCode, stderr, ...readLines(lines) }
}

export function readLines(lines: readonly string[]): Omit<Verified, 'exitCode' | 'stderr'> {
  const printed = lines.map((line) => JSON.parse(line) as PrintedFinding | FileSummary)
  const findings = printed.filter((line): line is PrintedFinding => 'code' in line)
  const summaries = printed.filter((line): line is FileSummary => 'status' in line)
  return { findings, summaries, summary: summaries.at(-1)!, wrong: findings.map(({ code, seq }) => (seq === null ? code : `${code} ${seq}`)) }
}
