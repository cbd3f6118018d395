import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDeviceExports } from '../../../src-main/exports/device-exports.ts'
import type { DeviceExportsOptions } from '../../../src-main/exports/device-exports.ts'
import { everyDevice } from '../../../src-shared/device-filter.ts'
import type { DeviceExportProgress, DeviceExportRequest } from '../../../src-shared/device-export.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada } from '../../factories/device.ts'
import { aDeviceRow } from '../../factories/devices.ts'
import { createScanEngine } from '../../factories/scan-engine.ts'
import { aFolder, openLog, rowsOf } from '../audit/audit-fixtures.ts'
import { aStart } from '../audit/audit-events.ts'

const question = { text: '', sort: { key: 'deviceName', direction: 'ascending' } } as const
const all: DeviceExportRequest = { choice: { kind: 'found', question, except: [] }, columns: ['deviceName', 'serialNumber'] }

function anExporter(devices: number, overrides: Partial<DeviceExportsOptions> = {}) {
  const opened = openLog()
  opened.log.append(aStart)
  const engine = createScanEngine()
  engine.beginWalk()
  engine.addRows(Array.from({ length: devices }, (_, number) => aDeviceRow({
    id: `id-${number}`, deviceName: `Device ${String(number).padStart(5, '0')}`, serialNumber: number === 1 ? '=HYPERLINK("x")' : `SN\t${number}`, kind: number % 2 === 0 ? 'windows' : 'macos',
  })))
  engine.commitWalk()
  const folder = aFolder()
  const file = join(folder, 'devices.csv')
  const told: DeviceExportProgress[] = []
  const copied: string[] = []
  let account: Account | null = ada
  let ended: (() => void) | null = null
  /** Called at each window of rows that is asked for. */
  const watcher = { look: (_offset: number): void => undefined }
  const exports = createDeviceExports({
    audit: opened.log, account: () => account, chooseFile: async () => file, copyText: async (text) => void copied.push(text), profileFolder: dirname(opened.file),
    clock: opened.clock, batch: 10, onProblem: (_where, cause) => { throw cause },
    directory: {
      rowsFound: async (asked, window, nowMs) => {
        watcher.look(window.offset)
        return { status: 'ok', page: engine.query({ ...asked, window }, nowMs) }
      },
      rowsOf: async (ids) => ({ status: 'ok', page: { total: ids.length, rows: engine.rowsOf(ids), revision: engine.revision } }),
    },
    onChanged: (progress) => {
      told.push(progress)
      if (['done', 'cancelled', 'failed'].includes(progress.phase)) ended?.()
    },
    ...overrides,
  })
  onTestFinished(() => exports.stop())
  async function run(request: DeviceExportRequest): Promise<DeviceExportProgress> {
    const end = new Promise<void>((resolve) => { ended = resolve })
    expect(exports.start(request)).toMatchObject({ status: 'ok', export: { phase: 'choosing' } })
    await end
    return told.at(-1)!
  }
  const rows = () => rowsOf(opened.file).map((row) => JSON.parse(row.body) as Record<string, unknown>).filter((row) => row['kind'] === 'device-export')
  return { ...opened, engine, exports, folder, copy: file, copied, told, watcher, run, rows, become: (next: Account | null) => void (account = next) }
}
const records = (file: string): string[][] => parse(readFileSync(file), { bom: true })

describe('devices exported as CSV', () => {
  it('are all that is found, in order and in the columns that were asked for, safe for a spreadsheet, and the log says who took them', async () => {
    const { run, copy, folder, rows } = anExporter(35)
    await expect(run(all)).resolves.toMatchObject({ phase: 'done', rows: 35, totalRows: 35, file: copy })
    const [head, first, second, ...rest] = records(copy)
    expect(head).toEqual(['Device name', 'Serial number', 'Device id'])
    expect(first).toEqual(['Device 00000', 'SN\t0', 'id-0'])
    expect(second?.[1]).toBe(`'=HYPERLINK("x")`)
    expect(rest.at(-1)?.[2]).toBe('id-34')
    expect(readdirSync(folder)).toEqual(['devices.csv'])
    expect(rows()).toMatchObject([{
      to: 'file', actor: { oid: ada.oid }, rows: 35, fileName: 'devices.csv', question: JSON.stringify(question), columns: ['deviceName', 'serialNumber'],
      sha256: createHash('sha256').update(readFileSync(copy)).digest('hex'),
    }])
  })

  it('are those that the filter lets through, but for those left out', async () => {
    const { run, copy } = anExporter(9)
    await run({ ...all, choice: { kind: 'found', question: { ...question, filter: { ...everyDevice, platforms: ['windows'] } }, except: ['id-4'] } })
    expect(records(copy).slice(1).map((record) => record[2])).toEqual(['id-0', 'id-2', 'id-6', 'id-8'])
  })

  it('say what the screen says, and that times are in UTC; digits are left as they are', async () => {
    const { run, copy, engine } = anExporter(1)
    engine.update(aDeviceRow({ id: 'id-0', kind: 'ios-personal', compliance: 'noncompliant', ownership: 'company', isEncrypted: true, imei: '354769843824881', lastSyncAt: '2026-11-24T08:00:00Z' }))
    await run({ ...all, columns: ['kind', 'compliance', 'ownership', 'isEncrypted', 'imei', 'lastSyncAt'] })
    expect(records(copy)).toEqual([
      ['Kind', 'Compliance', 'Ownership', 'Encryption', 'IMEI', 'Last check-in (UTC)', 'Device id'],
      ['iOS, personal', 'Not compliant', 'Corporate', 'Encrypted', '354769843824881', '2026-11-24T08:00:00Z', 'id-0'],
    ])
  })

  it('are the ticked ones that are still in the list', async () => {
    const { run, copy, rows } = anExporter(9)
    await expect(run({ ...all, choice: { kind: 'ticked', ids: ['id-7', 'gone', 'id-2'] } })).resolves.toMatchObject({ rows: 2 })
    expect(records(copy).slice(1).map((record) => record[2])).toEqual(['id-7', 'id-2'])
    expect(rows()).toMatchObject([{ question: null }])
  })

  it('begin anew when the list changes, and are of one list; nothing is left when it never holds still', async () => {
    const { run, copy, folder, engine, watcher, rows } = anExporter(35)
    let changes = 0
    watcher.look = (offset) => {
      if (offset === 20 && changes < 2) engine.update(aDeviceRow({ id: 'id-0', deviceName: `Device 9999${changes += 1}` }))
    }
    await expect(run(all)).resolves.toMatchObject({ phase: 'done', rows: 35 })
    expect(new Set(records(copy).slice(1).map((record) => record[2])).size).toBe(35)
    expect(records(copy).at(-1)?.[0]).toBe('Device 99992')
    changes = -5
    await expect(run(all)).resolves.toMatchObject({ phase: 'failed', code: 'list-changed' })
    expect(readdirSync(folder)).toEqual(['devices.csv'])
    expect(rows()).toHaveLength(1)
  })

  it('leave nothing when they are cancelled in the middle, or when whoever asked has gone', async () => {
    for (const leave of ['cancel', 'sign-out'] as const) {
      const { run, exports, folder, watcher, told, become, rows } = anExporter(35)
      watcher.look = (offset) => {
        if (offset !== 20) return
        if (leave === 'cancel') exports.cancel(told[0]!.exportId)
        else become(null)
      }
      await expect(run(all)).resolves.toMatchObject({ phase: 'cancelled', file: null })
      expect(readdirSync(folder)).toEqual([])
      expect(rows()).toEqual([])
    }
  })

  it('are refused to nobody and while another export runs, and never written among the console’s own files', async () => {
    const { exports, become, log } = anExporter(3, { chooseFile: () => new Promise(() => undefined) })
    expect(exports.start(all)).toMatchObject({ status: 'ok' })
    expect(exports.start(all)).toEqual(refuse('export-busy'))
    become(null)
    expect(exports.start(all)).toEqual(refuse('not-signed-in'))
    log.close()
    const { file, run, ...inside } = anExporter(3, { chooseFile: async () => join(dirname(file), 'devices.csv') })
    await expect(run(all)).resolves.toMatchObject({ phase: 'failed', code: 'export-failed' })
    expect(inside.rows()).toEqual([])
  })
})

describe('devices copied to the clipboard', () => {
  it('are lines with tabs under a heading, and the log says so', async () => {
    const { exports, copied, rows } = anExporter(12)
    await expect(exports.copy({ ...all, choice: { kind: 'ticked', ids: ['id-1', 'id-2'] } })).resolves.toEqual({ status: 'ok', rows: 2 })
    expect(copied).toEqual([`Device name\tSerial number\r\nDevice 00001\t'=HYPERLINK("x")\r\nDevice 00002\tSN 2`])
    expect(rows()).toMatchObject([{ to: 'clipboard', rows: 2, question: null }])
  })

  it('are a thousand at most', async () => {
    const { exports, copied, rows } = anExporter(1001)
    await expect(exports.copy(all)).resolves.toEqual(refuse('copy-too-many'))
    expect(copied).toEqual([])
    expect(rows()).toEqual([])
    await expect(exports.copy({ ...all, choice: { kind: 'found', question, except: ['id-7'] } })).resolves.toEqual({ status: 'ok', rows: 1000 })
  })
})
