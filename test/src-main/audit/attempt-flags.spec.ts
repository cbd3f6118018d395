import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptFlag } from '../../../src-shared/audit-attempts.ts'
import { agent, anAnswer, anAttempt, anIntent, anOutcome, aRefusal, aTarget, otherAgent } from './audit-events.ts'
import { openLog } from './audit-fixtures.ts'
import { anIndex } from './index-under-test.ts'

const hour = 3_600_000
const day = 24 * hour
const monday = Date.UTC(2026, 10, 16, 9)
const iso = (ms: number) => new Date(ms).toISOString()

describe('what a supervisor would look twice at', () => {
  it.each([[[], ['off-hours']], [[0, 1, 2, 3, 4, 5, 6], []]])('takes the working hours that the log was opened with: days %j', (days, flags) => {
    const { log } = openLog(undefined, { workingHours: { days, fromHour: 0, toHour: 24 } })
    log.append(anAttempt())
    expect(log.attempt('attempt-1')?.flags).toEqual(flags)
  })

  it.each<[string, Parameters<typeof aTarget>[0], 'reset-passcode' | 'sync', number, readonly AttemptFlag[]]>([
    ['the same again at the seventh day’s end', {}, 'reset-passcode', 7 * day, ['repeat-device']],
    ['the same again a moment later than that', {}, 'reset-passcode', 7 * day + 1, []],
    ['something else on the same device', {}, 'sync', day, []],
    ['another device of the same user', { deviceId: 'device-2' }, 'sync', day, ['repeat-user']],
    ['another device of the same user after a week', { deviceId: 'device-2' }, 'sync', 7 * day + 1, []],
    ['another device of another user', { deviceId: 'device-2', userId: 'user-2' }, 'reset-passcode', day, []],
  ])('is %s', (_what, target, action, later, flags) => {
    const the = anIndex()
    the.add(iso(monday), anAttempt({ attemptId: 'a' }), anIntent({ attemptId: 'a' }))
    the.add(iso(monday + later), anAttempt({ attemptId: 'b', action, target: aTarget(target) }))
    expect(the.flagsOf('a')).toEqual([])
    expect(the.flagsOf('b')).toEqual(flags)
    the.add(iso(monday + later + 1), anOutcome({ attemptId: 'a' }), anIntent({ attemptId: 'b', action, target: aTarget(target) }), anOutcome({ attemptId: 'b' }))
    expect(the.flagsOf('b')).toEqual(flags)
  })

  it('is not what was only asked for, and not devices that nobody has', () => {
    const the = anIndex()
    the.add(iso(monday), anAttempt({ attemptId: 'a' }), aRefusal({ attemptId: 'a' }))
    the.add(iso(monday), anAttempt({ attemptId: 'b', target: aTarget({ deviceId: 'd2', userId: '' }) }), anIntent({ attemptId: 'b', target: aTarget({ deviceId: 'd2', userId: '' }) }))
    the.add(iso(monday), anAttempt({ attemptId: 'c', target: aTarget({ deviceId: 'd3', userId: '' }) }), anAttempt({ attemptId: 'd' }))
    expect(['a', 'b', 'c', 'd'].map(the.flagsOf)).toEqual([[], [], [], []])
  })

  it.each([
    ['2026-11-16T05:59:59.999Z', true], ['2026-11-16T06:00:00.000Z', false], ['2026-11-20T17:59:59.999Z', false], ['2026-11-20T18:00:00.000Z', true],
    ['2026-11-21T11:00:00.000Z', true], ['2026-11-22T11:00:00.000Z', true], ['2026-07-13T05:00:00.000Z', false], ['2026-07-13T17:00:00.000Z', true],
  ])('is %s out of hours in Berlin: %s', (at, isOff) => {
    const the = anIndex('Europe/Berlin')
    the.add(at, anAttempt())
    expect(the.flagsOf('attempt-1')).toEqual(isOff ? ['off-hours'] : [])
  })

  it('is what was sent without a ticket, if it removes, resets or locks', () => {
    const the = anIndex()
    the.add(iso(monday), anAttempt({ attemptId: 'a', ticket: ' ' }))
    expect(the.flagsOf('a')).toEqual([])
    the.add(iso(monday), anIntent({ attemptId: 'a' }), anAnswer({ attemptId: 'a' }))
    the.add(iso(monday), anAttempt({ attemptId: 'b', ticket: '', action: 'sync' }), anIntent({ attemptId: 'b', action: 'sync' }))
    expect([the.flagsOf('a'), the.flagsOf('b')]).toEqual([['no-ticket'], []])
  })

  it('is a third refusal in a row, also when an earlier one is refused last', () => {
    const the = anIndex()
    for (const attemptId of ['a', 'b', 'c']) the.add(iso(monday), anAttempt({ attemptId }))
    the.add(iso(monday), anAttempt({ attemptId: 'of another', actor: otherAgent }))
    for (const attemptId of ['b', 'c', 'of another']) the.add(iso(monday), aRefusal({ attemptId }))
    expect(the.flagsOf('c')).toEqual([])
    the.add(iso(monday + day), aRefusal({ attemptId: 'a' }))
    expect(['a', 'b', 'c', 'of another'].map(the.flagsOf)).toEqual([[], [], ['refusals-in-row'], []])
  })

  it('comes to the same, row by row, as looking at the whole list', () => {
    const one = fc.record({
      wait: fc.constantFrom(0, hour / 3, hour, day, 7 * day), device: fc.constantFrom('d1', 'd2', 'd3'), user: fc.constantFrom('', 'u1', 'u2'),
      action: fc.constantFrom('reset-passcode' as const, 'sync' as const), who: fc.constantFrom(agent, otherAgent), ticket: fc.constantFrom('', 'INC-1'),
      end: fc.constantFrom('open', 'refused', 'sent', 'refused by Graph'), isEndLate: fc.boolean(),
    })
    fc.assert(fc.property(fc.array(one, { maxLength: 14 }), (ones) => {
      const the = anIndex()
      let now = monday
      let seq = 0
      const late: (() => void)[] = []
      const list = ones.map((each, i) => {
        now += each.wait
        const attemptId = String(i)
        const target = aTarget({ deviceId: each.device, userId: each.user })
        const item = { ...each, attemptId, startedMs: now, begunAt: (seq += 1), sentAt: Infinity, sentMs: 0 }
        the.add(iso(now), anAttempt({ attemptId, action: each.action, actor: each.who, ticket: each.ticket, target }))
        const end = () => {
          if (each.end === 'refused') the.add(iso(now), aRefusal({ attemptId, actor: each.who }))
          if (!each.end.startsWith('sent') && each.end !== 'refused by Graph') return
          Object.assign(item, { sentAt: (seq += 1), sentMs: now })
          the.add(iso(now), anIntent({ attemptId, action: each.action, actor: each.who, target }))
          the.add(iso(now), anAnswer({ attemptId, result: each.end === 'sent' ? 'requested' : 'refused' }))
        }
        if (each.isEndLate) late.unshift(end)
        else end()
        return item
      })
      for (const end of late) end()
      const isRefused = (item: (typeof list)[number] | undefined) => item?.end.startsWith('refused') === true
      for (const item of list) {
        const before = list.filter((other) => other.sentAt < item.begunAt && item.startedMs - other.sentMs <= 7 * day)
        const own = list.filter(({ who }) => who === item.who)
        const place = own.indexOf(item)
        const first = own[place - 2]
        const at = new Date(item.startedMs)
        const expected: readonly (AttemptFlag | false)[] = [
          before.some((other) => other.device === item.device && other.action === item.action) && 'repeat-device',
          item.user !== '' && before.some((other) => other.user === item.user && other.device !== item.device) && 'repeat-user',
          ([0, 6].includes(at.getUTCDay()) || at.getUTCHours() < 7 || at.getUTCHours() >= 19) && 'off-hours',
          first !== undefined && [first, own[place - 1], item].every(isRefused) && item.startedMs - first.startedMs <= hour && 'refusals-in-row',
          item.sentAt !== Infinity && item.ticket === '' && item.action === 'reset-passcode' && 'no-ticket',
        ]
        expect(the.flagsOf(item.attemptId)).toEqual(expected.filter((flag) => flag !== false))
      }
    }))
  })
})
