import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, logsOfAction, matchWithinMs, youngForMs } from '../../../src-main/reconciliation/reconcile.ts'
import type { SentAttempt } from '../../../src-main/reconciliation/reconcile.ts'
import type { IntuneLogName } from '../../../src-shared/audit.ts'
import type { DeviceActionName } from '../../../src-shared/device-actions.ts'
import type { IntuneLogEntry } from '../../../src-shared/reconciliation.ts'
import { alex, anAuditAttempt, anAuditTarget, sam } from '../../factories/audit.ts'
import { anIntuneEntry } from '../../factories/reconciliation.ts'

const sentAtMs = Date.parse('2026-11-23T10:06:00.000Z')
const minute = 60_000
const later = sentAtMs + 24 * 60 * minute
const both: readonly IntuneLogName[] = ['remote-action-audits', 'audit-events']
const at = (ms: number): string => new Date(sentAtMs + ms).toISOString()
const sent = (change: Parameters<typeof anAuditAttempt>[0] = {}, ms = 0): SentAttempt => ({ attempt: anAuditAttempt(change), sentAtMs: sentAtMs + ms })
const event = (change: Partial<IntuneLogEntry> = {}): IntuneLogEntry =>
  anIntuneEntry({ source: 'audit-events', id: 'event-1', graphAction: 'resetPasscode ManagedDevice', application: 'Helpdesk Console', state: 'Success', ...change })
const verdictOf = (one: SentAttempt, entries: readonly IntuneLogEntry[], read = both, nowMs = later) => compare([one], entries, read, nowMs).attempts[0]?.verdict

describe('an attempt and Intune’s entries', () => {
  it('belong together in both logs at once', () => {
    const entries = [anIntuneEntry(), event()]
    expect(compare([sent()], entries, both, later)).toEqual({ attempts: [{ attempt: sent().attempt, verdict: 'confirmed', entries }], outside: [] })
  })
  it.each<[string, Partial<IntuneLogEntry>, boolean]>([
    ['the same', {}, true], ['the person in capitals', { initiatedBy: alex.upn.toUpperCase() }, true], ['the device id in capitals', { deviceId: anAuditTarget().deviceId.toUpperCase() }, true],
    ['ten minutes early', { at: at(-matchWithinMs) }, true], ['ten minutes late', { at: at(matchWithinMs) }, true], ['a moment too late', { at: at(matchWithinMs + 1) }, false],
    ['another device', { deviceId: 'another' }, false], ['another action', { action: 'remote-lock' }, false], ['no action of ours', { action: null }, false],
    ['another person', { initiatedBy: sam.upn }, false], ['nobody named', { initiatedBy: '' }, false],
  ])('match or not: %s', (_what, change, matches) => {
    const { attempts, outside } = compare([sent()], [anIntuneEntry(change)], both, later)
    expect([attempts[0]?.verdict, outside.length]).toEqual(matches ? ['confirmed', 0] : ['missing', 1])
  })
  it('are matched nearest first, each entry once', () => {
    const [first, second] = [sent({ attemptId: 'first' }), sent({ attemptId: 'second' }, 4 * minute)]
    const { attempts, outside } = compare([second, first], [anIntuneEntry({ at: at(minute) })], both, later)
    expect(attempts.map(({ attempt, verdict }) => [attempt.attemptId, verdict])).toEqual([['second', 'missing'], ['first', 'confirmed']])
    expect(outside).toEqual([])
  })
})

describe('what Intune does not have', () => {
  it('is missing once it is half an hour old, and may still come until then', () => {
    expect(verdictOf(sent(), [], both, sentAtMs + youngForMs - 1)).toBe('not-yet')
    expect(verdictOf(sent(), [], both, sentAtMs + youngForMs)).toBe('missing')
  })
  it.each<[DeviceActionName, readonly IntuneLogName[], string]>([
    ['reset-passcode', ['remote-action-audits'], 'missing'], ['reset-passcode', ['audit-events'], 'missing'],
    ['sync', ['remote-action-audits'], 'not-comparable'], ['sync', ['audit-events'], 'missing'], ['delete-record', ['remote-action-audits'], 'not-comparable'],
    ['set-management-name', ['remote-action-audits'], 'not-comparable'], ['set-management-name', ['audit-events'], 'missing'],
  ])('is missing only where a log that would have it was read: %s in %j is %s', (action, read, verdict) => {
    expect(verdictOf(sent({ action }), [], read)).toBe(verdict)
  })
  it('is not there because of a word that could mean anything', () => {
    const wordless = anIntuneEntry({ graphAction: 'unknown', action: null })
    const { attempts, outside } = compare([sent({ action: 'sync' })], [wordless], both, later)
    expect([attempts[0]?.verdict, attempts[0]?.entries, outside]).toEqual(['missing', [wordless], []])
    expect(verdictOf(sent({ action: 'remote-lock' }), [wordless])).toBe('missing')
  })
})

describe('what was done outside', () => {
  it('is told once for both logs, the audit log’s row first, newest first', () => {
    const remote = anIntuneEntry({ at: at(2000) })
    const old = anIntuneEntry({ id: 'old', at: at(-60 * minute), action: null, graphAction: 'shutDown' })
    const oldEvent = event({ id: 'old-event', at: at(-60 * minute), action: null, graphAction: 'shutDown ManagedDevice' })
    const single = event({ id: 'single', at: at(-30 * minute), action: 'sync', graphAction: 'syncDevice ManagedDevice' })
    expect(compare([], [old, remote, oldEvent, single, event()], both, later).outside).toEqual([[event(), remote], [single], [oldEvent, old]])
  })
  it('is a sync with the wordless row that belongs to it, and not with that of a lock', () => {
    const wordless = anIntuneEntry({ graphAction: 'unknown', action: null })
    const sync = event({ action: 'sync', graphAction: 'syncDevice ManagedDevice' })
    expect(compare([], [wordless, sync], both, later).outside).toEqual([[sync, wordless]])
    expect(compare([], [wordless, event({ action: 'remote-lock' })], both, later).outside).toHaveLength(2)
  })
  it('is not put together when two people did the same', () => {
    expect(compare([], [anIntuneEntry(), event({ initiatedBy: sam.upn })], both, later).outside).toHaveLength(2)
  })
})

describe('whatever the two lists hold', () => {
  const actions = ['reset-passcode', 'sync', 'remote-lock'] as const
  const moment = fc.integer({ min: -15, max: 15 }).map((half) => half * 2 * minute)
  const sents = fc.array(fc.record({ ms: moment, action: fc.constantFrom(...actions), device: fc.constantFrom('a', 'b'), actor: fc.constantFrom(alex, sam) }), { maxLength: 6 })
  const entries = fc.array(fc.record({
    ms: moment, action: fc.constantFrom(...actions, null), device: fc.constantFrom('a', 'B'), initiatedBy: fc.constantFrom(alex.upn, sam.upn.toUpperCase(), ''), source: fc.constantFrom(...both),
    graphAction: fc.constantFrom('unknown', 'shutDown'),
  }), { maxLength: 8 })
  const read: fc.Arbitrary<readonly IntuneLogName[]> = fc.constantFrom(both, both.slice(0, 1), both.slice(1))

  /** The same, written as slowly as it can be: again and again the nearest pair of all that is left, until none is. */
  function naivelyConfirmed(list: readonly SentAttempt[], of: readonly IntuneLogEntry[]): Set<SentAttempt> {
    const confirmed = new Set<SentAttempt>()
    for (const source of both) {
      const left = new Set(list)
      const rest = new Set(of.filter((entry) => entry.source === source))
      for (;;) {
        let best: { one: SentAttempt; entry: IntuneLogEntry; distance: number } | null = null
        for (const one of left) for (const entry of rest) {
          const { attempt } = one
          const isWordless = source === 'remote-action-audits' && entry.graphAction === 'unknown' && entry.action !== attempt.action
          const isSameAction = entry.action === attempt.action || (isWordless && !logsOfAction[attempt.action].includes(source))
          const isSame = isSameAction && attempt.target.deviceId.toLowerCase() === entry.deviceId.toLowerCase() && attempt.actor.upn.toLowerCase() === entry.initiatedBy.toLowerCase()
          const distance = Math.abs(one.sentAtMs - Date.parse(entry.at))
          if (isSame && distance <= matchWithinMs && (best === null || distance < best.distance)) best = { one, entry, distance }
        }
        if (best === null) break
        left.delete(best.one)
        rest.delete(best.entry)
        if (best.entry.action === best.one.attempt.action) confirmed.add(best.one)
      }
    }
    return confirmed
  }

  it('every entry is used exactly once, none is both matched and outside, and exactly those are confirmed that a naive search finds', () => {
    fc.assert(fc.property(sents, entries, read, (sentRecords, entryRecords, sources) => {
      const list = sentRecords.map(({ ms, action, device, actor }, index) => sent({ attemptId: String(index), action, actor, target: anAuditTarget({ deviceId: device }) }, ms))
      const all = entryRecords.map(({ ms, device, ...entry }, index) => anIntuneEntry({ ...entry, id: String(index), at: at(ms), deviceId: device }))
        .filter(({ source }) => sources.includes(source))
      const { attempts, outside } = compare(list, all, sources, later)
      const told = [...attempts.flatMap((one) => one.entries), ...outside.flat()]
      expect(told.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(all.map(({ id }) => Number(id)).sort((a, b) => a - b))
      expect(attempts.map(({ attempt }) => attempt.attemptId)).toEqual(list.map(({ attempt }) => attempt.attemptId))
      const naive = naivelyConfirmed(list, all)
      attempts.forEach(({ verdict }, index) => expect(verdict === 'confirmed').toBe(list[index] !== undefined && naive.has(list[index])))
      for (const act of outside) expect(new Set(act.map(({ source }) => source)).size).toBe(act.length)
    }), { numRuns: 400 })
  })
})
