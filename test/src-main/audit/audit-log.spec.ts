import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import type { PlainEvent } from '../../../src-main/audit/audit-log.ts'
import { agent, anAnswer, anAttempt, anIntent, anOutcome, aRefusal, aStart, aTarget, otherAgent, proof } from './audit-events.ts'
import { aFolder, nth, openLog, rowsOf, tamper, yes } from './audit-fixtures.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

const everything = { filter: everyAttempt, window: { offset: 0, limit: 200 } }

describe('appending', () => {
  it('numbers rows without gaps and keeps them over a restart', () => {
    const { log, file, clock } = openLog()
    expect(log.append(aStart)).toEqual({ status: 'ok', seq: nth(1) })
    clock.advance(1_500.4)
    expect(log.append(anAttempt())).toEqual({ status: 'ok', seq: nth(2) })
    log.close()
    const again = openLog(file, { bootId: 'boot-2' }).log
    expect(again.append(aStart)).toEqual({ status: 'ok', seq: nth(3) })
    expect(again.verify()).toMatchObject({ status: 'whole', rows: nth(3), heldRows: 0, brokenAt: null })
    expect(again.story('attempt-1')).toMatchObject([{
      ...anAttempt(), seq: nth(2), at: '2026-11-23T10:00:01.500Z', monotonicMs: 1_500, bootId: 'boot-1',
    }])
  })

  it('gives every row the hash of the row before it', () => {
    const { log, file } = openLog()
    for (const event of [aStart, anAttempt(), aRefusal()] as PlainEvent[]) log.append(event)
    const rows = rowsOf(file)
    const prevHashes = rows.map((row) => (JSON.parse(row.body) as { prevHash: string }).prevHash)
    expect(prevHashes.slice(1)).toEqual(rows.slice(0, -1).map((row) => row.hash))
    expect(new Set(rows.map((row) => row.hash)).size).toBe(3)
  })

  it('keeps awkward texts exactly as they were', () => {
    const { log, file } = openLog()
    const target = aTarget({ deviceName: 'a\u0000b\u202e"\'; DROP TABLE entries;--\ud83d lone', userDisplayName: '漢字 ﷺ\r\n\t' })
    log.append(anAttempt({ target, reason: 'x'.repeat(500) }))
    log.close()
    const again = openLog(file).log
    expect(again.attempts(everything).attempts[0]?.target).toEqual(target)
    expect(again.verify().status).toBe('whole')
  })

  it('refuses a secret, and an inexact number, and writes nothing', () => {
    const { log } = openLog()
    expect(log.append({ ...anAttempt(), passcode: '482913' } as PlainEvent)).toEqual({ status: 'refused', code: 'invalid-request' })
    expect(log.append(anAnswer({ clockOffsetMs: Number.NaN }))).toEqual({ status: 'refused', code: 'invalid-request' })
    expect(log.writeIntent({ ...anIntent(), accessToken: 'x' } as never, yes)).toEqual({ status: 'refused', code: 'invalid-request' })
    expect(log.health()).toMatchObject({ status: 'whole', rows: nth(0) })
  })

  it('writes what has happened already without its secret', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    log.appendOrHold({ ...anOutcome(), passcode: '482913' } as PlainEvent)
    log.close()
    expect(rowsOf(file)).toHaveLength(3)
    expect(readFileSync(file, 'latin1')).not.toContain('482913')
  })

  it('refuses a row of an attempt that never began, and a second beginning', () => {
    const { log } = openLog()
    expect(log.append(aRefusal())).toEqual({ status: 'refused', code: 'attempt-unknown' })
    log.append(anAttempt())
    expect(log.append(anAttempt())).toEqual({ status: 'refused', code: 'invalid-request' })
    expect(log.append(aRefusal())).toMatchObject({ status: 'ok' })
  })

  it.skipIf(process.platform === 'win32')('lets nobody else read it: file 0600 in a folder 0700', () => {
    const { log, file } = openLog()
    log.append(aStart)
    for (const suffix of ['', '-wal', '.ballast']) expect(statSync(file + suffix).mode & 0o777, suffix).toBe(0o600)
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
  })

  it('tells two installations apart', () => {
    const first = openLog()
    const second = openLog()
    first.log.append(aStart)
    second.log.append(aStart)
    const [one, two] = [first, second].map(({ file }) => JSON.parse(rowsOf(file)[0]!.body) as { installId: string })
    expect(one!.installId).not.toBe(two!.installId)
    expect(one!.installId).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('the intent', () => {
  it('is written in the transaction that ends the permit', () => {
    const { log } = openLog()
    log.append(anAttempt())
    let asked = 0
    const written = log.writeIntent(anIntent(), () => ++asked === 1)
    expect(written).toEqual({ status: 'ok', seq: nth(2) })
    expect(asked).toBe(1)
  })

  it.each<[string, () => boolean]>([
    ['is gone', () => false],
    ['cannot be asked for', () => { throw new Error('defect') }],
  ])('is not written when the permit %s, and the log is none the worse', (_what, consumePermit) => {
    const { log, file } = openLog()
    log.append(anAttempt())
    expect(log.writeIntent(anIntent(), consumePermit)).toEqual({ status: 'refused', code: 'permit-missing' })
    expect(rowsOf(file)).toHaveLength(1)
    expect(log.health().status).toBe('whole')
    expect(log.writeIntent(anIntent(), yes)).toMatchObject({ status: 'ok', seq: nth(2) })
  })

  it('is not written twice with one permit, not even by another run of the console', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.writeIntent(anIntent({ permitId: 'permit-1' }), yes)
    log.appendOrHold(anOutcome())
    log.close()
    const again = openLog(file, { bootId: 'boot-2' }).log
    again.append(anAttempt({ attemptId: 'attempt-2' }))
    const replay = again.writeIntent(anIntent({ attemptId: 'attempt-2', permitId: 'permit-1' }), yes)
    expect(replay).toEqual({ status: 'refused', code: 'permit-missing' })
  })

  it('is not written twice for one attempt, nor after a cancellation; the permit is not asked for then', () => {
    const { log } = openLog()
    const never = () => { throw new Error('asked') }
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    log.appendOrHold(anOutcome())
    expect(log.writeIntent(anIntent(), never)).toEqual({ status: 'refused', code: 'attempt-unknown' })
    log.append(anAttempt({ attemptId: 'attempt-2' }))
    log.append({ kind: 'cancellation', attemptId: 'attempt-2', actor: agent, stage: 'warning' })
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2' }), never)).toEqual({ status: 'refused', code: 'attempt-unknown' })
  })

  it('is refused while the same action is open for the same device, over a restart too, and only then', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    log.appendOrHold(anAnswer())
    log.close()
    const again = openLog(file, { bootId: 'boot-2' }).log
    const never = () => { throw new Error('asked') }
    again.append(anAttempt({ attemptId: 'attempt-2' }))
    expect(again.writeIntent(anIntent({ attemptId: 'attempt-2' }), never)).toEqual({ status: 'refused', code: 'action-in-flight' })
    again.append(anAttempt({ attemptId: 'attempt-3' }))
    const elsewhere = anIntent({ attemptId: 'attempt-3', target: aTarget({ deviceId: 'device-2' }) })
    expect(again.writeIntent(elsewhere, yes)).toMatchObject({ status: 'ok' })
    again.appendOrHold(anOutcome())
    expect(again.writeIntent(anIntent({ attemptId: 'attempt-2' }), yes)).toMatchObject({ status: 'ok' })
  })

  it('is possible again at once when Graph refused the request before it', () => {
    const { log } = openLog()
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    log.appendOrHold(anAnswer({ result: 'refused', code: 'graph-missing-role' }))
    log.append(anAttempt({ attemptId: 'attempt-2' }))
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2' }), yes)).toMatchObject({ status: 'ok' })
  })
})

describe('a trial before the dialogs', () => {
  it('says that a row can be written, and leaves none', () => {
    const { log, file } = openLog()
    log.append(aStart)
    expect(log.checkWritable()).toEqual({ status: 'ok' })
    expect(log.checkWritable()).toEqual({ status: 'ok' })
    expect(rowsOf(file)).toHaveLength(1)
    expect(log.append(anAttempt())).toEqual({ status: 'ok', seq: nth(2) })
  })

  it('says no, as the intent would, when the disk has less room than the floor', () => {
    const { log } = openLog(undefined, { limits: { freeSpaceFloorBytes: Number.MAX_SAFE_INTEGER } })
    expect(log.append(anAttempt())).toMatchObject({ status: 'ok' })
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.writeIntent(anIntent(), yes)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.append(aRefusal())).toMatchObject({ status: 'ok' })
  })

  it('says no when there is no room for the ballast, and makes it again when there is', () => {
    const { log } = openLog(undefined, { limits: { ballastBytes: 2 ** 31 + 1 } }) // more than can be made
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.writeIntent(anIntent(), yes)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    const other = openLog()
    expect(existsSync(`${other.file}.ballast`)).toBe(true)
    tamper(other.file, 'SELECT 1')
    expect(other.log.checkWritable()).toEqual({ status: 'ok' })
    expect(statSync(`${other.file}.ballast`).size).toBe(4096)
  })
})

describe('what the tracker and the bell read', () => {
  it('lists requests without an end, oldest first, with the answer if there was one', () => {
    const { log, file } = openLog()
    for (const [id, events] of Object.entries({
      lost: [], asked: [anAnswer({ attemptId: 'asked' })], unclear: [anAnswer({ attemptId: 'unclear', result: 'unknown', code: 'graph-silent' })],
      denied: [anAnswer({ attemptId: 'denied', result: 'refused', code: 'graph-missing-role' })],
      ended: [anAnswer({ attemptId: 'ended' }), anOutcome({ attemptId: 'ended' })],
    } satisfies Record<string, PlainEvent[]>)) {
      const target = aTarget({ deviceId: `device-${id}` })
      log.append(anAttempt({ attemptId: id, target }))
      log.writeIntent(anIntent({ attemptId: id, target }), yes)
      for (const event of events) log.appendOrHold(event)
    }
    log.append(anAttempt({ attemptId: 'never-sent' }))
    log.close()

    const again = openLog(file, { bootId: 'boot-2' }).log
    expect(again.unfinished().map(({ intent, answer }) => [intent.attemptId, answer?.result ?? null])).toEqual([
      ['lost', null], ['asked', 'requested'], ['unclear', 'unknown'],
    ])
    expect(again.unfinished()[0]).toMatchObject({ attempt: { attemptId: 'lost', ticket: 'INC-1', status: 'unknown' }, intent: { kind: 'intent' } })
    expect(again.recentIntents(50).map(({ intent, answer, outcome }) => [intent.attemptId, answer?.result, outcome?.state])).toEqual([
      ['ended', 'requested', 'done'], ['denied', 'refused', undefined], ['unclear', 'unknown', undefined],
      ['asked', 'requested', undefined], ['lost', undefined, undefined],
    ])
    expect(again.recentIntents(2)).toHaveLength(2)
    expect(again.recentIntents(0)).toEqual([])
  })

  it('tells the whole story of one attempt and of no other', () => {
    const { log } = openLog()
    const story: AuditEvent[] = [
      anAttempt(), aRefusal(), { kind: 'fresh-sign-in', attemptId: 'attempt-1', actor: agent, proof }, anIntent(), anAnswer(), anOutcome(),
      { kind: 'reveal', attemptId: 'attempt-1', actor: otherAgent },
    ]
    for (const event of story) {
      if (event.kind === 'intent') log.writeIntent(event, yes)
      else log.append(event)
      log.append(aStart)
    }
    const told = log.story('attempt-1')
    expect(told).toMatchObject(story)
    expect(told.map(({ seq }) => seq)).toEqual([1, 3, 5, 7, 9, 11, 13].map(nth))
    expect(log.story('attempt-2')).toEqual([])
    expect(log.story("' OR 1=1 --")).toEqual([])
  })
})

describe('two processes on one log', () => {
  it('continue one chain and see each other’s rows', () => {
    const first = openLog()
    const second = openLog(first.file, { bootId: 'boot-2' })
    for (let i = 0; i < 20; i += 1) (i % 2 === 0 ? first : second).log.append(anAttempt({ attemptId: `a${i}` }))
    expect(first.log.attempts(everything).total).toBe(20)
    expect(second.log.attempts(everything).total).toBe(20)
    expect(second.log.verify()).toMatchObject({ status: 'whole', rows: nth(20) })
    first.log.writeIntent(anIntent({ attemptId: 'a0' }), yes)
    expect(second.log.writeIntent(anIntent({ attemptId: 'a1' }), yes)).toEqual({ status: 'refused', code: 'action-in-flight' })
  })

  it('wait for one another no longer than they are told, and the one that waited can write afterwards', () => {
    const { log, file, healths } = openLog()
    log.append(anAttempt())
    const locker = lock(file)
    expect(log.append(aRefusal())).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.health().status).toBe('unavailable')
    expect(log.attempts(everything).total).toBe(1)
    locker.close()
    expect(log.append(aRefusal())).toEqual({ status: 'ok', seq: nth(2) })
    expect(healths.map(({ status }) => status)).toEqual(['unavailable', 'whole'])
  })

  it('hold what has happened, with its time, and write it in order when they can; no intent meanwhile', () => {
    const { log, file, clock, healths } = openLog()
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    const locker = lock(file)
    clock.advance(1_000)
    log.appendOrHold(anAnswer())
    clock.advance(60_000)
    log.appendOrHold(anOutcome())
    expect(log.health()).toMatchObject({ status: 'held', heldRows: 2, rows: nth(2) })
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2', target: aTarget({ deviceId: 'device-2' }) }), yes))
      .toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.append(anAttempt({ attemptId: 'attempt-2' }))).toEqual({ status: 'refused', code: 'audit-unavailable' })
    locker.close()
    clock.advance(60_000)
    log.flushHeld()
    expect(log.health()).toMatchObject({ status: 'whole', heldRows: 0, rows: nth(4) })
    expect(log.story('attempt-1').map(({ kind, at }) => [kind, at])).toEqual([
      ['attempt', '2026-11-23T10:00:00.000Z'], ['intent', '2026-11-23T10:00:00.000Z'],
      ['answer', '2026-11-23T10:00:01.000Z'], ['outcome', '2026-11-23T10:01:01.000Z'],
    ])
    expect(healths.map(({ status, heldRows }) => [status, heldRows])).toEqual([['held', 1], ['held', 2], ['whole', 0]])
  })

  it('write what they hold before the next intent, which then sees how the one before it ended', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    const locker = lock(file)
    log.appendOrHold(anOutcome())
    locker.close()
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2' }), yes)).toEqual({ status: 'ok', seq: nth(4) })
    expect(log.story('attempt-1').at(-1)).toMatchObject({ kind: 'outcome', seq: nth(3) })
  })

  it('write what they hold before anything newer, and at the latest when they close', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    let locker = lock(file)
    log.appendOrHold(anAnswer())
    locker.close()
    expect(log.append(aStart)).toEqual({ status: 'ok', seq: nth(4) })
    locker = lock(file)
    log.appendOrHold(anOutcome())
    locker.close()
    log.close()
    expect(rowsOf(file).map(({ body }) => (JSON.parse(body) as AuditEvent).kind)).toEqual(
      ['attempt', 'intent', 'answer', 'app-started', 'outcome'])
  })
})

/** Holds the log as another process in the middle of a write does. */
function lock(file: string): { close(): void } {
  const database = new DatabaseSync(file)
  database.exec('BEGIN IMMEDIATE')
  return database
}

describe('after it is closed', () => {
  it('refuses, and reads nothing', () => {
    const { log } = openLog(join(aFolder(), 'audit.db'))
    log.append(anAttempt())
    log.close()
    expect(log.append(aRefusal())).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.story('attempt-1')).toEqual([])
    expect(() => log.close()).not.toThrow()
  })
})
