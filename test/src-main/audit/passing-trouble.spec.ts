/** What goes wrong for a moment is no finding, and nothing is forgotten over it. */
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StatementSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { anAttempt, anIntent, anOutcome, aStart } from './audit-events.ts'
import { nth, openLog, yes } from './audit-fixtures.ts'

/** A log that was closed with a request under way in it, and its successor. */
function aSuccessor() {
  const { log, file } = openLog()
  log.append(anAttempt())
  log.writeIntent(anIntent({ permitId: 'permit-1' }), yes)
  expect(log.closeLog(null)).toEqual({ status: 'ok' })
  return { log, file, aside: join(dirname(file), 'audit-1.closed.db') }
}

/** The disk fails the `nth` time that rows are read. */
function failReading(which: number): void {
  const iterate = StatementSync.prototype.iterate
  let times = 0
  const failing = vi.spyOn(StatementSync.prototype, 'iterate').mockImplementation(function (this: StatementSync, ...values: Parameters<typeof iterate>) {
    times += 1
    if (times === which) throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 })
    return iterate.apply(this, values)
  })
  onTestFinished(() => failing.mockRestore())
}

describe('a verification that the disk cuts short', () => {
  it.each([1, 2, 3, 4, 5])('forgets no request that is under way in a closed log, nor its permit (read %d)', (which) => {
    const { log } = aSuccessor()
    failReading(which)
    log.verify()
    vi.restoreAllMocks()
    log.append(anAttempt({ attemptId: 'attempt-2' }))
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2', permitId: 'permit-2' }), yes)).toEqual({ status: 'refused', code: 'action-in-flight' })
    log.appendOrHold(anOutcome())
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2', permitId: 'permit-1' }), yes)).toEqual({ status: 'refused', code: 'permit-missing' })
    expect(log.verify()).toMatchObject({ status: 'whole', findings: [] })
  })
})

describe('an earlier log that cannot be read for a moment', () => {
  it.each<[string, (aside: string) => () => void]>([
    ['is away', (aside) => {
      renameSync(aside, `${aside}.held`)
      return () => renameSync(`${aside}.held`, aside)
    }],
    ['is not to be opened', (aside) => {
      const content = readFileSync(aside)
      writeFileSync(aside, 'scanning '.repeat(500))
      return () => writeFileSync(aside, content)
    }],
  ])('holds actions while it %s, and no longer', (_what, act) => {
    const { log, aside } = aSuccessor()
    const undo = act(aside)
    expect(log.verify().status).toBe('unacknowledged')
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
    undo()
    expect(log.checkWritable()).toEqual({ status: 'ok' })
    expect(log.health()).toMatchObject({ status: 'whole', findings: [] })
  })
})

describe('a folder that cannot be asked for a moment', () => {
  it('makes the log unavailable, and is no log that is missing', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    const folder = dirname(file)
    renameSync(folder, `${folder}.away`)
    symlinkSync(folder, folder)
    expect(log.append(aStart)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.attempt('attempt-1')).not.toBeNull()
    expect(log.verify()).toMatchObject({ status: 'unavailable', findings: [] })
    rmSync(folder)
    renameSync(`${folder}.away`, folder)
    expect(log.append(aStart)).toEqual({ status: 'ok', seq: nth(2) })
    expect(log.verify()).toMatchObject({ status: 'whole', findings: [] })
  })
})
