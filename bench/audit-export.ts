// How much memory it takes to export the whole log, from SQLite to the file. Run: node bench/audit-export.ts [rows]
// Prints one line of JSON last. The index of the attempts, which the console holds anyway, is another part: each is measured in a process of its own.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { openAuditDatabase } from '../src-main/audit/audit-database.ts'
import { emptyHead, nextRow } from '../src-main/audit/chain.ts'
import type { ChainHead, StoredRow } from '../src-main/audit/chain.ts'
import { createAttemptIndex } from '../src-main/audit/attempt-index.ts'
import { createTargetFile } from '../src-main/exports/target-file.ts'
import { writeChain } from '../src-main/exports/write-chain.ts'
import type { AuditEntry } from '../src-shared/audit.ts'
import { writeLogDatabase } from '../test/factories/sealed-log.ts'

const [first = '1000000', database, copy] = process.argv.slice(2)
const count = Number(first)
/** The index grows with each attempt alike: so many tell. */
const mostFolded = 50_000

/** Rows as large as those of attempts and intents are. */
function* rowsToExport(installId: string): Generator<StoredRow> {
  const actor = { oid: '0b5d7c1e-2f7a-4c1b-9d55-6b0c1f7f3a11', tid: '5f1c', upn: 'alex.agent@contoso.example', displayName: 'Alex Agent' }
  const target = {
    deviceId: 'b1f0d7f2-97f5-4a86-9a51-0a8f3c9b1d77', deviceName: 'Ana’s iPhone 📱', serialNumber: 'F2LXK0ANA1', kind: 'ios-personal',
    userId: '7d0c', userPrincipalName: 'ana.ruiz@contoso.example', userDisplayName: 'Ana Ruiz', enrolledAt: '2026-01-04T10:00:00.000Z', lastSyncAt: null,
  }
  let head: ChainHead = emptyHead(installId)
  for (let index = 1; index <= count; index += 1) {
    const row = nextRow(head, {
      kind: 'attempt', attemptId: `attempt-${index}`, action: 'reset-passcode', actor, target, ticket: `INC-${index}`, reason: 'Forgot it after the holiday, and asked at the desk',
      profile: 'graph-admin', at: new Date(1_790_000_000_000 + index * 1000).toISOString(), monotonicMs: index, bootId: 'boot-1', installId,
    })
    yield row
    head = row
  }
}

async function write(from: string, to: string): Promise<void> {
  const opened = openAuditDatabase(from, 1000)
  const rowsAfter = (seq: number, limit: number) => {
    const rows = []
    if (limit > 0) {
      for (const row of opened.rowsAfter(seq)) if (rows.push(row) >= limit) break
    }
    return { installId: opened.installId, rows }
  }
  const baseBytes = process.memoryUsage.rss()
  const began = performance.now()
  const most = { heap: 0, outside: 0 }
  let longestMs = 0
  let since = began
  const file = await createTargetFile(to, { note: () => undefined, forget: () => undefined })
  const written = await writeChain(rowsAfter, file, {
    installId: null, lastSeq: count,
    afterBatch: async () => {
      longestMs = Math.max(longestMs, performance.now() - since)
      const { heapTotal, external } = process.memoryUsage()
      most.heap = Math.max(most.heap, heapTotal)
      most.outside = Math.max(most.outside, external)
      await breathe()
      since = performance.now()
    },
  })
  const sha256 = await file.finish()
  const isSame = (await file.readBack(() => undefined)) === sha256
  await file.moveIntoPlace()
  console.log(JSON.stringify({
    rows: written?.rows, isSame, fileBytes: statSync(to).size, seconds: Math.round(performance.now() - began) / 1000, longestBatchMs: Math.round(longestMs),
    residentAtStartMB: Math.round(baseBytes / 1e6), heapMB: Math.round(most.heap / 1e6), outsideHeapMB: Math.round(most.outside / 1e6), maxResidentMB: Math.round(process.resourceUsage().maxRSS * 1024 / 1e6), limitMB: 200,
  }))
}

/** What the console holds of so many attempts, whether or not it exports. */
function fold(from: string): void {
  const index = createAttemptIndex()
  const heapBefore = process.memoryUsage().heapUsed
  let attempts = 0
  for (const { body, hash } of openAuditDatabase(from, 1000).rowsAfter(0)) {
    index.add({ ...(JSON.parse(body) as object), hash } as AuditEntry)
    attempts += 1
    if (attempts === mostFolded) break
  }
  globalThis.gc?.()
  console.log(JSON.stringify({ indexedAttempts: attempts, indexBytesPerAttempt: Math.round((process.memoryUsage().heapUsed - heapBefore) / attempts) }))
  index.clear()
}

if (database !== undefined) {
  if (copy === undefined) fold(database)
  else await write(database, copy)
} else {
  const folder = mkdtempSync(join(tmpdir(), 'bench-export-'))
  try {
    const file = join(folder, 'audit.db')
    console.log(`Making ${count} rows…`)
    writeLogDatabase(file, rowsToExport('install-1'), 'install-1')
    const measure = (...args: readonly string[]): unknown =>
      JSON.parse(execFileSync(process.execPath, ['--expose-gc', import.meta.filename, String(count), file, ...args], { encoding: 'utf8' }))
    const index = measure() as object
    const exported = measure(join(folder, 'copy.jsonl')) as { maxResidentMB: number; limitMB: number; isSame: boolean; rows: number }
    console.log(JSON.stringify({ ...exported, ...index }))
    const { maxResidentMB, limitMB, isSame, rows } = exported
    if (maxResidentMB > limitMB || !isSame || rows !== count) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
