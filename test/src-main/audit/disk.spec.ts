import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmdirSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createBallast, freeBytesBeside, identityOf } from '../../../src-main/audit/disk.ts'
import { anAttempt, anIntent, anOutcome, aRefusal, aStart, aTarget, anAnswer } from './audit-events.ts'
import { aFolder, nth, openLog, yes } from './audit-fixtures.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

const everything = { filter: everyAttempt, window: { offset: 0, limit: 200 } }

/** A disk of a few MiB in memory. Needs Linux and the right to mount; CI and most containers run as root. */
function aSmallDisk(size = '4m'): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', folder], { stdio: 'pipe' })
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder])
    rmdirSync(folder)
  })
  return folder
}

function canMount(): boolean {
  if (process.platform !== 'linux') return false
  const folder = mkdtempSync(join(tmpdir(), 'audit-probe-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'pipe' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmdirSync(folder)
  }
}

/** Writes until nothing more goes in, then gives `leave` bytes back. */
function fill(folder: string, leave = 0): { empty(): void } {
  const file = join(folder, 'filler')
  const descriptor = openSync(file, 'a')
  try {
    for (const chunk of [65_536, 4_096]) {
      try {
        for (;;) writeSync(descriptor, Buffer.alloc(chunk, 1))
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' })
      }
    }
  } finally {
    closeSync(descriptor)
  }
  if (leave > 0) truncateSync(file, Math.max(0, statSync(file).size - leave))
  return { empty: () => rmSync(file) }
}

describe.skipIf(!canMount())('a full or read-only disk (skipped where a small disk cannot be mounted: not Linux, or no right to mount)', () => {
  it('refuses what has not happened yet, writes what has into the ballast’s room, and recovers when there is room again', () => {
    const folder = aSmallDisk()
    const { log, file, healths } = openLog(join(folder, 'audit.db'), { limits: { ballastBytes: 1024 * 1024 } })
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    const filler = fill(folder)
    let written = 2
    while (log.append(aStart).status === 'ok') written += 1
    expect(log.append(aStart)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.health()).toMatchObject({ status: 'unavailable', rows: nth(written) })

    log.appendOrHold(anAnswer())
    log.appendOrHold(anOutcome())
    expect(log.health()).toMatchObject({ status: 'whole', heldRows: 0, rows: nth(written + 2) })
    expect(existsSync(`${file}.ballast`)).toBe(false)
    expect(log.attempts(everything).attempts).toMatchObject([{ status: 'done' }])

    fill(folder)
    const next = anIntent({ attemptId: 'attempt-2', target: aTarget({ deviceId: 'device-2' }) })
    expect(log.writeIntent(next, yes)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    filler.empty()
    expect(log.checkWritable()).toEqual({ status: 'ok' })
    expect(statSync(`${file}.ballast`).size).toBe(1024 * 1024)
    expect(log.writeIntent(next, yes)).toEqual({ status: 'ok', seq: nth(written + 3) })
    expect(log.verify()).toMatchObject({ status: 'whole', rows: nth(written + 3) })
    expect(healths.map(({ status }) => status)).toContain('unavailable')
  })

  it('holds in memory what not even the ballast has room for', () => {
    const folder = aSmallDisk()
    const { log } = openLog(join(folder, 'audit.db'))
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    const filler = fill(folder)
    while (log.append(aStart).status === 'ok');
    log.appendOrHold(anAnswer())
    fill(folder) // the ballast's room too
    let outcomes = 0
    while (log.health().heldRows === 0) {
      log.appendOrHold(anOutcome({ graphErrorCode: (outcomes += 1) }))
      fill(folder)
    }
    expect(log.health().status).toBe('held')
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unavailable' })
    filler.empty()
    log.flushHeld()
    expect(log.health()).toMatchObject({ status: 'whole', heldRows: 0 })
    expect(log.story('attempt-1').filter(({ kind }) => kind === 'outcome')).toHaveLength(outcomes)
    expect(log.verify().status).toBe('whole')
  })

  it('writes an intent whole or not at all, however little room there is', () => {
    for (let pages = 0; pages <= 24; pages += 3) {
      const folder = aSmallDisk()
      const { log, file } = openLog(join(folder, 'audit.db'))
      log.append(anAttempt())
      const filler = fill(folder, pages * 4096)
      let asked = 0
      const answer = log.writeIntent(anIntent(), () => ++asked === 1)
      expect(asked).toBeLessThanOrEqual(1)
      log.close()
      filler.empty()
      const again = openLog(file, { bootId: 'boot-2' }).log
      expect(again.health()).toMatchObject({ status: 'whole', rows: nth(answer.status === 'ok' ? 2 : 1) })
      expect(again.unfinished()).toHaveLength(answer.status === 'ok' ? 1 : 0)
    }
  })

  it('is unavailable on a full disk at the first start, and begins when there is room', () => {
    const folder = aSmallDisk('1m')
    const filler = fill(folder)
    const { log, file } = openLog(join(folder, 'audit.db'))
    expect(log.health().status).toBe('unavailable')
    expect(log.append(aStart)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(existsSync(file)).toBe(false)
    filler.empty()
    expect(log.append(aStart)).toEqual({ status: 'ok', seq: nth(1) })
  })

  it('is unavailable, not broken and not begun anew, on a disk that has become read-only', () => {
    const folder = aSmallDisk()
    const { log, file } = openLog(join(folder, 'audit.db'))
    log.append(anAttempt())
    log.close()
    execFileSync('mount', ['-o', 'remount,ro', folder])
    const again = openLog(file, { bootId: 'boot-2' }).log
    expect(again.health().status).toBe('unavailable')
    expect(again.append(aRefusal())).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(again.writeIntent(anIntent(), yes)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    execFileSync('mount', ['-o', 'remount,rw', folder])
    expect(again.append(aRefusal())).toEqual({ status: 'ok', seq: nth(2) })
  })
})

describe('the ballast', () => {
  it('has its size, is made once, and can be given up once', () => {
    const file = join(aFolder(), 'ballast')
    const ballast = createBallast(file, 10_000)
    expect(ballast.keep()).toBe(true)
    const { mtimeMs, size } = statSync(file)
    expect(size).toBe(10_000)
    expect(ballast.keep()).toBe(true)
    expect(statSync(file).mtimeMs).toBe(mtimeMs)
    expect([ballast.drop(), ballast.drop()]).toEqual([true, false])
    expect(ballast.keep()).toBe(true)
  })

  it('is made again when somebody has cut it, and cannot be made where there is no folder', () => {
    const file = join(aFolder(), 'ballast')
    createBallast(file, 100).keep()
    expect(createBallast(file, 200).keep()).toBe(true)
    expect(statSync(file).size).toBe(200)
    expect(createBallast(join(file, 'x'), 200).keep()).toBe(false)
  })
})

describe('the disk beside a file', () => {
  it('has free room, and none where there is no disk', () => {
    expect(freeBytesBeside(join(aFolder(), 'x'))).toBeGreaterThan(0)
    expect(freeBytesBeside(join(aFolder(), 'no', 'such', 'x'))).toBe(0)
  })

  it('tells a file from another of its name', () => {
    const file = join(aFolder(), 'x')
    expect(identityOf(file)).toBeNull()
    createBallast(file, 1).keep()
    const first = identityOf(file)
    createBallast(file, 2).keep() // moved into place over the first
    expect(first).not.toBeNull()
    expect(identityOf(file)).not.toBe(first)
  })
})
