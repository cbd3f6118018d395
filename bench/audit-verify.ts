// npm run bench -- audit-verify [--rows N] [--json]: how fast the command verifies a log, beside one thread that does the same.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openAuditReader } from '../src-main/audit/audit-reader.ts'
import { createChainVerifier } from '../src-main/audit/chain-verifier.ts'
import { sealedRows, writeLogDatabase } from '../test/factories/sealed-log.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } } })
const rows = Number(values.rows)
const say = (text: string): void => (values.json ? undefined : console.log(text))
const secondsSince = (startedMs: number): number => Math.round(performance.now() - startedMs) / 1000

/** Runs the command as a person does, and answers its last line. */
function verifyWithCommand(file: string): Promise<{ readonly status: string; readonly rows: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../src-main/audit-command/main.ts'), 'verify', file], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (data: Buffer) => (text += data.toString()))
    child.on('error', reject)
    child.on('close', () => resolve(JSON.parse(text.trim().split('\n').at(-1) ?? '') as { status: string; rows: number }))
  })
}

/** The rival: one thread, one row after the other, without looking at the file's pages. */
function verifyInOneThread(file: string): number {
  const reader = openAuditReader({ file, isImmutable: true })
  const verifier = createChainVerifier(reader.installId)
  let wrong = 0
  for (let first = 1; first <= reader.lastSeq; first += 4096) {
    for (const row of reader.rowsBetween(first, first + 4095)) wrong += verifier.take(row).length
  }
  reader.close()
  return wrong
}

const folder = mkdtempSync(join(tmpdir(), 'audit-bench-'))
try {
  const file = join(folder, 'audit.db')
  say(`Writing ${rows.toLocaleString('en-GB')} rows…`)
  writeLogDatabase(file, sealedRows(rows))
  say('Verifying…')
  const commandStarted = performance.now()
  const summary = await verifyWithCommand(file)
  const commandSeconds = secondsSince(commandStarted)
  const rivalStarted = performance.now()
  const wrong = verifyInOneThread(file)
  const oneThreadSeconds = secondsSince(rivalStarted)
  if (summary.status !== 'whole' || summary.rows !== rows || wrong > 0) throw new Error(`the log did not verify: ${JSON.stringify(summary)}, ${wrong} wrong`)
  const result = {
    bench: 'audit-verify', rows, bytes: statSync(file).size, commandSeconds, rowsPerSecond: Math.round(rows / commandSeconds), oneThreadSeconds,
    cores: availableParallelism(), node: process.version,
  }
  console.log(values.json ? JSON.stringify(result) : result)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
