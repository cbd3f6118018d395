import { describe, expect, it } from 'vitest'
import { plainWipe } from '../../../src-shared/device-actions.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { aRecord } from '../../factories/device.ts'
import { approvalCode, report, result, trackerUnderTest, watched } from './tracker-under-test.ts'

const removal = { action: 'remove', parameters: { action: 'remove' }, effect: 'company-data-removed' } as const
const keepingWipe = { action: 'reset-device', parameters: { action: 'reset-device', wipe: { ...plainWipe, keepUserData: true } }, effect: 'factory-reset' } as const

describe('a trace that Intune has shown once', () => {
  it('counts when the device is managed again: a wipe that keeps the enrolment has ended', async () => {
    const the = trackerUnderTest()
    the.tracker.track(aRecord(keepingWipe), watched)
    await the.look(report({ managementState: 'managed' }))
    expect(the.state()).toMatchObject({ state: 'requested' })
    await the.look(report({ managementState: 'wipePending' }))
    await the.look(report({ managementState: 'managed' }))
    expect(the.state()).toMatchObject({ state: 'done', isFinal: true })
  })
  it('makes a failure that stands there afterwards that of this request', async () => {
    const the = trackerUnderTest()
    the.tracker.track(aRecord(removal), watched)
    await the.look(report({ managementState: 'retireFailed' }))
    expect(the.state()).toMatchObject({ state: 'requested' })
    await the.look(report({ managementState: 'retirePending' }))
    await the.look(report({ managementState: 'retireFailed' }))
    expect(the.state()).toMatchObject({ state: 'failed', code: 'device-reported-failure', isFinal: true })
  })
  it('tells how an unclear removal went when the device is gone next', async () => {
    const the = trackerUnderTest()
    the.tracker.track(aRecord({ ...removal, state: 'unknown', code: 'graph-silent' }), watched)
    await the.see(result('pending', undefined, 'retire'))
    await the.look(refuse('device-not-found'))
    expect(the.state()).toMatchObject({ state: 'done', code: 'record-gone', isFinal: true })
  })
  it('begins the count of looks in vain anew', async () => {
    const the = trackerUnderTest()
    the.tracker.track(aRecord(), watched)
    for (let i = 0; i < 4; i += 1) await the.see()
    await the.see(result('pending'))
    the.clock.advance(24 * 3_600_000)
    await the.see()
    expect(the.state()).toMatchObject({ state: 'pending', isFinal: false })
  })
})

describe('a request that waits for a second administrator', () => {
  it('is not ended by what a look for another request finds of its device', async () => {
    const the = trackerUnderTest()
    const approval = { requestedAt: '2026-11-23T09:00:00.000Z', expiresAt: '2027-11-26T09:00:00.000Z' }
    the.tracker.track(aRecord({ attemptId: 'sync', action: 'sync', parameters: { action: 'sync' }, effect: 'checks-in' }), watched)
    the.tracker.track(aRecord({ ...removal, attemptId: 'waiting', state: 'awaiting-approval', approval }), { ...watched, approvalCode })
    await the.look(report({ managementState: 'retirePending', actionResults: [result('failed', undefined, 'retire')] }))
    expect(the.state('waiting')).toMatchObject({ state: 'awaiting-approval', isFinal: false })
    await the.look(refuse('device-not-found'))
    expect(the.state('sync')).toMatchObject({ isFinal: true })
    expect(the.state('waiting')).toMatchObject({ state: 'awaiting-approval', isFinal: false })
  })
})
