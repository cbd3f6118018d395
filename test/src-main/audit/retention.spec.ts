/** Logs that end whole, and go after the policy's time, with a copy elsewhere. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import type { LogRemoval } from '../../../src-main/audit/log-retention.ts'
import type { HandOverPoint } from '../../../src-main/audit/set-aside.ts'
import type { AuditEntry } from '../../../src-shared/audit.ts'
import type { AuditLogPart } from '../../../src-shared/audit-retention.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import { sofia } from '../../factories/device.ts'
import { agent, anAnswer, anAttempt, anIntent, anOutcome, aRefusal, aStart } from './audit-events.ts'
import { aClock, aFolder, allRowsOf, nth, openLog, secretly, tamper, yes } from './audit-fixtures.ts'
import type { MovableClock } from './audit-fixtures.ts'

const everything = { filter: everyAttempt, window: { offset: 0, limit: 200 } }
const dayMs = 86_400_000
const copySha256 = 'ab'.repeat(32)
const closedName = 'audit-1.closed.db'

const besides = (file: string, name: string): string => join(dirname(file), name)
const firstOf = (file: string) => JSON.parse(allRowsOf(file)[0]!.body) as Extract<AuditEntry, { kind: 'log-started' }>
const partsOf = (log: AuditLog, keepDays: number | null = 30): readonly AuditLogPart[] => log.logs(keepDays)!.logs

/** The row of an export of that whole log. */
function exported(log: AuditLog, { installId, rows, hash }: AuditLogPart, sha256 = copySha256): void {
  const head = { installId, rows, hash }
  expect(log.append({ kind: 'export', actor: agent, format: 'jsonl', filter: '{}', rows, fileName: 'copy.jsonl', sha256, log: head }).status).toBe('ok')
}

/** A closed log with one refused attempt, and the one after it. */
function aClosedLog(clock: MovableClock = aClock()) {
  const { log, file } = openLog(undefined, { clock })
  log.append(anAttempt())
  log.append(aRefusal())
  expect(log.closeLog(sofia)).toEqual({ status: 'ok' })
  return { log, file, clock }
}

interface OldLog {
  readonly log: AuditLog
  readonly file: string
  readonly clock: MovableClock
  readonly removal: LogRemoval
}

/** A closed log that may be removed. */
function anOldLog(): OldLog {
  const opened = aClosedLog()
  exported(opened.log, partsOf(opened.log)[0]!)
  opened.clock.advance(31 * dayMs)
  const [{ installId }] = partsOf(opened.log) as [AuditLogPart]
  return { ...opened, removal: { installId, actor: agent, copySha256, copyDigest: firstOf(opened.file).previous!.digest!, keepDays: 30 } }
}

describe('closing a log', () => {
  it('seals it, puts it beside under a name that says so, and begins one that names it; nothing is held', () => {
    const { log, file } = aClosedLog()
    const closed = allRowsOf(besides(file, closedName))
    expect((JSON.parse(closed.at(-1)!.body) as AuditEntry).kind).toBe('checkpoint')
    expect(firstOf(file).previous).toMatchObject({ reason: 'closed', findings: [], fileName: closedName, rows: closed.length, hash: closed.at(-1)!.hash })
    expect(log.health()).toMatchObject({ status: 'whole', rows: 1, unacknowledged: null })
    expect(log.checkWritable()).toEqual({ status: 'ok' })
    expect(log.attempts(everything).attempts).toMatchObject([{ attemptId: 'attempt-1', status: 'refused' }])
    log.close()
    expect(openLog(file, { bootId: 'boot-2' }).log.verify()).toMatchObject({ status: 'whole', findings: [] })
  })

  it('lets what is under way go on: the attempt, its answer, the hold on a second one, the permit', () => {
    const { log } = openLog()
    log.append(anAttempt())
    log.append(anAttempt({ attemptId: 'open' }))
    log.writeIntent(anIntent({ permitId: 'permit-1' }), yes)
    log.closeLog(sofia)
    log.append(anAttempt({ attemptId: 'attempt-2' }))
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2' }), yes)).toEqual({ status: 'refused', code: 'action-in-flight' })
    expect(log.unfinished().map(({ intent }) => intent.attemptId)).toEqual(['attempt-1'])
    log.appendOrHold(anAnswer())
    log.closeLog(sofia)
    log.appendOrHold(anOutcome())
    expect(log.story('attempt-1').map(({ kind }) => kind)).toEqual(['attempt', 'intent', 'answer', 'outcome'])
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2', permitId: 'permit-1' }), yes)).toEqual({ status: 'refused', code: 'permit-missing' })
    expect(log.append(aRefusal({ attemptId: 'open' }))).toMatchObject({ status: 'ok' })
    expect(partsOf(log).map(({ fileName, state, isWhole }) => [fileName, state, isWhole])).toEqual([
      [closedName, 'closed', true], ['audit-2.closed.db', 'closed', true], ['audit.db', 'present', true],
    ])
  })

  it('is done also where somebody wrote something into the lock file', () => {
    const { log, file } = openLog()
    writeFileSync(besides(file, 'audit.lock'), 'no database\n'.repeat(300))
    log.append(anAttempt())
    expect(log.closeLog(sofia)).toEqual({ status: 'ok' })
    expect(partsOf(log).map(({ state }) => state)).toEqual(['closed', 'present'])
  })

  it('is told apart from one that was set aside: which rows were wrong, and who has seen it', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.append(aRefusal())
    log.close()
    secretly(file, "UPDATE entries SET body = replace(body, 'forgot it', 'tidied') WHERE seq = 2")
    const next = openLog(file, { bootId: 'boot-2' }).log
    expect(partsOf(next)[0]).toMatchObject({ state: 'broken', wrongRows: [2], acknowledged: null })
    next.acknowledge(sofia, 'looked at with IT')
    expect(partsOf(next)[0]).toMatchObject({ wrongRows: [2], acknowledged: { by: sofia.displayName, text: 'looked at with IT' } })
    next.closeLog(sofia)
    expect(partsOf(next).map(({ acknowledged }) => acknowledged?.text ?? null)).toEqual(['looked at with IT', null, null])
  })

  it('leaves known up to which row the present log was exported', () => {
    const { log } = aClosedLog()
    expect(partsOf(log).at(-1)).toMatchObject({ state: 'present', exported: null })
    exported(log, partsOf(log).at(-1)!)
    log.append(anAttempt({ attemptId: 'attempt-2' }))
    expect(partsOf(log).at(-1)).toMatchObject({ state: 'present', rows: 3, exported: { fileName: 'copy.jsonl', rows: 1 } })
    log.closeLog(sofia)
    expect(partsOf(log)[1]).toMatchObject({ state: 'closed', exported: null })
  })

  it('is done by the console itself when the log is long, at a start and later', () => {
    const { log, file, clock } = openLog(undefined, { limits: { closeAtRows: 5 } })
    for (let rows = 1; rows < 5; rows += 1) log.append(aStart)
    clock.advance(10 * 60_000)
    log.tick()
    expect(partsOf(log).map(({ state }) => state)).toEqual(['closed', 'present'])
    for (let rows = 1; rows < 5; rows += 1) log.append(aStart)
    log.close()
    const again = openLog(file, { limits: { closeAtRows: 5 }, bootId: 'boot-2' }).log
    expect(partsOf(again).map(({ state }) => state)).toEqual(['closed', 'closed', 'present'])
  })

  it('is not done while actions are held, and a closed log that is changed then holds them', () => {
    const { log, file } = aClosedLog()
    const closed = besides(file, closedName)
    secretly(closed, "UPDATE entries SET body = replace(body, 'forgot it', 'tidied') WHERE seq = 2")
    expect(log.verify()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'earlier-log-changed' }] })
    expect(log.closeLog(sofia)).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
    log.acknowledge(agent, 'seen')
    expect(log.closeLog(sofia)).toEqual({ status: 'ok' })
    expect(log.verify().status).toBe('whole') // the acknowledgement is in a closed log now, and still counts
    expect(partsOf(log)[0]).toMatchObject({ isWhole: false })
  })

  it('does not put a log beside that was changed since it was verified: that is found, and the log is set aside as broken', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    secretly(file, "UPDATE entries SET body = replace(body, 'forgot it', 'tidied') WHERE seq = 2")
    log.closeLog(sofia)
    expect(log.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'row-changed', seq: 2 }], unacknowledged: { reason: 'broken' } })
    expect(readdirSync(dirname(file)).filter((name) => name.includes('.closed.'))).toEqual([])
  })

  it('says in its last rows who ended it', () => {
    const { log } = aClosedLog()
    const closed = partsOf(log)[0]!
    const rows = log.storedRows(0, 10, closed.installId)!.rows.map(({ body }) => JSON.parse(body) as AuditEntry)
    expect(rows.slice(-2)).toMatchObject([{ kind: 'closing', actor: { oid: sofia.oid } }, { kind: 'checkpoint' }])
  })

  it('is followed by another console that has the log open', () => {
    const { log, file } = openLog()
    const other = openLog(file, { bootId: 'boot-2' }).log
    log.append(anAttempt())
    log.closeLog(sofia)
    expect(other.append(aRefusal())).toMatchObject({ status: 'ok' })
    expect(other.health()).toMatchObject({ status: 'whole', findings: [] })
    expect(log.attempts(everything).attempts).toMatchObject([{ status: 'refused' }])
    // Asked for by both at once, it is done once.
    other.append(aStart)
    log.closeLog(sofia)
    expect(other.closeLog(sofia)).toEqual({ status: 'ok' })
    expect(partsOf(other).map(({ fileName }) => fileName)).toEqual([closedName, 'audit-2.closed.db', 'audit.db'])
  })

  it.each<HandOverPoint>(['hand-over-planned', 'hand-over-wal-moved', 'hand-over-log-moved', 'hand-over-keys-written', 'hand-over-head-written', 'hand-over-log-begun'])(
    'cut short at the point %s leaves one whole log, closed or not, and no hold', { timeout: 20_000 }, (point) => {
      const { log, file } = openLog()
      const keeper = new DatabaseSync(file) // so that rows stay in the -wal
      onTestFinished(() => keeper.close())
      log.append(anAttempt())
      log.append(aRefusal())
      log.close()
      const child = join(import.meta.dirname, 'appending-child.ts')
      expect(spawnSync(process.execPath, ['--no-warnings', child, file, 'killed', '1', point, '3'], { stdio: ['ignore', 'ignore', 'inherit'] }).status).not.toBe(0)
      const again = openLog(file, { bootId: 'boot-2' }).log
      expect(again.verify()).toMatchObject({ status: 'whole', findings: [] })
      expect(again.attempts(everything).attempts).toMatchObject([{ attemptId: 'attempt-1', status: 'refused' }])
      const isMoved = !['hand-over-planned', 'hand-over-wal-moved'].includes(point)
      expect(partsOf(again).map(({ state }) => state)).toEqual(isMoved ? ['closed', 'present'] : ['present'])
      expect(again.append(aStart)).toMatchObject({ status: 'ok' })
    })
})

const refusals: readonly (readonly [string, (opened: OldLog) => Partial<LogRemoval>, ErrorCode])[] = [
  ['the one that is written to', ({ log }) => ({ installId: partsOf(log).at(-1)!.installId }), 'log-not-removable'],
  ['one that nobody knows', () => ({ installId: 'unknown' }), 'log-not-removable'],
  ['any while the policy keeps everything', () => ({ keepDays: null }), 'log-not-removable'],
  ['one that is too young', () => ({ keepDays: 32 }), 'log-not-removable'],
  ['one whose copy is another file', () => ({ copySha256: 'cd'.repeat(32) }), 'export-file-differs'],
  ['one whose copy holds other rows', () => ({ copyDigest: 'cd'.repeat(32) }), 'export-file-differs'],
  ['one that is not the oldest', ({ log, clock }) => {
    log.closeLog(sofia)
    const second = partsOf(log)[1]!
    exported(log, second)
    clock.advance(31 * dayMs)
    return { installId: second.installId }
  }, 'log-not-removable'],
  ['one that was changed, though that was acknowledged', ({ log, file }) => {
    secretly(besides(file, closedName), "UPDATE entries SET body = replace(body, 'forgot it', 'tidied') WHERE seq = 2")
    log.verify()
    log.acknowledge(agent, 'seen')
    return {}
  }, 'log-not-removable'],
  ['any while actions are held', ({ log, file }) => {
    tamper(file, 'DROP TRIGGER entries_never_go')
    log.verify()
    return {}
  }, 'audit-unacknowledged'],
]

describe('removing a log', () => {
  it('writes down what goes before it goes, and is no missing log afterwards', () => {
    const { log, file, removal } = anOldLog()
    expect(partsOf(log)[0]).toMatchObject({ keptBecause: null, isWhole: true, exported: { fileName: 'copy.jsonl', sha256: copySha256 } })
    expect(log.removeLog(removal)).toEqual({ status: 'ok' })
    expect(readdirSync(dirname(file)).filter((name) => name.startsWith('audit-1'))).toEqual([])
    expect(log.verify()).toMatchObject({ status: 'whole', findings: [] })
    expect(log.attempts(everything).total).toBe(0)
    expect(log.logs(30)).toMatchObject({ keepDays: 30, logs: [{ state: 'present' }], removed: [{ installId: removal.installId, rows: nth(4), by: agent.displayName }] })
    const tombstone = allRowsOf(file).map(({ body }) => JSON.parse(body) as AuditEntry).find(({ kind }) => kind === 'tombstone')
    expect(tombstone).toMatchObject({ removed: { installId: removal.installId }, fileName: closedName, firstAt: '2026-11-23T10:00:00.000Z', copySha256 })
    log.close()
    const again = openLog(file, { bootId: 'boot-2' }).log
    expect(again.health()).toMatchObject({ status: 'whole', findings: [] })
    // Its name is not given again: rows name logs by it.
    expect(again.closeLog(sofia)).toEqual({ status: 'ok' })
    expect(again.verify()).toMatchObject({ status: 'whole', findings: [] })
    expect(partsOf(again).map(({ fileName }) => fileName)).toEqual(['audit-2.closed.db', 'audit.db'])
    expect(again.logs(30)!.removed).toHaveLength(1)
  })

  it('goes on with the next start when it was cut short behind the row', () => {
    const { log, file, removal } = anOldLog()
    const copy = join(aFolder(), 'copy.db')
    copyFileSync(besides(file, closedName), copy)
    log.removeLog(removal)
    log.close()
    copyFileSync(copy, besides(file, closedName))
    const again = openLog(file, { bootId: 'boot-2' }).log
    expect(again.health()).toMatchObject({ status: 'whole', findings: [] })
    expect(existsSync(besides(file, closedName))).toBe(false)
    expect(again.attempts(everything).total).toBe(0)
  })

  it.each(refusals)('is refused for %s', (_what, prepare, code) => {
    const opened = anOldLog()
    const removal = { ...opened.removal, ...prepare(opened) }
    expect(opened.log.removeLog(removal)).toEqual({ status: 'refused', code })
    expect(existsSync(besides(opened.file, closedName))).toBe(true)
  })

  it('is refused for one that was never exported, or not whole', () => {
    const { log, clock } = aClosedLog()
    clock.advance(31 * dayMs)
    const closed = partsOf(log)[0]!
    expect(closed).toMatchObject({ keptBecause: 'not-exported', exported: null })
    exported(log, { ...closed, rows: closed.rows - 1 })
    expect(log.removeLog({ installId: closed.installId, actor: agent, copySha256, copyDigest: '', keepDays: 30 })).toEqual({ status: 'refused', code: 'log-not-removable' })
  })

  it('is possible for a broken log too, when that was acknowledged and its copy taken out', () => {
    const { log, file, clock } = openLog()
    log.append(anAttempt())
    tamper(file, 'DROP TRIGGER entries_never_go')
    log.verify()
    log.acknowledge(agent, 'seen')
    const broken = partsOf(log)[0]!
    expect(broken).toMatchObject({ state: 'broken', isWhole: true })
    expect(log.storedRows(0, 100, broken.installId)).toMatchObject({ installId: broken.installId, rows: [{ seq: 1 }, { seq: 2 }] })
    exported(log, broken)
    clock.advance(31 * dayMs)
    expect(log.removeLog({ installId: broken.installId, actor: agent, copySha256, copyDigest: firstOf(file).previous!.digest!, keepDays: 30 })).toEqual({ status: 'ok' })
    expect(log.verify()).toMatchObject({ status: 'whole', findings: [] })
  })

  it('is found missing when its file goes without a row', () => {
    const { log, file } = aClosedLog()
    rmSync(besides(file, closedName))
    expect(log.verify()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'earlier-log-missing' }] })
  })
})
