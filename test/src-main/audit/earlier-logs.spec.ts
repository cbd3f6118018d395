/** Logs that were set aside are looked at again, each time the console starts and each time it verifies. */
import { appendFileSync, copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../../src-shared/audit.ts'
import { agent, anAttempt, anIntent, aRefusal, aTarget } from './audit-events.ts'
import { aFolder, allRowsOf, openLog, secretly, tamper, yes } from './audit-fixtures.ts'

/** A log that was set aside, acknowledged, and its successor. */
function aLogSetAside() {
  const { log, file } = openLog()
  log.append(anAttempt())
  log.append(aRefusal())
  log.close()
  tamper(file, 'DROP TRIGGER entries_never_change')
  const next = openLog(file, { bootId: 'boot-2' }).log
  expect(next.acknowledge(agent, 'seen').status).toBe('ok')
  return { file, log: next, aside: join(dirname(file), 'audit-1.broken.db') }
}

const secretChange = "UPDATE entries SET body = replace(body, 'forgot it', 'tidied up') WHERE seq = 2"

function change(aside: string, sql = secretChange): void {
  tamper(aside, 'CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN SELECT 1; END')
  secretly(aside, sql)
  tamper(aside, 'DROP TRIGGER entries_never_change')
}

const held = { status: 'refused', code: 'audit-unacknowledged' }

describe('a log that was set aside', () => {
  it('is no finding while it is as it was then, over restarts and verifications', () => {
    const { file, log } = aLogSetAside()
    expect(log.verify()).toMatchObject({ status: 'whole', findings: [] })
    log.close()
    const again = openLog(file, { bootId: 'boot-3' }).log
    expect(again.verify()).toMatchObject({ status: 'whole', findings: [] })
    const [first] = allRowsOf(file)
    expect((JSON.parse(first!.body) as Extract<AuditEntry, { kind: 'log-started' }>).previous?.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each<[string, (aside: string) => void, string, number | null]>([
    ['changed', (aside) => change(aside), 'earlier-log-changed', 2],
    ['shortened', (aside) => change(aside, 'DELETE FROM entries WHERE seq = 3'), 'earlier-log-changed', null],
    ['given a row', (aside) => change(aside, "INSERT INTO entries (seq, body, hash) SELECT 9, body, hash FROM entries WHERE seq = 3"), 'earlier-log-changed', 9],
    ['overwritten', (aside) => writeFileSync(aside, 'gone '.repeat(500)), 'earlier-log-changed', null],
    ['removed', (aside) => rmSync(aside), 'earlier-log-missing', null],
  ])('holds actions when it was %s, at the next start and at the next verification, until a supervisor has acknowledged just that', (_what, act, code, seq) => {
    const { file, log, aside } = aLogSetAside()
    const { installId } = JSON.parse(allRowsOf(aside)[0]!.body) as { readonly installId: string }
    act(aside)
    expect(log.verify()).toMatchObject({ status: 'unacknowledged', findings: [{ code, installId, seq }], unacknowledged: { installId } })
    expect(log.writeIntent(anIntent({ attemptId: 'attempt-2' }), yes)).toEqual(held)
    log.close()
    const again = openLog(file, { bootId: 'boot-3' }).log
    expect(again.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code, installId }] })
    expect(again.checkWritable()).toEqual(held)
    expect(again.acknowledge(agent, 'seen too')).toMatchObject({ status: 'ok', health: { status: 'whole', findings: [] } })
    expect(again.acknowledge(agent, 'again')).toEqual({ status: 'refused', code: 'invalid-request' })
    expect(again.verify()).toMatchObject({ status: 'whole', findings: [] })
    again.close()
    expect(openLog(file, { bootId: 'boot-4' }).log.checkWritable()).toEqual({ status: 'ok' })
  })

  it('holds again when it is changed once more after a change was acknowledged', () => {
    const { log, aside } = aLogSetAside()
    change(aside)
    log.verify()
    log.acknowledge(agent, 'the first')
    expect(log.verify().status).toBe('whole')
    change(aside, "UPDATE entries SET body = replace(body, 'tidied up', 'tidied again') WHERE seq = 2")
    expect(log.verify()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'earlier-log-changed' }] })
    rmSync(aside)
    expect(log.verify()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'earlier-log-missing' }] })
  })

  it('is no finding any more when it is back as it was', () => {
    const { log, aside } = aLogSetAside()
    const copy = join(aFolder(), 'copy.db')
    copyFileSync(aside, copy)
    renameSync(aside, `${aside}.away`)
    expect(log.verify().status).toBe('unacknowledged')
    copyFileSync(copy, aside)
    expect(log.verify()).toMatchObject({ status: 'whole', findings: [] })
    expect(log.checkWritable()).toEqual({ status: 'ok' })
  })

  it('is told of together with a log that breaks before anybody has acknowledged it', () => {
    const { file, log, aside } = aLogSetAside()
    log.close()
    change(aside)
    tamper(file, 'DROP TRIGGER entries_never_go')
    const again = openLog(file, { bootId: 'boot-3' }).log
    expect(again.health().findings.map(({ code }) => code)).toEqual(['guards-missing', 'earlier-log-changed'])
    expect(again.acknowledge(agent, 'both')).toMatchObject({ status: 'ok', health: { status: 'whole' } })
  })

  it('has damaged pages, and the log that is written to stays as it is, whatever is asked of the damaged one', () => {
    const first = openLog()
    for (let at = 1; at <= 60; at += 1) {
      first.log.append(anAttempt({ attemptId: `attempt-${at}`, reason: 'x'.repeat(400) }))
      first.log.writeIntent(anIntent({ attemptId: `attempt-${at}`, action: 'sync', target: aTarget({ deviceId: `device-${at}` }) }), yes)
    }
    first.log.close()
    tamper(first.file, 'DROP TRIGGER entries_never_change; PRAGMA wal_checkpoint(TRUNCATE)')
    const second = openLog(first.file).log
    second.acknowledge(agent, 'seen')
    second.close()
    const aside = join(dirname(first.file), 'audit-1.broken.db')
    const bytes = readFileSync(aside)
    writeFileSync(aside, bytes.fill(0xff, Math.floor(bytes.length / 8192) * 4096))

    const { log } = openLog(first.file)
    log.acknowledge(agent, 'seen too')
    const logs = log.logs(null)?.logs
    expect(logs).toHaveLength(2)
    expect(log.storedRows(0, 500, logs?.[0]?.installId)).toBeNull()
    expect(log.story('attempt-60')).toEqual([])
    log.recentIntents(50)
    log.unfinished()
    log.append(anAttempt({ attemptId: 'later' }))
    expect(log.writeIntent(anIntent({ attemptId: 'later', target: aTarget({ deviceId: 'another' }) }), yes)).toMatchObject({ status: 'ok' })
    expect(log.logs(null)?.logs.map(({ installId }) => installId)).toEqual(logs?.map(({ installId }) => installId))
    expect(log.health()).toMatchObject({ status: 'whole' })
  })

  it('keeps no private key beside it', () => {
    const { file } = aLogSetAside()
    expect(readdirSync(dirname(file)).filter((name) => name.includes('.key') || name.includes('.next'))).toEqual(['audit.key'])
  })

  it('that never was a log is not judged by its rows, and still missed', () => {
    const file = join(aFolder(), 'audit.db')
    writeFileSync(file, 'this is no database '.repeat(300))
    const { log } = openLog(file)
    log.acknowledge(agent, 'seen')
    const aside = join(dirname(file), 'audit-1.broken.db')
    appendFileSync(aside, 'and more')
    expect(log.verify().status).toBe('whole')
    rmSync(aside)
    expect(log.verify()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'earlier-log-missing' }] })
  })
})
