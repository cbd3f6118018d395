/** Attempts whose rows do not verify are told apart from all others, before and after somebody has acknowledged it. */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import { agent, anAttempt, aRefusal } from './audit-events.ts'
import { allRowsOf, openLog, secretly } from './audit-fixtures.ts'

const doubts = (log: AuditLog): Record<string, unknown> =>
  Object.fromEntries(log.attempts({ filter: everyAttempt, window: { offset: 0, limit: 50 } }).attempts.map(({ attemptId, doubt }) => [attemptId, doubt]))

function aLogWith(ids: readonly string[]) {
  const { log, file } = openLog()
  for (const attemptId of ids) {
    log.append(anAttempt({ attemptId, ticket: 'INC-7' }))
    log.append({ ...aRefusal(), attemptId })
  }
  return { log, file }
}

const forgeTicket = (file: string, attemptId: string): void =>
  secretly(file, `UPDATE entries SET body = replace(body, 'INC-7', 'INC-666') WHERE body LIKE '%"kind":"attempt"%' AND body LIKE '%"${attemptId}"%'`)

describe('an attempt in a log that was broken', () => {
  it('is doubted: the one with the changed row most, the others of that log, none of the next log, after the acknowledgement too', () => {
    const { log, file } = aLogWith(['first', 'second', 'third'])
    log.close()
    forgeTicket(file, 'second')
    const next = openLog(file, { bootId: 'boot-2' }).log
    expect(doubts(next)).toEqual({ first: 'log', second: 'row', third: 'log' })
    expect(next.health()).toMatchObject({ status: 'unacknowledged', doubtfulLogs: 1 })
    next.acknowledge(agent, 'seen')
    next.append(anAttempt({ attemptId: 'later' }))
    expect(next.verify()).toMatchObject({ status: 'whole', doubtfulLogs: 1 })
    expect(doubts(next)).toEqual({ first: 'log', second: 'row', third: 'log', later: null })
    expect(next.attempt('second')).toMatchObject({ ticket: 'INC-666', doubt: 'row' })
    next.close()
    expect(doubts(openLog(file, { bootId: 'boot-3' }).log)).toEqual({ first: 'log', second: 'row', third: 'log', later: null })
  })

  it('has its row marked in its story', () => {
    const { log, file } = aLogWith(['first', 'second'])
    log.close()
    forgeTicket(file, 'second')
    const next = openLog(file, { bootId: 'boot-2' }).log
    expect(next.story('second').map(({ kind, isDoubtful }) => [kind, isDoubtful])).toEqual([['attempt', true], ['refusal', undefined]])
    expect(next.story('first').some((entry) => 'isDoubtful' in entry)).toBe(false)
  })

  it('is doubted where the row that ended it was changed, and is not believed any more', () => {
    const { log, file } = aLogWith(['first', 'second'])
    log.close()
    secretly(file, `UPDATE entries SET body = replace(body, 'refusal', 'refusal ') WHERE body LIKE '%"kind":"refusal"%' AND body LIKE '%"first"%'`)
    expect(doubts(openLog(file, { bootId: 'boot-2' }).log)).toEqual({ first: 'row', second: 'log' })
  })

  it('is doubted where a row before its own was taken out', () => {
    const { log, file } = aLogWith(['first', 'second'])
    log.close()
    secretly(file, 'DELETE FROM entries WHERE seq = 3')
    expect(doubts(openLog(file, { bootId: 'boot-2' }).log)).toEqual({ first: 'log', second: 'row' })
  })

  it('is doubted while the log is shown where it is, as it could not be set aside', () => {
    const { log, file } = aLogWith(['first', 'second'])
    log.close()
    forgeTicket(file, 'second')
    const stuck = openLog(file, { bootId: 'boot-2', onPoint: () => { throw new Error('the disk is full') } }).log
    expect(stuck.health().status).toBe('broken')
    expect(doubts(stuck)).toEqual({ first: 'log', second: 'row' })
    expect(stuck.story('second')[0]).toMatchObject({ kind: 'attempt', isDoubtful: true })
  })
})

describe('an attempt in a log that was closed', () => {
  function aClosedLog() {
    const { log, file } = aLogWith(['first', 'second'])
    expect(log.closeLog(agent)).toMatchObject({ status: 'ok' })
    log.append(anAttempt({ attemptId: 'later' }))
    const name = readdirSync(dirname(file)).find((each) => /^audit-1\.\w+\.db$/.test(each))
    return { log, file, closed: join(dirname(file), name ?? '') }
  }

  it('is not doubted while the log is as it was', () => {
    const { log } = aClosedLog()
    expect(log.verify()).toMatchObject({ status: 'whole', doubtfulLogs: 0 })
    expect(doubts(log)).toEqual({ first: null, second: null, later: null })
  })

  it('is doubted when the log was changed since, after the acknowledgement too', () => {
    const { log, closed } = aClosedLog()
    expect(allRowsOf(closed).length).toBeGreaterThan(4)
    forgeTicket(closed, 'second')
    const seq = allRowsOf(closed).find(({ body }) => body.includes('INC-666'))?.seq
    expect(log.verify()).toMatchObject({ status: 'unacknowledged', doubtfulLogs: 1, findings: [{ code: 'earlier-log-changed', seq }] })
    log.acknowledge(agent, 'seen')
    expect(log.verify()).toMatchObject({ status: 'whole', doubtfulLogs: 1 })
    expect(doubts(log)).toEqual({ first: 'log', second: 'row', later: null })
  })
})
