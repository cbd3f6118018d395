/** Setting a log aside and starting another, cut short anywhere. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nextRow } from '../../../src-main/audit/chain.ts'
import { sealEveryRows } from '../../../src-main/audit/checkpoint.ts'
import { createHeadCopy } from '../../../src-main/audit/head-copy.ts'
import { noProtection, readKeyFile } from '../../../src-main/audit/key-file.ts'
import { filesOf } from '../../../src-main/audit/set-aside.ts'
import type { HandOverPoint } from '../../../src-main/audit/set-aside.ts'
import type { AuditEntry } from '../../../src-shared/audit.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import { agent, anAttempt, anIntent, aRefusal, aStart } from './audit-events.ts'
import { aFolder, allRowsOf, nth, openLog, secretly, tamper, yes } from './audit-fixtures.ts'

const child = join(import.meta.dirname, 'appending-child.ts')
const everything = { filter: everyAttempt, window: { offset: 0, limit: 200 } }

/** Starts a console that kills itself at `point`. */
function startAndKill(file: string, point: HandOverPoint): void {
  const { signal, status } = spawnSync(process.execPath, ['--no-warnings', child, file, 'killed', '1', point], { stdio: ['ignore', 'ignore', 'inherit'] })
  expect(signal === 'SIGKILL' || (process.platform === 'win32' && status !== 0)).toBe(true)
}

/** Another program that has the log open: its rows stay in the -wal beside it. */
function keepOpen(file: string): void {
  const database = new DatabaseSync(file)
  database.prepare('SELECT count(*) FROM entries').get()
  onTestFinished(() => database.close())
}

const firstOf = (file: string) => JSON.parse(allRowsOf(file)[0]!.body) as Extract<AuditEntry, { kind: 'log-started' }>
const points: readonly HandOverPoint[] = [
  'hand-over-planned', 'hand-over-wal-moved', 'hand-over-log-moved', 'hand-over-keys-written', 'hand-over-head-written', 'hand-over-log-begun',
]

describe('the console killed while it sets a log aside', () => {
  it.each(points)('at the point %s: the next start shows what the log has, names it, and holds actions', { timeout: 20_000 }, (point) => {
    const { log, file } = openLog()
    keepOpen(file)
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    log.close()
    const { deskId } = firstOf(file)
    rmSync(filesOf(file).head)
    startAndKill(file, point)
    const { log: next } = openLog(file, { bootId: 'boot-2' })
    expect(next.health()).toMatchObject({
      status: 'unacknowledged', findings: [{ code: 'head-copy-missing' }],
      unacknowledged: { fileName: 'audit-1.broken.db', rows: nth(2), digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    })
    expect(next.checkWritable()).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
    expect(next.unfinished().map(({ intent }) => intent.attemptId)).toEqual(['attempt-1'])
    expect(firstOf(file)).toMatchObject({ deskId, previous: { fileName: 'audit-1.broken.db' } })
    expect(allRowsOf(join(dirname(file), 'audit-1.broken.db'))).toHaveLength(nth(2))
    expect(next.acknowledge(agent, 'seen')).toMatchObject({ status: 'ok', health: { status: 'whole' } })
    expect(next.verify()).toMatchObject({ status: 'whole', findings: [] })
    expect(readdirSync(dirname(file)).filter((name) => /\.(next|new)$|2\.broken/.test(name))).toEqual([])
  })

  it('goes on with the next start also where the file was gone', { timeout: 20_000 }, () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.close()
    rmSync(file)
    startAndKill(file, 'hand-over-keys-written')
    expect(openLog(file).log.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'file-missing' }], unacknowledged: { fileName: null } })
  })

  it('is finished by another console that was running meanwhile', { timeout: 20_000 }, () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    rmSync(filesOf(file).head)
    startAndKill(file, 'hand-over-log-moved')
    expect(log.append(aRefusal())).toMatchObject({ status: 'ok' })
    expect(log.health()).toMatchObject({ status: 'unacknowledged', unacknowledged: { fileName: 'audit-1.broken.db' } })
    expect(log.attempts(everything).attempts).toMatchObject([{ attemptId: 'attempt-1', status: 'refused' }])
  })
})

describe('setting a log aside', () => {
  it('puts the rows in the -wal back when the log itself cannot be renamed, and shows it where it is', () => {
    const { log, file } = openLog()
    keepOpen(file)
    log.append(anAttempt())
    log.close()
    rmSync(filesOf(file).head)
    // A folder has the name that the log would be given.
    const { log: next } = openLog(file, {
      bootId: 'boot-2', onPoint: (point) => {
        if (point === 'hand-over-wal-moved') mkdirSync(join(dirname(file), 'audit-1.broken.db'))
      },
    })
    expect(next.health()).toMatchObject({ status: 'broken', findings: [{ code: 'head-copy-missing' }] })
    expect(next.append(aStart)).toEqual({ status: 'refused', code: 'audit-broken' })
    expect(next.story('attempt-1')).toHaveLength(1)
    expect(allRowsOf(file)).toHaveLength(nth(1))
    expect(existsSync(`${file}-wal`)).toBe(true)
    next.close()
    rmdirSync(join(dirname(file), 'audit-1.broken.db'))
    expect(openLog(file).log.health()).toMatchObject({ status: 'unacknowledged', unacknowledged: { fileName: 'audit-1.broken.db', rows: nth(1) } })
  })

  it('does not run a write again in the new log when the old one is found broken after the commit', () => {
    const { log, file } = openLog(undefined, {
      onPoint: (point) => {
        if (point !== 'checkpoint-committed') return
        const last = allRowsOf(file).at(-1)!
        const { body, hash } = nextRow(last, { ...aStart, installId: firstOf(file).installId })
        tamper(file, `INSERT INTO entries (seq, body, hash) VALUES (${last.seq + 1}, '${body}', '${hash}')`)
      },
    })
    for (let rows = 1; rows < sealEveryRows - 1; rows += 1) log.append(aStart)
    expect(log.append(anAttempt())).toEqual({ status: 'ok', seq: sealEveryRows })
    expect(log.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'row-not-ours', seq: sealEveryRows + 2 }] })
    expect(allRowsOf(file)).toHaveLength(1)
    expect(log.story('attempt-1')).toHaveLength(1)
  })
})

describe('a log that begins', () => {
  it('is unavailable while the copy of its head cannot be written, and is no broken log when it can', () => {
    const file = join(aFolder(), 'audit.db')
    const { head } = filesOf(file)
    let isFull = true
    const { log } = openLog(file, {
      onPoint: (point) => {
        if (point === 'hand-over-keys-written' && isFull) mkdirSync(join(head, 'in-the-way'), { recursive: true })
      },
    })
    expect(log.health()).toMatchObject({ status: 'unavailable', findings: [] })
    expect(existsSync(file)).toBe(false)
    expect(log.append(aStart)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    isFull = false
    rmSync(head, { recursive: true })
    expect(log.append(aStart)).toEqual({ status: 'ok', seq: nth(1) })
    expect(log.verify()).toMatchObject({ status: 'whole', findings: [] })
    const { headKey } = readKeyFile(filesOf(file).key, noProtection)!
    expect(createHeadCopy(head, headKey).read()).toMatchObject({ seq: nth(1) })
  })

  it('is verified anew at the next call when the verification at its start was cut short', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.append(aRefusal())
    log.close()
    const { head } = filesOf(file)
    renameSync(head, `${head}.away`)
    mkdirSync(head)
    const { log: next } = openLog(file, { bootId: 'boot-2' })
    expect(next.health()).toMatchObject({ status: 'unavailable', findings: [] })
    secretly(file, "UPDATE entries SET body = replace(body, 'forgot it', 'lost it') WHERE seq = 2")
    rmdirSync(head)
    renameSync(`${head}.away`, head)
    next.append(aStart)
    expect(next.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'row-changed', seq: 2 }] })
  })
})
