import { describe, expect, it } from 'vitest'
import { resumeRequests } from '../../../src-main/device-actions/resume.ts'
import { createTracker } from '../../../src-main/device-actions/tracker.ts'
import type { DeviceActionResult } from '../../../src-main/graph/action-results.ts'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import type { DeviceActionRecord } from '../../../src-shared/action-records.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'

const before = '2026-11-20T00:00:00Z'
const record: DeviceActionRecord = {
  attemptId: 'a1', action: 'reset-passcode', deviceId: 'd1', deviceName: 'Pixel', serialNumber: 'S', userDisplayName: 'U',
  kind: 'android-dedicated', effect: 'temporary-device-passcode', agentOid: 'ada', agentName: 'Ada', state: 'requested', isFinal: false,
  code: null, requestedAt: '2026-11-23T09:00:00.000Z', updatedAt: '', lastSyncAt: null, hasTemporaryPasscode: false,
}
const result = (actionState: string, startDateTime = '2026-11-23T09:00:01Z'): DeviceActionResult => ({
  actionName: 'resetPasscode', isResetPasscode: true, actionState, startDateTime, lastUpdatedDateTime: null, errorCode: null, hasPasscode: false,
})

function setUp() {
  const clock = createMovableClock()
  const written: AuditEvent[] = []
  const landed: DeviceActionRecord[] = []
  const script = { signedIn: true, isRequester: true, answer: { status: 'ok', actionResults: [] } as Answer<{ actionResults: readonly DeviceActionResult[] }>, reads: 0 }
  const tracker = createTracker({
    clock,
    audit: { appendOrHold: (event) => written.push(event) },
    readResults: async () => {
      script.reads += 1
      return script.answer
    },
    canRead: () => script.signedIn,
    isRequester: () => script.isRequester,
    onChanged: (changed, hasLanded) => hasLanded && landed.push(changed),
  })
  const see = async (...results: DeviceActionResult[]): Promise<void> => {
    script.answer = { status: 'ok', actionResults: results }
    clock.advance(130_000)
    await tracker.pollDue()
  }
  return { clock, written, landed, script, tracker, see, state: () => tracker.records()[0] }
}

describe('the tracker', () => {
  it('follows a request to its end and writes the outcome once', async () => {
    const the = setUp()
    the.tracker.track(record, before)
    await the.see(result('pending'))
    expect(the.state()).toMatchObject({ state: 'pending', isFinal: false })
    expect(the.written).toEqual([])
    await the.see(result('done'))
    await the.see(result('done'))
    expect(the.state()).toMatchObject({ state: 'done', isFinal: true, hasTemporaryPasscode: true })
    expect(the.written).toMatchObject([{ kind: 'outcome', attemptId: 'a1', state: 'done', graphState: 'done' }])
    expect(the.landed).toHaveLength(1)
  })
  it.each([['failed', 'failed', 'device-reported-failure'], ['notSupported', 'not-supported', 'device-reported-not-supported'], ['canceled', 'failed', 'action-canceled']])(
    'reads Graph’s %s as the end',
    async (graphState, state, code) => {
      const the = setUp()
      the.tracker.track(record, before)
      await the.see(result(graphState))
      expect(the.state()).toMatchObject({ state, code, isFinal: true, hasTemporaryPasscode: false })
    },
  )
  it('does not believe that a device is gone because somebody else may not see it', async () => {
    const the = setUp()
    the.tracker.track(record, before)
    the.script.isRequester = false
    the.script.answer = refuse('device-not-found')
    the.clock.advance(130_000)
    await the.tracker.pollDue()
    expect(the.state()).toMatchObject({ state: 'requested', isFinal: false })
    expect(the.written).toEqual([])
    the.script.isRequester = true
    the.clock.advance(130_000)
    await the.tracker.pollDue()
    expect(the.state()).toMatchObject({ state: 'unknown', code: 'device-not-found', isFinal: true })
  })
  it('does not take the result of an earlier reset for this one', async () => {
    const the = setUp()
    the.tracker.track(record, before)
    await the.see(result('done', before))
    expect(the.state()).toMatchObject({ state: 'requested', isFinal: false })
  })
  it('never offers a temporary passcode where none is made', async () => {
    const the = setUp()
    the.tracker.track({ ...record, kind: 'ios-automated', effect: 'passcode-removed' }, before)
    await the.see(result('done'))
    expect(the.state()).toMatchObject({ state: 'done', hasTemporaryPasscode: false })
  })
  it('resolves an unclear request by what Intune shows', async () => {
    const the = setUp()
    the.tracker.track({ ...record, state: 'unknown', code: 'graph-silent' }, before)
    await the.see(result('active'))
    expect(the.state()).toMatchObject({ state: 'pending', code: null })
  })
  it('gives up on an unclear request of which Intune shows nothing, and says so', async () => {
    const the = setUp()
    the.tracker.track({ ...record, state: 'unknown', code: 'graph-silent' }, before)
    for (let i = 0; i < 4; i += 1) await the.see()
    expect(the.state()).toMatchObject({ isFinal: false })
    await the.see()
    expect(the.state()).toMatchObject({ state: 'unknown', code: 'no-record', isFinal: true })
    expect(the.written).toMatchObject([{ kind: 'outcome', state: 'unknown', code: 'no-record' }])
  })
  it('goes on waiting for an accepted request whose device is offline', async () => {
    const the = setUp()
    the.tracker.track(record, before)
    for (let i = 0; i < 20; i += 1) await the.see()
    expect(the.state()).toMatchObject({ state: 'requested', isFinal: false })
  })
  it('is not put off by a tenant that fails for a while', async () => {
    const the = setUp()
    the.tracker.track(record, before)
    the.script.answer = refuse('graph-unavailable')
    for (let i = 0; i < 5; i += 1) {
      the.clock.advance(130_000)
      await the.tracker.pollDue()
    }
    expect(the.state()).toMatchObject({ isFinal: false })
    await the.see(result('done'))
    expect(the.state()).toMatchObject({ state: 'done' })
  })
  it('ends when the device has vanished', async () => {
    const the = setUp()
    the.tracker.track(record, before)
    the.script.answer = refuse('device-not-found')
    the.clock.advance(1000)
    await the.tracker.pollDue()
    expect(the.state()).toMatchObject({ state: 'unknown', code: 'device-not-found', isFinal: true })
  })
  it('asks nothing while nobody is signed in, ever more rarely otherwise, and not at all when nothing is open', async () => {
    const the = setUp()
    the.tracker.track(record, before)
    the.script.signedIn = false
    await the.see()
    expect(the.script.reads).toBe(0)
    the.script.signedIn = true
    for (let second = 0; second < 60; second += 1) {
      the.clock.advance(1000)
      await the.tracker.pollDue()
    }
    expect(the.script.reads).toBeGreaterThan(3)
    expect(the.script.reads).toBeLessThan(12)
    await the.see(result('done'))
    const { reads } = the.script
    await the.see(result('done'))
    expect(the.script.reads).toBe(reads)
  })
  it('asks once for one request, however often it is woken while the answer is on its way', async () => {
    const the = setUp()
    the.tracker.track(record, before)
    the.clock.advance(1000)
    await Promise.all([the.tracker.pollDue(), the.tracker.pollDue()])
    expect(the.script.reads).toBe(1)
  })
  it('does not give up at the first look after a long time in which it could not look', async () => {
    const the = setUp()
    the.tracker.track({ ...record, state: 'unknown', code: 'graph-silent' }, before)
    the.clock.advance(3_600_000)
    await the.tracker.pollDue()
    expect(the.state()).toMatchObject({ isFinal: false })
  })
  it('counts an open request as in flight for its device only', () => {
    const the = setUp()
    the.tracker.track(record, before)
    expect(the.tracker.inFlight('d1')).toEqual(['reset-passcode'])
    expect(the.tracker.inFlight('d2')).toEqual([])
  })
})

describe('resumeRequests', () => {
  const envelope = { seq: 2, at: '2026-11-23T08:00:00.000Z', installId: 'i', bootId: 'old', monotonicMs: 1, prevHash: '', hash: '' }
  const target = {
    deviceId: 'd1', deviceName: 'Pixel', serialNumber: 'S', kind: 'android-dedicated', userId: '', userPrincipalName: '', userDisplayName: 'U',
    enrolledAt: null, lastSyncAt: null,
  } as const
  const intent = {
    ...envelope, kind: 'intent', attemptId: 'a1', action: 'reset-passcode', actor: { oid: 'ada', tid: 't', upn: '', displayName: 'Ada' }, target,
    effect: 'temporary-device-passcode', permitId: 'p', request: 'POST', clientRequestId: 'c', previousResultAt: before,
    proof: { method: 'fresh-sign-in', authenticatedAt: '', issuedAt: '', signInTookMs: 1 },
  } as const
  const attempt = { attemptId: 'a1' } as never

  it('writes that an intent without an answer is unknown, and looks into it without sending again', async () => {
    const the = setUp()
    const sent = { intent, answer: null, outcome: null }
    const audit = { unfinished: () => [{ attempt, intent, answer: null }], recentIntents: () => [sent], appendOrHold: (event: AuditEvent) => the.written.push(event) }
    resumeRequests(audit, the.tracker)
    expect(the.written).toMatchObject([{ kind: 'answer', attemptId: 'a1', result: 'unknown', code: 'interrupted' }])
    expect(the.state()).toMatchObject({ state: 'unknown', code: 'interrupted', isFinal: false })
    await the.see(result('done', before))
    expect(the.state()).toMatchObject({ state: 'unknown', isFinal: false })
    await the.see(result('done'))
    expect(the.state()).toMatchObject({ state: 'done', hasTemporaryPasscode: true })
  })
  it('shows nothing of a request that Graph clearly refused', () => {
    const the = setUp()
    const answer = { ...envelope, kind: 'answer', attemptId: 'a1', result: 'refused', code: 'graph-forbidden', reference: null, clockOffsetMs: null } as const
    const outcome = { ...envelope, kind: 'outcome', attemptId: 'a1', state: 'unknown', code: 'no-record', graphState: null, graphErrorCode: null } as const
    const audit = { unfinished: () => [], recentIntents: () => [{ intent, answer, outcome }, { intent, answer, outcome: null }], appendOrHold: () => undefined }
    resumeRequests(audit as never, the.tracker)
    expect(the.tracker.records()).toEqual([])
  })
  it('goes on watching an accepted request, and shows one that has ended', () => {
    const the = setUp()
    const answer = { ...envelope, kind: 'answer', attemptId: 'a1', result: 'requested', code: null, reference: null, clockOffsetMs: null } as const
    const ended = { ...intent, attemptId: 'a0' }
    const outcome = { ...envelope, kind: 'outcome', attemptId: 'a0', state: 'done', code: null, graphState: 'done', graphErrorCode: null } as const
    const audit = {
      unfinished: () => [{ attempt, intent, answer }],
      recentIntents: () => [{ intent, answer, outcome: null }, { intent: ended, answer: null, outcome }],
      appendOrHold: (event: AuditEvent) => the.written.push(event),
    }
    resumeRequests(audit, the.tracker)
    expect(the.written).toEqual([])
    expect(the.tracker.records().map(({ attemptId, state }) => [attemptId, state]).sort()).toEqual([['a0', 'done'], ['a1', 'requested']])
  })
})
