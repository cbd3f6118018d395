import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AuditFindingCode } from '../../../src-shared/audit-health.ts'
import { agent, anAnswer, anAttempt, anIntent, anOutcome, aRefusal, aStart } from './audit-events.ts'
import { aFolder, nth, openLog, rowsOf, secretly, tamper, yes } from './audit-fixtures.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

const everything = { filter: everyAttempt, window: { offset: 0, limit: 200 } }

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

describe('the table of rows', () => {
  it.each([
    ['changed', "UPDATE entries SET body = '{}' WHERE seq = 3"],
    ['deleted', 'DELETE FROM entries WHERE seq = 3'],
    ['emptied', 'DELETE FROM entries'],
    ['replaced', "INSERT OR REPLACE INTO entries (seq, body, hash) SELECT 3, body, 'x' FROM entries WHERE seq = 3"],
    ['upserted', "INSERT INTO entries (seq, body, hash) SELECT 3, body, 'x' FROM entries WHERE seq = 3 ON CONFLICT DO UPDATE SET hash = 'x'"],
    ['filled in at the end with a gap', "INSERT INTO entries (seq, body, hash) SELECT 8, body, 'x' FROM entries WHERE seq = 6"],
    ['continued without a number', "INSERT INTO entries (body, hash) SELECT body, 'x' FROM entries WHERE seq = 6"],
    ['continued with a row that does not follow', "INSERT INTO entries (seq, body, hash) VALUES (7, json_object('seq', 7, 'prevHash', 'x'), 'x')"],
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
    ['an edited row', "UPDATE entries SET body = replace(body, 'wrong-person', 'sign-in-cancelled') WHERE seq = 4", 4],
    ['an edited row, hashed anew', "UPDATE entries SET body = replace(body, 'INC-1', 'INC-9'), hash = 'ab' WHERE seq = 3", 3],
    ['a deleted row', 'DELETE FROM entries WHERE seq = 4', 5],
    ['a deleted first row', 'DELETE FROM entries WHERE seq = 2', 3],
    ['a deleted row, with the gap closed', 'DELETE FROM entries WHERE seq = 4; UPDATE entries SET seq = seq - 1 WHERE seq > 4', 4],
    ['two rows exchanged', 'UPDATE entries SET seq = 99 WHERE seq = 4; UPDATE entries SET seq = 4 WHERE seq = 5; UPDATE entries SET seq = 5 WHERE seq = 99', 4],
    ['another install_id', "DROP TRIGGER meta_never_changes; UPDATE meta SET value = 'x' WHERE name = 'install_id'", 1],
    ['a table of its own beside', 'CREATE TABLE notes (text)', null],
  ])('is broken: %s', (_what, sql, brokenAt) => {
    const file = aWrittenLog()
    secretly(file, sql)
    const { log, healths } = openLog(file, { bootId: 'boot-2' })
    expect(log.health()).toMatchObject({ status: 'unacknowledged', brokenAt })
    expect(healths).toMatchObject([{ status: 'unacknowledged' }])
  })

  it.each([
    `json_object('kind', 'attempt', 'attemptId', 'x')`,
    `json_object('kind', 'intent', 'attemptId', 'x', 'actor', json('null'), 'target', 7)`,
    `json_set(body, '$.actor', json('[]'))`, `json_set(body, '$.actor.displayName', 7)`, `json_set(body, '$.target.serialNumber', json('{}'))`,
    `json_set(body, '$.ticket', 7)`, `json_set(body, '$.at', json('null'))`, `json_set(body, '$.at', 'soon')`, `json_set(body, '$.attemptId', json('{}'))`, `json_set(body, '$.kind', json('[]'))`, `'null'`, `'[]'`,
  ])('is found broken by a row that is not made like one, and can be read now and ever after: %s', (body) => {
    const file = aWrittenLog()
    secretly(file, `UPDATE entries SET body = ${body} WHERE seq = 3`)
    const { log } = openLog(file, { bootId: 'boot-2' })
    expect(log.health()).toMatchObject({ status: 'unacknowledged', brokenAt: 3 })
    expect(log.attempts(everything).attempts.length).toBeGreaterThan(0)
    expect(log.acknowledge(agent, 'seen').status).toBe('ok')
    expect(log.verify()).toMatchObject({ status: 'whole' })
    expect(log.figures(everyAttempt).total).toBeGreaterThan(0)
    expect(log.checkWritable()).toEqual({ status: 'ok' })
  })

  it('is broken when a trigger is missing, though every row is right', () => {
    const file = aWrittenLog()
    tamper(file, 'DROP TRIGGER entries_never_change')
    const health = openLog(file).log.health()
    expect(health).toMatchObject({ status: 'unacknowledged', brokenAt: null, unacknowledged: { rows: 6 }, findings: [{ code: 'guards-missing' }] })
  })

  it('refuses actions until it is acknowledged, changes nothing in the old log, and still shows what that has', () => {
    const file = aWrittenLog()
    secretly(file, "UPDATE entries SET body = replace(body, 'forgot it', 'never mind') WHERE seq = 3")
    const before = rowsOf(file)
    const { log } = openLog(file, { bootId: 'boot-2' })
    const refused = { status: 'refused', code: 'audit-unacknowledged' }
    expect(log.append(aStart)).toMatchObject({ status: 'ok' })
    expect(log.checkWritable()).toEqual(refused)
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-3' }), yes)).toEqual(refused)
    log.appendOrHold(anOutcome())
    expect(log.health()).toMatchObject({ status: 'unacknowledged', brokenAt: 3, heldRows: 0, unacknowledged: { rows: 6, reason: 'broken', fileName: 'audit-1.broken.db' } })
    expect(log.attempts(everything)).toMatchObject({ total: 2, attempts: [{ attemptId: 'attempt-2' }, { reason: 'never mind' }] })
    expect(log.story('attempt-2')).toHaveLength(2)
    expect(log.acknowledge(agent, 'restored')).toMatchObject({ status: 'ok', health: { status: 'whole', unacknowledged: null } })
    expect(log.checkWritable()).toEqual({ status: 'ok' })
    log.close()
    expect(rowsOf(join(dirname(file), 'audit-1.broken.db'))).toEqual(before)
  })

  it('stays unacknowledged over restarts, until somebody acknowledges it, once', () => {
    const file = aWrittenLog()
    tamper(file, 'DROP TRIGGER entries_never_change')
    for (const bootId of ['boot-2', 'boot-3']) {
      const { log } = openLog(file, { bootId })
      expect(log.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'guards-missing' }] })
      log.close()
    }
    const { log } = openLog(file)
    expect(log.acknowledge(agent, 'seen')).toMatchObject({ status: 'ok' })
    expect(log.acknowledge(agent, 'again')).toEqual({ status: 'refused', code: 'invalid-request' })
    log.close()
    expect(openLog(file).log.health().status).toBe('whole')
  })

  it('is broken when a row is not even JSON any more, and shows the rows around it', () => {
    const file = aWrittenLog()
    const bytes = readFileSync(file)
    bytes[bytes.indexOf(Buffer.from(rowsOf(file)[2]!.body))] = 'X'.charCodeAt(0)
    writeFileSync(file, bytes)
    const { log } = openLog(file, { bootId: 'boot-2' })
    expect(log.health()).toMatchObject({ status: 'unacknowledged', brokenAt: 4 })
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
      const file = join(folder, String(i), 'audit.db')
      cpSync(dirname(source), dirname(file), { recursive: true })
      const flipped = Buffer.from(bytes)
      const at = from + Math.floor((i * body.length) / 40)
      flipped[at] = flipped[at]! ^ (1 << (i % 8))
      writeFileSync(file, flipped)
      expect(openLog(file).log.health().status, `byte ${at}, bit ${i % 8}`).toBe('unacknowledged')
    }
  })
})

describe('a log that changes under the running console', () => {
  it.each<[string, string, AuditFindingCode, number | null]>([
    ['its last rows go', 'DELETE FROM entries WHERE seq = 4', 'tail-missing', 4],
    ['a row is added that does not fit', "INSERT INTO entries (seq, body, hash) VALUES (5, '{}', 'made up')", 'row-changed', 5],
  ])('is set aside when %s, and no row is written behind it', (_what, sql, code, seq) => {
    const { log, file } = openLog()
    for (const id of ['a', 'b', 'c']) log.append(anAttempt({ attemptId: id }))
    secretly(file, sql)
    const before = rowsOf(file)
    expect(log.append(aStart)).toEqual({ status: 'ok', seq: 2 })
    expect(log.health()).toMatchObject({ status: 'unacknowledged', brokenAt: seq, findings: [{ code, seq }] })
    expect(rowsOf(join(dirname(file), 'audit-1.broken.db'))).toEqual(before)
  })

  it('is set aside when a row that was verified before is edited, at the next verification', () => {
    const { log, file } = openLog()
    for (const id of ['a', 'b', 'c']) log.append(anAttempt({ attemptId: id }))
    secretly(file, "UPDATE entries SET body = replace(body, 'INC-1', 'INC-2') WHERE seq = 3")
    expect(log.verify()).toMatchObject({ status: 'unacknowledged', brokenAt: 3, findings: [{ code: 'row-changed' }] })
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
  })

  it.skipIf(process.platform === 'win32').each<[string, (file: string) => void, AuditFindingCode]>([
    ['deleted', (file) => rmSync(file), 'file-missing'],
    ['exchanged', (file) => { renameSync(file, `${file}.old`); copyFileSync(`${file}.old`, file) }, 'file-replaced'],
  ])('is followed by a new one, not in silence, when its file is %s', (_what, exchange, code) => {
    const { log, file } = openLog()
    log.append(anAttempt())
    exchange(file)
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
    expect(log.writeIntent(anIntent(), yes)).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
    log.appendOrHold(anAnswer())
    expect(log.health()).toMatchObject({ status: 'unacknowledged', brokenAt: null, heldRows: 0, findings: [{ code }], unacknowledged: { rows: 2 } })
  })

  it('is followed by the other process too, which goes on in the new log', () => {
    const { log, file } = openLog()
    const other = openLog(file, { bootId: 'boot-2' }).log
    log.append(anAttempt())
    other.append(anAttempt({ attemptId: 'attempt-2' }))
    tamper(file, 'DROP TRIGGER entries_never_change')
    expect(log.verify().status).toBe('unacknowledged')
    expect(other.append(aRefusal())).toMatchObject({ status: 'ok' })
    expect(other.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'guards-missing' }] })
    expect(log.acknowledge(agent, 'seen')).toMatchObject({ status: 'ok' })
    expect(other.checkWritable()).toEqual({ status: 'ok' })
    expect(readdirSync(dirname(file)).filter((name) => name.endsWith('.broken.db'))).toEqual(['audit-1.broken.db'])
  })
})

describe('a file that is no log', () => {
  it.each<[string, (file: string) => void]>([
    ['text', (file) => writeFileSync(file, 'this is not a database, it only looks like one from afar'.repeat(200))],
    ['empty', (file) => writeFileSync(file, '')],
    ['a database of something else', (file) => tamper(file, 'CREATE TABLE entries (seq, body, hash)')],
    ['half of a log', (file) => { const bytes = readFileSync(aWrittenLog()); writeFileSync(file, bytes.subarray(0, bytes.length / 2)) }],
  ])('is set aside as it is, and reported: %s', (_what, make) => {
    const file = join(aFolder(), 'audit.db')
    make(file)
    const before = readFileSync(file)
    const { log } = openLog(file)
    expect(log.health()).toMatchObject({ status: 'unacknowledged', brokenAt: null })
    expect(log.append(aStart)).toMatchObject({ status: 'ok' })
    expect(log.attempts(everything)).toMatchObject({ total: 0, attempts: [], health: { status: 'unacknowledged' } })
    expect(log.recentIntents(5)).toEqual([])
    log.close()
    expect(readFileSync(join(dirname(file), 'audit-1.broken.db')).equals(before)).toBe(true)
  })

  it('is left where it is when a newer console wrote it', () => {
    const file = aWrittenLog()
    tamper(file, 'PRAGMA user_version = 2')
    const before = readFileSync(file)
    const { log } = openLog(file)
    expect(log.health()).toMatchObject({ status: 'broken', brokenAt: null })
    expect(log.append(aStart)).toEqual({ status: 'refused', code: 'audit-broken' })
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
    cpSync(dirname(aWrittenLog()), dirname(file), { recursive: true })
    expect(log.append({ kind: 'cancellation', attemptId: 'attempt-1', actor: agent, stage: 'sign-in' })).toEqual({ status: 'ok', seq: nth(6) })
    expect(healths).toMatchObject([{ status: 'unavailable', checkedAt: null }, { status: 'whole', checkedAt: '2026-11-23T10:00:00.000Z' }])
  })

  it('is not replaced in silence when it was there and has gone before it could be opened', () => {
    const file = join(aFolder(), 'audit.db')
    mkdirSync(file)
    const { log } = openLog(file)
    rmSync(file, { recursive: true })
    expect(log.append(aStart)).toEqual({ status: 'ok', seq: nth(1) })
    expect(log.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'file-missing' }] })
  })

  it('is unavailable when its folder cannot be made', () => {
    const file = join(aFolder(), 'plain-file', 'audit.db')
    writeFileSync(dirname(file), '')
    const { log } = openLog(file)
    expect(log.health().status).toBe('unavailable')
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unavailable' })
    rmSync(dirname(file))
    expect(log.append(aStart)).toEqual({ status: 'ok', seq: nth(1) })
    expect(statSync(file).size).toBeGreaterThan(0)
  })
})
