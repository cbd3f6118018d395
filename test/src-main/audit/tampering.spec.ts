import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { emptyHead, nextRow } from '../../../src-main/audit/chain.ts'
import { agent, anAnswer, anAttempt, anIntent, anOutcome, aRefusal, aStart } from './audit-events.ts'
import { aFolder, openLog, rowsOf, tamper, yes } from './audit-fixtures.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

const everything = { filter: everyAttempt, window: { offset: 0, limit: 200 } }
const withoutTriggers = 'DROP TRIGGER entries_never_change; DROP TRIGGER entries_never_go; DROP TRIGGER entries_only_follow;'

/** A closed log of five rows. */
function aWrittenLog(): string {
  const { log, file } = openLog()
  log.append(aStart)
  log.append(anAttempt())
  log.append(aRefusal())
  log.append(anAttempt({ attemptId: 'attempt-2' }))
  log.append(aRefusal({ attemptId: 'attempt-2' }))
  log.close()
  return file
}

/** Puts the triggers back, as somebody careful would. */
function secretly(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  const triggers = database.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").all() as { sql: string }[]
  database.exec(withoutTriggers + sql)
  for (const trigger of triggers.filter(({ sql: text }) => withoutTriggers.includes(/TRIGGER (\w+)/.exec(text)?.[1] ?? '?'))) database.exec(trigger.sql)
  database.close()
}

describe('the table of rows', () => {
  it.each([
    ['changed', "UPDATE entries SET body = '{}' WHERE seq = 2"],
    ['deleted', 'DELETE FROM entries WHERE seq = 2'],
    ['emptied', 'DELETE FROM entries'],
    ['replaced', "INSERT OR REPLACE INTO entries (seq, body, hash) SELECT 2, body, 'x' FROM entries WHERE seq = 2"],
    ['upserted', "INSERT INTO entries (seq, body, hash) SELECT 2, body, 'x' FROM entries WHERE seq = 2 ON CONFLICT DO UPDATE SET hash = 'x'"],
    ['filled in at the end with a gap', "INSERT INTO entries (seq, body, hash) SELECT 7, body, 'x' FROM entries WHERE seq = 5"],
    ['continued without a number', "INSERT INTO entries (body, hash) SELECT body, 'x' FROM entries WHERE seq = 5"],
    ['continued with a row that does not follow', "INSERT INTO entries (seq, body, hash) VALUES (6, json_object('seq', 6, 'prevHash', 'x'), 'x')"],
    ['given another installation', "UPDATE meta SET value = 'x'"],
    ['stripped of its installation', 'DELETE FROM meta'],
  ])('cannot be %s by mistake', (_what, sql) => {
    const file = aWrittenLog()
    const before = rowsOf(file)
    expect(() => tamper(file, sql)).toThrow(/only grows|never|fixed/)
    expect(rowsOf(file)).toEqual(before)
  })
})

describe('a log that was tampered with while the console was closed', () => {
  it.each<[string, string, number | null]>([
    ['an edited row', "UPDATE entries SET body = replace(body, 'wrong-person', 'sign-in-cancelled') WHERE seq = 3", 3],
    ['an edited row, hashed anew', "UPDATE entries SET body = replace(body, 'INC-1', 'INC-9'), hash = 'ab' WHERE seq = 2", 2],
    ['a deleted row', 'DELETE FROM entries WHERE seq = 3', 4],
    ['a deleted first row', 'DELETE FROM entries WHERE seq = 1', 2],
    ['a deleted row, with the gap closed', 'DELETE FROM entries WHERE seq = 3; UPDATE entries SET seq = seq - 1 WHERE seq > 3', 3],
    ['two rows exchanged', 'UPDATE entries SET seq = 99 WHERE seq = 3; UPDATE entries SET seq = 3 WHERE seq = 4; UPDATE entries SET seq = 4 WHERE seq = 99', 3],
    ['another install_id', "DROP TRIGGER meta_never_changes; UPDATE meta SET value = 'x' WHERE name = 'install_id'", 1],
    ['a table of its own beside', 'CREATE TABLE notes (text)', null],
  ])('is broken: %s', (_what, sql, brokenAt) => {
    const file = aWrittenLog()
    secretly(file, sql)
    const { log, healths } = openLog(file, { bootId: 'boot-2' })
    expect(log.health()).toMatchObject({ status: 'broken', brokenAt })
    expect(healths).toMatchObject([{ status: 'broken' }])
  })

  it('is broken when a trigger is missing, though every row is right', () => {
    const file = aWrittenLog()
    tamper(file, 'DROP TRIGGER entries_never_change')
    expect(openLog(file).log.health()).toMatchObject({ status: 'broken', brokenAt: null, rows: 5 })
  })

  it('refuses everything, changes nothing, and still shows what it has', () => {
    const file = aWrittenLog()
    secretly(file, "UPDATE entries SET body = replace(body, 'forgot it', 'never mind') WHERE seq = 2")
    const before = rowsOf(file)
    const { log } = openLog(file, { bootId: 'boot-2' })
    const refused = { status: 'refused', code: 'audit-broken' }
    expect(log.append(aStart)).toEqual(refused)
    expect(log.checkWritable()).toEqual(refused)
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-3' }), yes)).toEqual(refused)
    log.appendOrHold(anOutcome())
    expect(log.health()).toMatchObject({ status: 'broken', brokenAt: 2, heldRows: 1 })
    expect(log.attempts(everything)).toMatchObject({ total: 2, attempts: [{ attemptId: 'attempt-2' }, { reason: 'never mind' }] })
    expect(log.story('attempt-2')).toHaveLength(2)
    log.close()
    expect(rowsOf(file)).toEqual(before)
  })

  it('is not told from a true one when its last rows are missing, or all is hashed anew: that takes somebody who remembers a later head', () => {
    const truncated = aWrittenLog()
    secretly(truncated, 'DELETE FROM entries WHERE seq > 3')
    expect(openLog(truncated).log.health()).toMatchObject({ status: 'whole', rows: 3 })

    const forged = aWrittenLog()
    const { installId } = JSON.parse(rowsOf(forged)[0]!.body) as { installId: string }
    const row = nextRow(emptyHead(installId), { kind: 'app-started', installId, version: '9', runtime: 'forged', at: '', bootId: '', monotonicMs: 0 })
    secretly(forged, `DELETE FROM entries; INSERT INTO entries (seq, body, hash) VALUES (1, '${row.body}', '${row.hash}')`)
    expect(openLog(forged).log.health()).toMatchObject({ status: 'whole', rows: 1 })
  })

  it('is broken when a row is not even JSON any more, and shows the rows around it', () => {
    const file = aWrittenLog()
    const bytes = readFileSync(file)
    bytes[bytes.indexOf(Buffer.from(rowsOf(file)[2]!.body))] = 'X'.charCodeAt(0)
    writeFileSync(file, bytes)
    const { log } = openLog(file, { bootId: 'boot-2' })
    expect(log.health()).toMatchObject({ status: 'broken', brokenAt: 3 })
    expect(log.attempts(everything).attempts.map(({ attemptId, status }) => [attemptId, status])).toEqual(
      [['attempt-2', 'refused'], ['attempt-1', 'interrupted']])
  })

  it('finds bits that flipped anywhere in the rows', () => {
    const source = aWrittenLog()
    const bytes = readFileSync(source)
    const body = Buffer.from(rowsOf(source)[3]!.body)
    const from = bytes.indexOf(body)
    expect(from).toBeGreaterThan(0)
    const folder = aFolder()
    for (let i = 0; i < 40; i += 1) {
      const file = join(folder, `${i}.db`)
      const flipped = Buffer.from(bytes)
      const at = from + Math.floor((i * body.length) / 40)
      flipped[at] = flipped[at]! ^ (1 << (i % 8))
      writeFileSync(file, flipped)
      expect(openLog(file).log.health().status, `byte ${at}, bit ${i % 8}`).toBe('broken')
    }
  })
})

describe('a log that changes under the running console', () => {
  it('is broken when its last rows go, and no row is written behind them', () => {
    const { log, file } = openLog()
    for (const id of ['a', 'b', 'c']) log.append(anAttempt({ attemptId: id }))
    secretly(file, 'DELETE FROM entries WHERE seq = 3')
    expect(log.append(aStart)).toEqual({ status: 'refused', code: 'audit-broken' })
    expect(log.health()).toMatchObject({ status: 'broken', brokenAt: 3 })
    expect(rowsOf(file)).toHaveLength(2)
  })

  it('is broken when a row that was verified before is edited, at the next verification', () => {
    const { log, file } = openLog()
    for (const id of ['a', 'b', 'c']) log.append(anAttempt({ attemptId: id }))
    secretly(file, "UPDATE entries SET body = replace(body, 'INC-1', 'INC-2') WHERE seq = 2")
    expect(log.verify()).toMatchObject({ status: 'broken', brokenAt: 2 })
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-broken' })
  })

  it('is broken when another process adds a row that does not fit', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    const [row] = rowsOf(file)
    secretly(file, `INSERT INTO entries (seq, body, hash) VALUES (2, '{"kind":"app-started","prevHash":"${row!.hash}","seq":2}', 'made up')`)
    expect(log.append(aRefusal())).toEqual({ status: 'refused', code: 'audit-broken' })
    expect(log.health()).toMatchObject({ status: 'broken', brokenAt: 2 })
  })

  it.skipIf(process.platform === 'win32')('is broken when its file is deleted or exchanged, and no new one is made in silence', () => {
    for (const exchange of [(file: string) => rmSync(file), (file: string) => { renameSync(file, `${file}.old`); copyFileSync(`${file}.old`, file) }]) {
      const { log, file } = openLog()
      log.append(anAttempt())
      exchange(file)
      expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-broken' })
      expect(log.writeIntent(anIntent(), yes)).toEqual({ status: 'refused', code: 'audit-broken' })
      log.appendOrHold(anAnswer())
      expect(log.health()).toMatchObject({ status: 'broken', brokenAt: null, heldRows: 1 })
      expect(log.attempts(everything).total).toBe(1)
    }
  })
})

describe('a file that is no log', () => {
  it.each<[string, (file: string) => void]>([
    ['text', (file) => writeFileSync(file, 'this is not a database, it only looks like one from afar'.repeat(200))],
    ['empty', (file) => writeFileSync(file, '')],
    ['a database of something else', (file) => tamper(file, 'CREATE TABLE entries (seq, body, hash)')],
    ['a log of a newer console', (file) => { const written = aWrittenLog(); tamper(written, 'PRAGMA user_version = 2'); copyFileSync(written, file) }],
    ['half of a log', (file) => { const bytes = readFileSync(aWrittenLog()); writeFileSync(file, bytes.subarray(0, bytes.length / 2)) }],
  ])('is left as it is and reported as broken: %s', (_what, make) => {
    const file = join(aFolder(), 'audit.db')
    make(file)
    const before = readFileSync(file)
    const { log } = openLog(file)
    expect(log.health()).toMatchObject({ status: 'broken', brokenAt: null })
    expect(log.append(aStart)).toEqual({ status: 'refused', code: 'audit-broken' })
    expect(log.attempts(everything)).toMatchObject({ total: 0, attempts: [], health: { status: 'broken' } })
    expect(log.recentIntents(5)).toEqual([])
    log.close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('is unavailable, and tried again, when a folder has its place', () => {
    const file = join(aFolder(), 'audit.db')
    mkdirSync(file)
    const { log, healths } = openLog(file)
    expect(log.health()).toMatchObject({ status: 'unavailable', checkedAt: null })
    expect(log.append(aStart)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.unfinished()).toEqual([])
    rmSync(file, { recursive: true })
    writeFileSync(`${file}.other`, '')
    copyFileSync(aWrittenLog(), file)
    expect(log.append({ kind: 'cancellation', attemptId: 'attempt-1', actor: agent, stage: 'sign-in' })).toEqual({ status: 'ok', seq: 6 })
    expect(healths).toMatchObject([{ status: 'unavailable', checkedAt: null }, { status: 'whole', checkedAt: '2026-11-23T10:00:00.000Z' }])
  })

  it('is not replaced by a new log when it was there and has gone before it could be opened', () => {
    const file = join(aFolder(), 'audit.db')
    mkdirSync(file)
    const { log } = openLog(file)
    rmSync(file, { recursive: true })
    expect(log.append(aStart)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(existsSync(file)).toBe(false)
  })

  it('is unavailable when its folder cannot be made', () => {
    const file = join(aFolder(), 'plain-file', 'audit.db')
    writeFileSync(dirname(file), '')
    const { log } = openLog(file)
    expect(log.health().status).toBe('unavailable')
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unavailable' })
    rmSync(dirname(file))
    expect(log.append(aStart)).toEqual({ status: 'ok', seq: 1 })
    expect(statSync(file).size).toBeGreaterThan(0)
  })
})
