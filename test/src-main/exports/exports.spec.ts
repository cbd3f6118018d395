import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parse } from 'csv-parse/sync'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { createChainVerifier } from '../../../src-main/audit/chain-verifier.ts'
import { createExports } from '../../../src-main/exports/exports.ts'
import type { ExportsOptions } from '../../../src-main/exports/exports.ts'
import type { ReportContent } from '../../../src-main/report/report-document.ts'
import { mostReportAttempts } from '../../../src-shared/audit-export.ts'
import type { ExportProgress, ExportRequest } from '../../../src-shared/audit-export.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import type { AuditQuery } from '../../../src-shared/audit-query.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada, sofia } from '../../factories/device.ts'
import { aFolder, allRowsOf, openLog, rowsOf, secretly } from '../audit/audit-fixtures.ts'
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
    audit, serviceDesk: null, printReport: async () => new TextEncoder().encode('%PDF-'), account: () => account, chooseFile: async () => file, profileFolder: dirname(opened.file), clock: opened.clock, batch: 5,
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

  it('holds the attempts of an earlier log too, whose rows have higher numbers than the present log has', async () => {
    const { run, copy, file, log } = anExporter(12)
    secretly(file, `UPDATE entries SET body = replace(body, 'INC-1', 'INC-2') WHERE seq = 13`)
    log.verify()
    expect(log.health()).toMatchObject({ status: 'unacknowledged' })
    begin(log, 13, 1)
    expect(log.attempt('attempt-11')?.firstSeq).toBeGreaterThan(log.health().rows)
    await expect(run(csv)).resolves.toMatchObject({ phase: 'done', rows: 13, totalRows: 13 })
    expect(idsIn(copy)).toEqual(numbered(13, 1))
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
    expect(exportRows(file)).toMatchObject([{
      format: 'jsonl', rows: count, filter: JSON.stringify(everyAttempt), log: { installId, rows: count, hash: stored.at(-1)?.hash },
    }])
  })

  it('can be an earlier log of this desk, to its end', async () => {
    const earlier = openLog()
    begin(earlier.log, 1, 12)
    const { log } = openLog()
    const asked: (string | undefined)[] = []
    const installId = earlier.log.storedRows(0, 0)?.installId ?? ''
    const { run, copy } = anExporter(1, {
      audit: {
        ...log,
        storedRows: (afterSeq, limit, wanted) => {
          asked.push(wanted)
          return wanted === installId ? earlier.log.storedRows(afterSeq, limit) : log.storedRows(afterSeq, limit)
        },
      },
    })
    await expect(run({ ...jsonl, installId })).resolves.toMatchObject({ phase: 'done', rows: 13, totalRows: 13 })
    expect(new Set(asked)).toEqual(new Set([installId]))
    const lines = readFileSync(copy, 'utf8').trimEnd().split('\n')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ installId })
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ rows: 13, head: allRowsOf(earlier.file).at(-1)?.hash })
    // A log that is not there is not quietly another one.
    await expect(run({ ...jsonl, installId: '00000000-0000-4000-8000-000000000000' })).resolves.toMatchObject({ phase: 'failed', code: 'audit-unavailable' })
  })
})

describe('a log that cannot be written', () => {
  it.each([csv, jsonl])('is copied all the same, and its row waits in memory until it can be: $format', async (request) => {
    const { run, copy, file, log, watcher } = anExporter(3)
    const other = new DatabaseSync(file)
    watcher.look = ({ phase }) => { if (phase === 'checking') other.exec('BEGIN IMMEDIATE') }
    await expect(run(request)).resolves.toMatchObject({ phase: 'done', code: null, file: copy, isRowHeld: true })
    expect(log.health()).toMatchObject({ status: 'held', heldRows: 1 })
    expect(exportRows(file)).toEqual([])
    other.close()
    log.flushHeld()
    expect(exportRows(file)).toMatchObject([{ sha256: createHash('sha256').update(readFileSync(copy)).digest('hex') }])
  })
})

describe('a console that was killed while it exported', () => {
  it('leaves nothing beside the target: the next start removes it and gives an earlier file its name back', async () => {
    const killed = anExporter(1)
    await killed.exports.stop()
    const id = '0badcafe'
    const note = join(dirname(killed.file), 'unfinished-exports.json')
    writeFileSync(note, JSON.stringify([{ path: killed.copy, id }, { path: 'relative', id }, { path: join(killed.folder, 'x'), id: '../../x' }]))
    writeFileSync(`${killed.copy}.${id}.part`, 'half')
    writeFileSync(`${killed.copy}.${id}.earlier`, 'the earlier one')
    writeFileSync(join(killed.folder, 'somebody.12345678.part'), 'not ours')
    createExports({
      audit: killed.log, serviceDesk: null, printReport: async () => new Uint8Array(), account: () => sofia, chooseFile: async () => null,
      profileFolder: dirname(killed.file), clock: killed.clock, onChanged: () => undefined, onProblem: () => undefined,
    })
    await expect.poll(() => [filesIn(killed.folder).sort(), existsSync(note)]).toEqual([['copy', 'somebody.12345678.part'], false])
    expect(readFileSync(killed.copy, 'utf8')).toBe('the earlier one')
  })

  it('is noted before the first byte, and the note goes with the end of the export', async () => {
    const { run, file, folder, copy, watcher } = anExporter(3)
    const note = join(dirname(file), 'unfinished-exports.json')
    let noted: unknown = null
    watcher.look = ({ phase }) => { if (phase === 'checking') noted = JSON.parse(readFileSync(note, 'utf8')) }
    await run(csv)
    expect(noted).toMatchObject([{ path: copy }])
    expect(existsSync(note)).toBe(false)
    expect(filesIn(folder)).toEqual(['copy'])
  })
})

describe('the report to print', () => {
  it('holds what the filter lets through, and is refused before a file is asked for when that is too much', async () => {
    const printed: ReportContent[] = []
    const { run, copy, file, log } = anExporter(12, {
      printReport: async (content) => {
        printed.push(content)
        return new TextEncoder().encode('%PDF-1.7 …')
      },
    })
    const end = allRowsOf(file).at(-1)
    const filter = { ...everyAttempt, text: '“Phone” 7' }
    await expect(run({ ...csv, format: 'pdf', filter })).resolves.toMatchObject({ phase: 'done', rows: 1 })
    expect(printed[0]?.attempts.map(({ attemptId }) => attemptId)).toEqual(['attempt-7'])
    expect(printed[0]).toMatchObject({ filter, madeBy: { upn: sofia.upn }, head: { rows: end?.seq, hash: end?.hash } })
    expect(readFileSync(copy, 'utf8')).toBe('%PDF-1.7 …')
    expect(exportRows(file)).toMatchObject([{ format: 'pdf', rows: 1, sha256: createHash('sha256').update(readFileSync(copy)).digest('hex') }])

    let asked = 0
    const many = anExporter(1, {
      audit: { ...log, attempts: (query) => ({ ...log.attempts(query), total: mostReportAttempts + 1 }) },
      chooseFile: async () => {
        asked += 1
        return null
      },
    })
    await expect(many.run({ ...csv, format: 'pdf' })).resolves.toMatchObject({ phase: 'failed', code: 'export-too-many' })
    expect(asked).toBe(0)
  })

  it('stops at once when it is cancelled while it is printed', async () => {
    const { run, exports, folder, file, problems } = anExporter(2, {
      printReport: (_content, signal) => new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('given up')))
        void exports.stop()
      }),
    })
    await expect(run({ ...csv, format: 'pdf' })).resolves.toMatchObject({ phase: 'cancelled', code: 'export-cancelled' })
    expect([filesIn(folder), exportRows(file), problems]).toEqual([[], [], []])
  })
})

describe('the attempts of every desk', () => {
  it('are read page by page, each behind the last one of the page before', async () => {
    const { log } = openLog()
    begin(log, 1, 12)
    const queries: AuditQuery[] = []
    const { run, copy, file } = anExporter(0, {
      serviceDesk: async (query) => {
        queries.push(query)
        const page = log.attempts({ filter: query.filter, window: query.window })
        return { status: 'ok', page: query.beside === null ? page : { ...page, attempts: log.attemptsBefore(query.filter, query.beside.attemptId, query.window.limit) ?? [] } }
      },
    })
    await expect(run({ ...csv, scope: 'service-desk' })).resolves.toMatchObject({ phase: 'done', rows: 12 })
    expect(idsIn(copy)).toEqual(numbered(12, 1))
    expect(queries.map(({ scope }) => scope)).toEqual(queries.map(() => 'service-desk'))
    expect(queries.map(({ beside }) => beside?.attemptId ?? null)).toEqual([null, null, 'attempt-8', 'attempt-3', 'attempt-1'])
    expect(exportRows(file)).toMatchObject([{ scope: 'service-desk' }])
  })

  it('are refused where the policy names no central log, and when it goes away meanwhile', async () => {
    await expect(anExporter(1).run({ ...csv, scope: 'service-desk' })).resolves.toMatchObject({ phase: 'failed', code: 'central-off' })
    const away = anExporter(1, { serviceDesk: async () => refuse('central-unreachable') })
    await expect(away.run({ ...csv, scope: 'service-desk' })).resolves.toMatchObject({ phase: 'failed', code: 'central-unreachable' })
    expect(filesIn(away.folder)).toEqual([])
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

  it('when the log refuses the row of it for good, and the file that had the name before is there again', async () => {
    const { log } = openLog()
    const { run, folder, copy } = anExporter(3, { audit: { ...log, append: () => refuse('audit-broken') } })
    writeFileSync(copy, 'the earlier one')
    await expect(run(csv)).resolves.toMatchObject({ phase: 'failed', code: 'audit-broken', file: null })
    expect(filesIn(folder)).toEqual(['copy'])
    expect(readFileSync(copy, 'utf8')).toBe('the earlier one')
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
