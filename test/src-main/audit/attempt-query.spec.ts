import { describe, expect, it } from 'vitest'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import type { AuditFilter } from '../../../src-shared/audit-query.ts'
import { agent, anAnswer, anAttempt, anIntent, anOutcome, aRefusal, aTarget, otherAgent } from './audit-events.ts'
import { anIndex, boot } from './index-under-test.ts'

const none = { landed: 0, failed: 0, stopped: 0, open: 0 }

function threeAttempts() {
  const the = anIndex()
  the.add('2026-11-16T09:00:00.000Z', anAttempt({ attemptId: 'old', ticket: 'INC-77' }), anIntent({ attemptId: 'old' }), anOutcome({ attemptId: 'old' }))
  the.add('2026-11-17T09:00:00.000Z', anAttempt({ attemptId: 'mid', actor: otherAgent, ticket: 'CHG-7', action: 'sync', target: aTarget({ deviceId: 'device-2' }) }))
  the.add('2026-11-17T09:00:00.000Z', aRefusal({ attemptId: 'mid', actor: otherAgent }))
  the.add('2026-11-18T09:00:00.000Z', anAttempt({ attemptId: 'new', ticket: '', action: 'remote-lock', target: aTarget({ deviceId: 'device-3', userId: 'user-3' }) }))
  the.add('2026-11-18T10:00:00.000Z', { kind: 'review', attemptId: 'old', actor: otherAgent, verdict: 'signed-off', text: '' })
  return the
}

describe('the filter', () => {
  it.each<[string, Partial<AuditFilter>, readonly string[]]>([
    ['nothing', {}, ['new', 'mid', 'old']],
    ['text', { text: 'otto' }, ['mid']],
    ['from, included', { from: '2026-11-17T09:00:00Z' }, ['new', 'mid']],
    ['to, left out', { to: '2026-11-17T09:00:00Z' }, ['old']],
    ['agent', { agentOid: agent.oid }, ['new', 'old']],
    ['device', { deviceId: 'device-2' }, ['mid']],
    ['user', { userId: 'user-1' }, ['mid', 'old']],
    ['actions', { actions: ['sync', 'remote-lock'] }, ['new', 'mid']],
    ['statuses', { statuses: ['done', 'open'] }, ['new', 'old']],
    ['part of a ticket in small letters', { ticket: 'inc-7' }, ['old']],
    ['flags', { flags: ['repeat-user', 'no-ticket'] }, ['mid']],
    ['signed off', { reviewed: 'signed-off' }, ['old']],
    ['not signed off', { reviewed: 'open' }, ['new', 'mid']],
    ['several at once', { userId: 'user-1', statuses: ['refused'], actions: ['sync'] }, ['mid']],
    ['what nothing is', { agentOid: otherAgent.oid, statuses: ['done'] }, []],
  ])('asks for %s', (_what, filter, ids) => {
    const the = threeAttempts()
    expect(the.idsOf(filter)).toEqual(ids)
    expect(the.figures(filter).total).toBe(ids.length)
  })
  it('finds what an earlier boot left open as interrupted', () => {
    const { index } = threeAttempts()
    const find = (filter: Partial<AuditFilter>) => index.query({ filter: { ...everyAttempt, ...filter }, window: { offset: 0, limit: 9 } }, 'boot-2').attempts
    expect(find({ statuses: ['interrupted'] })).toMatchObject([{ attemptId: 'new' }])
    expect(find({ statuses: ['open'] })).toEqual([])
  })
})

describe('related attempts', () => {
  it('are the others on the device and for the user, newest first, twenty each', () => {
    const the = anIndex()
    for (let i = 0; i < 25; i += 1) the.add('2026-11-16T09:00:00.000Z', anAttempt({ attemptId: `a${i}` }))
    the.add('2026-11-16T10:00:00.000Z', anAttempt({ attemptId: 'other device', target: aTarget({ deviceId: 'device-2' }) }))
    const related = the.index.related('a24', boot)
    expect(related?.sameDevice.map(({ attemptId }) => attemptId)).toEqual(Array.from({ length: 20 }, (_, i) => `a${23 - i}`))
    expect(related?.sameUser.slice(0, 2)).toMatchObject([{ attemptId: 'other device' }, { attemptId: 'a23' }])
    expect(related?.sameUser).toHaveLength(20)
  })
  it('are none for nobody’s devices, and no answer for what never began', () => {
    const the = anIndex()
    the.add('2026-11-16T09:00:00.000Z', anAttempt({ attemptId: 'a', target: aTarget({ userId: '' }) }), anAttempt({ attemptId: 'b', target: aTarget({ deviceId: 'x', userId: '' }) }))
    expect(the.index.related('a', boot)).toEqual({ sameDevice: [], sameUser: [] })
    expect(the.index.related('never', boot)).toBeNull()
  })
})

describe('the figures', () => {
  it('of an empty log are empty', () => {
    expect(anIndex().figures()).toEqual({
      total: 0, ofNewest: null, perDay: [], perHour: Array.from({ length: 24 }, () => 0), perAgent: [], perStatus: {}, perAction: {}, perFlag: {},
    })
    expect(anIndex().index.choices()).toEqual({ agents: [] })
  })
  it('count outcomes by day, agent, status, action and flag, and fill the days between', () => {
    const the = threeAttempts()
    the.add('2026-11-20T09:00:00.000Z', anAttempt({ attemptId: 'x' }), anIntent({ attemptId: 'x' }), anAnswer({ attemptId: 'x' }), anOutcome({ attemptId: 'x', state: 'failed' }))
    expect(the.figures()).toMatchObject({
      total: 4,
      perDay: [
        { day: '2026-11-16', counts: { ...none, landed: 1 } }, { day: '2026-11-17', counts: { ...none, stopped: 1 } },
        { day: '2026-11-18', counts: { ...none, open: 1 } }, { day: '2026-11-19', counts: none }, { day: '2026-11-20', counts: { ...none, failed: 1 } },
      ],
      perAgent: [
        { agent, total: 3, counts: { landed: 1, failed: 1, stopped: 0, open: 1 }, flagged: 1 },
        { agent: otherAgent, total: 1, counts: { ...none, stopped: 1 }, flagged: 1 },
      ],
      perStatus: { done: 1, refused: 1, open: 1, failed: 1 }, perAction: { 'reset-passcode': 2, sync: 1, 'remote-lock': 1 },
      perFlag: { 'repeat-device': 1, 'repeat-user': 1 },
    })
    expect(the.index.choices().agents).toEqual([agent, otherAgent])
  })
  it('follow the clocks of Berlin through the end of summer time', () => {
    const the = anIndex('Europe/Berlin')
    for (const at of ['2026-10-24T21:59:00.000Z', '2026-10-24T22:00:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z', '2026-10-25T22:59:00.000Z', '2026-10-25T23:00:00.000Z']) {
      the.add(at, anAttempt({ attemptId: at }))
    }
    const figures = the.figures()
    expect(figures.perDay.map(({ day, counts }) => [day, counts.open])).toEqual([['2026-10-24', 1], ['2026-10-25', 4], ['2026-10-26', 1]])
    expect(figures.perHour.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([[0, 2], [2, 2], [23, 2]])
  })
  it('keep the newest 366 days', () => {
    const the = anIndex()
    for (const at of ['2024-01-01T09:00:00.000Z', '2026-11-16T09:00:00.000Z']) the.add(at, anAttempt({ attemptId: at }))
    const { total, perDay } = the.figures()
    expect([total, perDay.length, perDay[0]?.day, perDay.at(-1)?.day]).toEqual([2, 366, '2025-11-16', '2026-11-16'])
  })
})
