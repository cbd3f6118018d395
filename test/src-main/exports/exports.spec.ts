import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parse } from 'csv-parse/sync'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { createChainVerifier } from '../../../src-main/audit/chain-verifier.ts'
import { createExports } from '../../../src-main/exports/exports.ts'
import type { ExportsOptions } from '../../../src-main/exports/exports.ts'
import type { ExportProgress, ExportRequest } from '../../../src-shared/audit-export.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada, sofia } from '../../factories/device.ts'
import { aFolder, allRowsOf, openLog, rowsOf } from '../audit/audit-fixtures.ts'
import { aStart, anAttempt, aRefusal, aTarget } from '../audit/audit-events.ts'

const csv: ExportRequest = { format: 'csv', filter: everyAttempt, scope: 'desk', installId: null }
const jsonl: ExportRequest = { format: 'jsonl', filter: everyAttempt, scope: 'desk', installId: null }

function begin(log: AuditLog, from: number, count: number): void {
  for (let index = from; index < from + count; index += 1) log.append(anAttempt({ attemptId: `attempt-${index}`, target: aTarget({ deviceName: `“Phone” ${index},\n📱` }) }))
}

/** A log with so many attempts, and exports of it into a folder. */
function anExporter(attempts: number, overrides: Partial<ExportsOptions> = {}) {
  const opened = openLog()
  opened.log.append(aStart)
  begin(opened.log, 1, attempts)
  const folder = aFolder()
  const file = join(folder, 'copy')
  let account: Account | null = sofia
  const told: ExportProgress[] = []
  const problems: string[] = []
  let ended: (() => void) | null = null
  const { audit = opened.log, ...rest } = overrides
  /** Called at each news, while the export is under way. */
  const watcher = { look: (_progress: ExportProgress): void => undefined }
  const exports = createExports({
    audit, account: () => account, chooseFile: async () => file, profileFolder: dirname(opened.file), clock: opened.clock, batch: 5,
    onChanged: (progress) => {
      told.push(progress)
      watcher.look(progress)
      if (['done', 'cancelled', 'failed'].includes(progress.phase)) ended?.()
    },
    onProblem: (where) => problems.push(where),
    ...rest,
  })
  onTestFinished(() => exports.stop())
  async function run(request: ExportRequest): Promise<ExportProgress> {
    const end = new Promise<void>((resolve) => { ended = resolve })
    expect(exports.start(request)).toMatchObject({ status: 'ok', export: { phase: 'choosing', format: request.format } })
    await end
    const last = told.at(-1)
    if (last === undefined) throw new Error('nothing was told')
    return last
  }
  return { ...opened, exports, folder, copy: file, told, problems, watcher, run, become: (next: Account | null) => void (account = next) }
}

const filesIn = (folder: string): string[] => readdirSync(folder)
const exportRows = (file: string) => rowsOf(file).map((row) => JSON.parse(row.body) as Record<string, unknown>).filter((row) => row['kind'] === 'export')
/** The last cell of every line but the first two. */
const idsIn = (file: string): string[] => {
  const records: string[][] = parse(readFileSync(file), { bom: true })
  return records.slice(2).map((record) => record.at(-1) ?? '')
}
const numbered = (from: number, to: number): string[] => Array.from({ length: from - to + 1 }, (_, index) => `attempt-${from - index}`)

describe('the copy for spreadsheets', () => {
  it('holds every attempt once, newest first, and the log has a row of it with its SHA-256', async () => {
    const { run, copy, file, folder } = anExporter(23)
    await expect(run(csv)).resolves.toMatchObject({ phase: 'done', rows: 23, totalRows: 23, file: copy, code: null })
    expect(idsIn(copy)).toEqual(numbered(23, 1))
    expect(filesIn(folder)).toEqual(['copy'])
    expect(exportRows(file)).toMatchObject([{
      format: 'csv', rows: 23, fileName: 'copy', filter: JSON.stringify(everyAttempt), actor: { oid: sofia.oid, upn: sofia.upn },
      sha256: createHash('sha256').update(readFileSync(copy)).digest('hex'),
    }])
    expect(exportRows(file)[0]?.['actor']).not.toHaveProperty('roles')
  })

  it('holds what the filter lets through', async () => {
    const { run, copy, file } = anExporter(12)
    const filter = { ...everyAttempt, text: '“Phone” 7' }
    await expect(run({ ...csv, filter })).resolves.toMatchObject({ phase: 'done', rows: 1 })
    expect(idsIn(copy)).toEqual(['attempt-7'])
    expect(exportRows(file)[0]?.['filter']).toBe(JSON.stringify(filter))
  })

  it('neither doubles nor skips when attempts begin or leave the filter while it is written', async () => {
    const { run, copy, log, clock, watcher } = anExporter(40)
    // Those at the top fall out of the filter, and others begin, after each page.
    let refused = 40
    let begun = 40
    let pages = 0
    watcher.look = ({ phase, rows }) => {
      clock.advance(250)
      if (phase !== 'writing' || rows === 0) return
      pages += 1
      if (pages % 2 === 1) for (const last = refused - 3; refused > last; refused -= 1) log.append(aRefusal({ attemptId: `attempt-${refused}` }))
      else {
        begin(log, begun + 1, 7)
        begun += 7
      }
    }
    await expect(run({ ...csv, filter: { ...everyAttempt, text: 'open' } })).resolves.toMatchObject({ phase: 'done' })
    expect(refused).toBeLessThan(35)
    const written = idsIn(copy)
    expect(new Set(written).size).toBe(written.length)
    expect(written).toEqual(numbered(40, 1)) // each stood open when its page was written
  })
})

describe('the whole log', () => {
  it('is written exactly as it is in the chain, verifies, and leaves out what is appended meanwhile', async () => {
    const { run, copy, file, log, clock, watcher } = anExporter(20)
    watcher.look = ({ phase, rows }) => {
      clock.advance(250)
      if (phase === 'writing' && rows > 0) log.append(aStart)
    }
    const count = allRowsOf(file).length
    await expect(run(jsonl)).resolves.toMatchObject({ phase: 'done', rows: count, totalRows: count })
    const [header, ...lines] = readFileSync(copy, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
    const stored = allRowsOf(file).slice(0, count)
    const installId = (JSON.parse(stored[0]?.body ?? '') as { installId: string }).installId
    expect(header).toEqual({ format: 'helpdesk-console-audit/1', installId })
    expect(lines.pop()).toEqual({ rows: count, head: stored.at(-1)?.hash })
    expect(allRowsOf(file).length).toBeGreaterThan(count + 2) // some came while it was written
    expect(lines).toEqual(stored.map(({ body, hash }) => ({ body, hash })))
    const verifier = createChainVerifier(installId)
    const findings = lines.flatMap((line, index) => verifier.take({ seq: index + 1, body: String(line['body']), hash: String(line['hash']) }))
    expect(findings.filter(({ code }) => code !== 'key-missing')).toEqual([])
    expect(verifier.summary().head).toEqual({ seq: count, hash: stored.at(-1)?.hash })
    expect(exportRows(file)).toMatchObject([{ format: 'jsonl', rows: count, filter: JSON.stringify(everyAttempt) }])
  })
})

describe('an export that does not come to its end leaves nothing', () => {
  it.each([csv, jsonl])('when it is cancelled: $format', async (request) => {
    const { run, exports, folder, file, clock, watcher } = anExporter(20)
    watcher.look = ({ rows, exportId }) => {
      clock.advance(250)
      if (rows > 0) exports.cancel(exportId)
    }
    await expect(run(request)).resolves.toMatchObject({ phase: 'cancelled', code: 'export-cancelled', file: null })
    expect(filesIn(folder)).toEqual([])
    expect(exportRows(file)).toEqual([])
  })

  it('when the supervisor goes, or is one no more, while it is written', async () => {
    for (const next of [null, ada, { ...sofia, roles: ['Helpdesk.Agent'] } as const]) {
      const { run, folder, become, watcher } = anExporter(20)
      watcher.look = ({ phase }) => { if (phase === 'writing') become(next) }
      await expect(run(jsonl)).resolves.toMatchObject({ phase: 'cancelled' })
      expect(filesIn(folder)).toEqual([])
    }
  })

  it('when no file is chosen, and when the console ends with the dialog open', async () => {
    const closed = anExporter(1, { chooseFile: async () => null })
    await expect(closed.run(csv)).resolves.toMatchObject({ phase: 'cancelled', code: 'export-cancelled' })
    const open = anExporter(1, { chooseFile: () => new Promise(() => undefined) })
    const running = open.run(csv)
    await open.exports.stop()
    await expect(running).resolves.toMatchObject({ phase: 'cancelled' })
  })

  it('when the folder is gone or the name is taken by a folder, and keeps what was there', async () => {
    const gone = anExporter(1)
    rmSync(gone.folder, { recursive: true })
    await expect(gone.run(csv)).resolves.toMatchObject({ phase: 'failed', code: 'export-failed', file: null })
    const taken = anExporter(1)
    mkdirSync(taken.copy)
    writeFileSync(join(taken.copy, 'kept'), '')
    await expect(taken.run(csv)).resolves.toMatchObject({ phase: 'failed', code: 'export-failed' })
    expect([filesIn(taken.folder), filesIn(taken.copy)]).toEqual([['copy'], ['kept']])
    expect(taken.problems).toEqual(['export'])
    expect(exportRows(taken.file)).toEqual([])
  })

  it('when what is on the disk is not what was written', async () => {
    const { run, folder, file, watcher } = anExporter(3)
    watcher.look = ({ phase }) => {
      const part = filesIn(folder)[0]
      if (phase === 'checking' && part !== undefined) writeFileSync(join(folder, part), 'something else')
    }
    await expect(run(jsonl)).resolves.toMatchObject({ phase: 'failed', code: 'export-failed' })
    expect(filesIn(folder)).toEqual([])
    expect(exportRows(file)).toEqual([])
  })

  it('when the log cannot take the row of it', async () => {
    const { run, folder, file, watcher } = anExporter(3)
    const other = new DatabaseSync(file)
    watcher.look = ({ phase }) => { if (phase === 'checking') other.exec('BEGIN IMMEDIATE') }
    await expect(run(csv)).resolves.toMatchObject({ phase: 'failed', code: 'audit-unavailable', file: null })
    other.close()
    expect(filesIn(folder)).toEqual([])
  })

  it('when it would be written over the console\'s own files', async () => {
    const opened = anExporter(1)
    const log = readFileSync(opened.file)
    const { run } = anExporter(1, { profileFolder: dirname(opened.file), chooseFile: async () => opened.file })
    await expect(run(csv)).resolves.toMatchObject({ phase: 'failed', code: 'export-failed' })
    expect(readFileSync(opened.file)).toEqual(log)
  })
})

describe('who may, and how often', () => {
  it('is for supervisors, one at a time', async () => {
    const { exports, become, run } = anExporter(1)
    become(null)
    expect(exports.start(csv)).toMatchObject({ code: 'not-signed-in' })
    become(ada)
    expect(exports.start(csv)).toMatchObject({ code: 'not-allowed' })
    become(sofia)
    const running = run(csv)
    expect(exports.start(csv)).toMatchObject({ code: 'export-busy' })
    await running
    await expect(run(jsonl)).resolves.toMatchObject({ phase: 'done' })
  })

  it('is remembered for the supervisor who made it, and for nobody else', async () => {
    const { exports, become, run, copy } = anExporter(1)
    expect(exports.current()).toBeNull()
    await run(csv)
    expect(exports.current()).toMatchObject({ phase: 'done', file: copy })
    exports.cancel(exports.current()?.exportId ?? '')
    expect(exports.current()).toMatchObject({ phase: 'done', file: copy })
    become({ ...sofia, oid: 'another' })
    expect(exports.current()).toBeNull()
  })

  it('tells of progress four times a second at most', async () => {
    const { run, told } = anExporter(20) // the clock stands still
    await run(csv)
    expect(told.map(({ phase }) => phase)).toEqual(['writing', 'checking', 'done'])
    const moving = anExporter(20)
    moving.watcher.look = () => moving.clock.advance(250)
    await moving.run(csv)
    expect(moving.told.filter(({ phase, rows }) => phase === 'writing' && rows > 0).length).toBeGreaterThan(1)
  })
})
