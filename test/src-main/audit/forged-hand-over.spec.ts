/** Files beside the log that somebody else put there, to have a log replaced in silence or another file moved or overwritten. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeKeys, noProtection, readKeyFile, writeKeyFile } from '../../../src-main/audit/key-file.ts'
import type { KeyProtection } from '../../../src-main/audit/key-file.ts'
import { filesOf } from '../../../src-main/audit/set-aside.ts'
import type { AuditEntry, PreviousLog } from '../../../src-shared/audit.ts'
import { agent, anAttempt, anIntent, aStart } from './audit-events.ts'
import { allRowsOf, openLog, tamper, yes } from './audit-fixtures.ts'

const firstOf = (file: string) => JSON.parse(allRowsOf(file)[0]!.body) as Extract<AuditEntry, { kind: 'log-started' }>
const removeLog = (file: string): void => ['', '-wal', '-shm'].forEach((suffix) => rmSync(file + suffix, { force: true }))
/** A store that nobody but the console can write to. */
const systemStore: KeyProtection = {
  keyStore: () => 'system', protect: (text) => ({ keyStore: 'system', text: Buffer.from(text).toString('base64') }), unprotect: (text) => Buffer.from(text, 'base64').toString(),
}
const missing = { status: 'unacknowledged', findings: [{ code: 'file-missing' }] }

function aClosedEnd(file: string, changes: Partial<PreviousLog> = {}): PreviousLog {
  const last = allRowsOf(file).at(-1)!
  return { installId: firstOf(file).installId, rows: last.seq, hash: last.hash, reason: 'closed', findings: [], fileName: null, digest: null, ...changes }
}

describe('a log that is gone', () => {
  it('is not replaced in silence when a forged plan says that it was closed', () => {
    const { log, file } = openLog()
    log.writeIntent(anIntent(), yes)
    log.close()
    writeKeyFile(filesOf(file).next, noProtection, makeKeys('forged', firstOf(file).deskId, aClosedEnd(file)))
    removeLog(file)
    expect(openLog(file).log.health()).toMatchObject(missing)
  })

  it.each([1, 2])('is not begun anew with a plan that was kept from an earlier time (%d)', (which) => {
    const plans: Buffer[] = []
    const { log, file } = openLog(undefined, {
      onPoint: (point) => {
        if (point === 'hand-over-planned') plans.push(readFileSync(filesOf(file).next))
      },
    })
    log.append(aStart)
    expect(log.closeLog(null)).toEqual({ status: 'ok' })
    log.append(aStart)
    expect(log.closeLog(null)).toEqual({ status: 'ok' })
    log.writeIntent(anIntent(), yes)
    log.close()
    removeLog(file)
    writeFileSync(filesOf(file).next, plans[which - 1]!)
    expect(openLog(file).log.health()).toMatchObject(missing)
  })

  it('is not followed by one whose keys somebody wrote in plain, where the system keeps those of the console', () => {
    const { log, file } = openLog(undefined, { keyProtection: systemStore })
    log.append(anAttempt())
    log.close()
    const known = makeKeys('known to others', firstOf(file).deskId, aClosedEnd(file, { reason: 'broken' }))
    for (const where of [filesOf(file).next, filesOf(file).key]) {
      const { log: next } = openLog(file, { keyProtection: systemStore })
      next.close()
      removeLog(file)
      rmSync(filesOf(file).head)
      rmSync(where, { force: true })
      writeKeyFile(where, noProtection, known)
      const again = openLog(file, { keyProtection: systemStore }).log
      expect(again.health()).toMatchObject({ status: 'unacknowledged' })
      again.close()
      expect(readKeyFile(filesOf(file).key, systemStore)?.rowKey).not.toBe(known.rowKey)
    }
  })

  it('is missed also where its keys are gone with it, as long as one is there that it followed', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    expect(log.closeLog(null)).toEqual({ status: 'ok' })
    log.close()
    removeLog(file)
    rmSync(filesOf(file).key)
    rmSync(filesOf(file).head)
    expect(openLog(file).log.health()).toMatchObject(missing)
  })
})

describe('another file', () => {
  it('is not moved because a forged plan names it', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.close()
    const foreign = join(dirname(file), '..', 'foreign')
    mkdirSync(foreign)
    writeFileSync(join(foreign, 'notes.db-wal'), 'theirs')
    writeKeyFile(filesOf(file).next, noProtection, makeKeys('forged', 'desk', aClosedEnd(file, { fileName: '../foreign/notes.db' })))
    expect(openLog(file).log.health()).toMatchObject({ status: 'whole', findings: [] })
    expect(readFileSync(join(foreign, 'notes.db-wal'), 'utf8')).toBe('theirs')
    expect(existsSync(filesOf(file).next)).toBe(false)
  })

  it('is not overwritten when a log is set aside, however large the number in its name', () => {
    const { log, file } = openLog()
    writeFileSync(join(dirname(file), 'audit-9007199254740992.broken.db'), 'made up')
    log.append(anAttempt())
    log.close()
    const setAside = (): void => {
      tamper(file, 'DROP TRIGGER entries_never_go')
      const { log: next } = openLog(file)
      expect(next.acknowledge(agent, 'seen').status).toBe('ok')
      next.close()
    }
    setAside()
    setAside()
    expect(readFileSync(join(dirname(file), 'audit-9007199254740992.broken.db'), 'utf8')).toBe('made up')
    expect(readdirSync(dirname(file)).filter((name) => name.endsWith('.broken.db'))).toHaveLength(3)
    expect(openLog(file).log.verify()).toMatchObject({ status: 'whole', findings: [] })
  })
})
