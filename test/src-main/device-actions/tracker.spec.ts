import { describe, expect, it } from 'vitest'
import { refuse } from '../../../src-shared/error-codes.ts'
import { aRecord } from '../../factories/device.ts'
import { before, report, result, trackerUnderTest, watched } from './tracker-under-test.ts'

const record = aRecord()
const unclear = aRecord({ state: 'unknown', code: 'graph-silent' })

describe('the tracker', () => {
  it('follows a request to its end and writes the outcome once', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    await the.see(result('pending'))
    expect(the.state()).toMatchObject({ state: 'pending', isFinal: false })
    expect(the.written).toEqual([])
    await the.see(result('done'))
    await the.see(result('done'))
    expect(the.state()).toMatchObject({ state: 'done', isFinal: true, secret: 'temporary-passcode' })
    expect(the.written).toMatchObject([{ kind: 'outcome', attemptId: 'a1', state: 'done', graphState: 'done' }])
    expect(the.landed).toHaveLength(1)
  })
  it('looks no more often when a look breaks by mistake', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    the.script.onRead = () => {
      throw new Error('a defect')
    }
    await expect(the.look()).rejects.toThrow('a defect')
    await the.tracker.pollDue()
    expect(the.read).toHaveLength(1)
  })
  it('does not believe that a device is gone when somebody else was signed in as it was asked for', async () => {
    const the = trackerUnderTest()
    the.tracker.track(aRecord({ action: 'remove', parameters: { action: 'remove' }, effect: 'company-data-removed' }), watched)
    the.script.isRequester = false
    the.script.onRead = () => void (the.script.isRequester = true)
    await the.look(refuse('device-not-found'))
    expect(the.state()).toMatchObject({ state: 'requested', isFinal: false })
    await the.look()
    expect(the.state()).toMatchObject({ state: 'done', code: 'record-gone' })
  })
  it.each([['failed', 'failed', 'device-reported-failure'], ['notSupported', 'not-supported', 'device-reported-not-supported'], ['canceled', 'failed', 'action-canceled']])(
    'reads Graph’s %s as the end',
    async (graphState, state, code) => {
      const the = trackerUnderTest()
      the.tracker.track(record, watched)
      await the.see(result(graphState))
      expect(the.state()).toMatchObject({ state, code, isFinal: true, secret: null })
    },
  )
  it('does not take the result of an earlier reset, or of another action, for this one', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    await the.see(result('done', before), result('done', undefined, 'remotelock'))
    expect(the.state()).toMatchObject({ state: 'requested', isFinal: false })
  })
  it.each([
    ['a passcode that was removed', { kind: 'ios-automated', effect: 'passcode-removed' }, 'resetpasscode', { secret: null, hasLocation: false }],
    ['a Mac that was locked', { action: 'remote-lock', parameters: { action: 'remote-lock' }, effect: 'locked-with-pin' }, 'remotelock', { secret: 'unlock-pin', hasLocation: false }],
    ['a phone that was locked', { action: 'remote-lock', parameters: { action: 'remote-lock' }, effect: 'locked' }, 'remotelock', { secret: null, hasLocation: false }],
    ['a device that was located', { action: 'locate', parameters: { action: 'locate' }, effect: 'located' }, 'locatedevice', { secret: null, hasLocation: true }],
  ] as const)('offers just what there is to show, once it is done: %s', async (_what, change, name, fruits) => {
    const the = trackerUnderTest()
    the.tracker.track(aRecord(change), watched)
    await the.see(result('pending', undefined, name))
    expect(the.state()).toMatchObject({ state: 'pending', secret: null, hasLocation: false })
    await the.see(result('done', undefined, name))
    expect(the.state()).toMatchObject({ state: 'done', ...fruits })
  })
  it('counts an open request as in flight for its device only, and an ended one no more', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    expect(the.tracker.inFlight('d1')).toEqual(['reset-passcode'])
    expect(the.tracker.inFlight('d2')).toEqual([])
    expect(the.tracker.devicesInFlight()).toEqual(['d1'])
    await the.see(result('done'))
    expect(the.tracker.inFlight('d1')).toEqual([])
    expect(the.tracker.devicesInFlight()).toEqual([])
  })
  it('lists the newest first', () => {
    const the = trackerUnderTest()
    for (const hour of ['08', '10', '09']) the.tracker.track(aRecord({ attemptId: hour, requestedAt: `2026-11-23T${hour}:00:00.000Z` }), watched)
    expect(the.tracker.records().map(({ attemptId }) => attemptId)).toEqual(['10', '09', '08'])
  })
})

describe('a request whose end Intune does not tell', () => {
  it('is resolved by what Intune shows, when its answer was unclear', async () => {
    const the = trackerUnderTest()
    the.tracker.track(unclear, watched)
    await the.see(result('active'))
    expect(the.state()).toMatchObject({ state: 'pending', code: null })
  })
  it('is given up when it was unclear and Intune shows nothing, and says so', async () => {
    const the = trackerUnderTest()
    the.tracker.track(unclear, watched)
    for (let i = 0; i < 4; i += 1) await the.see()
    expect(the.state()).toMatchObject({ isFinal: false })
    await the.see()
    expect(the.state()).toMatchObject({ state: 'unknown', code: 'no-record', isFinal: true })
    expect(the.written).toMatchObject([{ kind: 'outcome', state: 'unknown', code: 'no-record' }])
  })
  it('is waited for when it was accepted and its device is offline, for a day', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    for (let i = 0; i < 20; i += 1) await the.see()
    expect(the.state()).toMatchObject({ state: 'requested', isFinal: false })
    the.clock.advance(24 * 3_600_000)
    await the.see()
    expect(the.state()).toMatchObject({ state: 'unknown', code: 'no-record', isFinal: true })
  })
  it('is not given up because one read shows less than the last, after days of waiting for the device', async () => {
    const the = trackerUnderTest()
    the.tracker.track(aRecord({ action: 'remove', parameters: { action: 'remove' }, effect: 'company-data-removed' }), watched)
    await the.look(report({ managementState: 'retirePending' }))
    for (let day = 0; day < 7; day += 1) {
      the.clock.advance(24 * 3_600_000)
      await the.look(report({ managementState: 'retirePending' }))
    }
    // A tenant that refuses beta for a while, and whose v1.0 does not know managementState.
    for (let i = 0; i < 6; i += 1) await the.look(report({ managementState: '' }))
    expect(the.state()).toMatchObject({ state: 'pending', isFinal: false })
    expect(the.written).toEqual([])
  })
  it('is given up a day after Intune showed the last of it', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    await the.see(result('pending'))
    for (let i = 0; i < 5; i += 1) await the.see()
    expect(the.state()).toMatchObject({ state: 'pending', isFinal: false })
    the.clock.advance(24 * 3_600_000)
    await the.see()
    expect(the.state()).toMatchObject({ state: 'unknown', code: 'no-record', isFinal: true })
  })
  it('is not put off by a tenant that fails for a while', async () => {
    const the = trackerUnderTest()
    the.tracker.track(unclear, watched)
    for (let i = 0; i < 6; i += 1) await the.look(refuse('graph-unavailable'))
    expect(the.state()).toMatchObject({ isFinal: false })
    // Looks that told nothing do not count as looks that found nothing.
    await the.see()
    expect(the.state()).toMatchObject({ isFinal: false })
    await the.see(result('done'))
    expect(the.state()).toMatchObject({ state: 'done' })
  })
  it('is not given up at the first look after a long time in which nobody could look', async () => {
    const the = trackerUnderTest()
    the.tracker.track(unclear, watched)
    the.clock.advance(3_600_000)
    await the.tracker.pollDue()
    expect(the.state()).toMatchObject({ isFinal: false })
  })
})

describe('looking', () => {
  it('stops while nobody is signed in, becomes ever more rare, and ends when nothing is open', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    the.script.signedIn = false
    await the.see()
    expect(the.read).toHaveLength(0)
    the.script.signedIn = true
    for (let second = 0; second < 60; second += 1) {
      the.clock.advance(1000)
      await the.tracker.pollDue()
    }
    expect(the.read.length).toBeGreaterThan(3)
    expect(the.read.length).toBeLessThan(12)
    await the.see(result('done'))
    const { length } = the.read
    await the.see(result('done'))
    expect(the.read).toHaveLength(length)
  })
  it('is one question, however often it is woken while the answer is on its way', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    the.clock.advance(1000)
    await Promise.all([the.tracker.pollDue(), the.tracker.pollDue()])
    expect(the.read).toHaveLength(1)
  })
  it('is one question for all that is open on one device, and one for each other device', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    the.tracker.track(aRecord({ attemptId: 'a2', action: 'remote-lock', parameters: { action: 'remote-lock' }, effect: 'locked' }), { ...watched, previousResultAt: null })
    the.tracker.track(aRecord({ attemptId: 'b1', deviceId: 'd2' }), watched)
    the.script.answers.set('d2', report({ actionResults: [result('failed')] }))
    await the.see(result('done'), result('pending', undefined, 'remotelock'))
    expect(the.read.toSorted()).toEqual(['d1', 'd2'])
    expect(the.state('a1')).toMatchObject({ state: 'done' })
    expect(the.state('a2')).toMatchObject({ state: 'pending' })
    expect(the.state('b1')).toMatchObject({ state: 'failed' })
  })
  it('at a device whose request has ended asks for those that have not', async () => {
    const the = trackerUnderTest()
    the.tracker.remember(aRecord({ attemptId: 'old', state: 'done', isFinal: true }))
    the.tracker.track(record, watched)
    await the.see(result('failed'))
    expect(the.state('old')).toMatchObject({ state: 'done' })
    expect(the.written).toHaveLength(1)
  })
  it('tells of a check-in of the device that waits, and of nothing that has not changed', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    await the.look(report({ lastSyncAt: '2026-11-23T09:30:00.000Z' }))
    await the.look(report({ lastSyncAt: '2026-11-23T09:30:00.000Z' }))
    expect(the.changed.map(({ lastSyncAt }) => lastSyncAt)).toEqual([null, '2026-11-23T09:30:00.000Z'])
  })
})

describe('a device that has gone', () => {
  const gone = refuse('device-not-found')
  const removals = [
    aRecord({ action: 'remove', parameters: { action: 'remove' }, effect: 'company-data-removed' }),
    aRecord({ action: 'delete-record', parameters: { action: 'delete-record' }, effect: 'wiped-and-deleted' }),
  ]
  it.each(removals)('is the end of what removes it: $action', async (removal) => {
    const the = trackerUnderTest()
    the.tracker.track(removal, watched)
    await the.look(gone)
    expect(the.state()).toMatchObject({ state: 'done', code: 'record-gone', isFinal: true })
    expect(the.written).toMatchObject([{ kind: 'outcome', state: 'done', code: 'record-gone', graphState: null }])
  })
  it('proves nothing of a removal that nobody knows to have been accepted', async () => {
    const the = trackerUnderTest()
    the.tracker.track({ ...removals[0]!, state: 'unknown', code: 'graph-silent' }, watched)
    await the.look(gone)
    expect(the.state()).toMatchObject({ state: 'unknown', code: 'device-not-found', isFinal: true })
  })
  it('is the end of an unclear removal that Intune showed to be under way', async () => {
    const the = trackerUnderTest()
    the.tracker.track({ ...removals[0]!, state: 'unknown', code: 'graph-silent' }, watched)
    await the.look(report({ managementState: 'retireIssued' }))
    await the.look(gone)
    expect(the.state()).toMatchObject({ state: 'done', code: 'record-gone' })
  })
  it('leaves everything else unknown', async () => {
    const the = trackerUnderTest()
    the.tracker.track(record, watched)
    await the.look(gone)
    expect(the.state()).toMatchObject({ state: 'unknown', code: 'device-not-found', isFinal: true })
  })
  it.each([record, ...removals])('is not believed to be gone because somebody else may not see it: $action', async (request) => {
    const the = trackerUnderTest()
    the.tracker.track(request, watched)
    the.script.isRequester = false
    await the.look(gone)
    expect(the.state()).toMatchObject({ state: 'requested', isFinal: false })
    expect(the.written).toEqual([])
    the.script.isRequester = true
    await the.look(gone)
    expect(the.state()).toMatchObject({ isFinal: true })
  })
})
