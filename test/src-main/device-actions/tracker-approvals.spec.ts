import { describe, expect, it } from 'vitest'
import type { ApprovalRead } from '../../../src-main/graph/approval-requests.ts'
import { findApprovedIn } from '../../../src-main/device-actions/find-approved.ts'
import { plainWipe } from '../../../src-shared/device-actions.ts'
import type { ActionParameters } from '../../../src-shared/device-actions.ts'
import type { BeginAttemptRequest } from '../../../src-shared/attempts.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { ada, aRecord, bob } from '../../factories/device.ts'
import { approvalCode, report, trackerUnderTest, watched } from './tracker-under-test.ts'

const parameters = { action: 'reset-device', wipe: { ...plainWipe, keepEnrollmentData: true } } as const satisfies ActionParameters
const asked = aRecord({
  action: 'reset-device', parameters, effect: 'factory-reset', state: 'awaiting-approval',
  approval: { requestedAt: '2026-11-23T09:00:00.000Z', expiresAt: '2026-11-26T09:00:00.000Z' },
})
const withCode = { ...watched, approvalCode }
const says = (approvalStatus: string, expiresAt: string | null = null): Answer<{ approval: ApprovalRead }> => ({ status: 'ok', approval: { approvalStatus, expiresAt } })

function awaiting(change: Parameters<typeof aRecord>[0] = {}) {
  const the = trackerUnderTest()
  the.tracker.track({ ...asked, ...change }, withCode)
  const hear = async (answer: Answer<{ approval: ApprovalRead }>): Promise<void> => {
    the.script.approval = answer
    await the.look()
  }
  return { ...the, hear }
}

describe('a request that waits for a second administrator', () => {
  it('is asked about by its code; the device is left alone', async () => {
    const the = awaiting()
    await the.hear(says('needsApproval'))
    expect(the.asked).toEqual([approvalCode])
    expect(the.read).toEqual([])
    expect(the.state()).toMatchObject({ state: 'awaiting-approval', isFinal: false })
    expect(the.written).toEqual([])
  })
  it('is not in flight, but in the way of another removal of this device until it has ended', async () => {
    const the = awaiting()
    expect(the.tracker.inFlight('d1')).toEqual([])
    expect(the.tracker.devicesInFlight()).toEqual(['d1'])
    expect(the.tracker.isAwaitingApproval('d1', null)).toBe(true)
    expect(the.tracker.isAwaitingApproval('d1', 'a1')).toBe(false)
    expect(the.tracker.isAwaitingApproval('d2', null)).toBe(false)
    await the.hear(says('rejected'))
    expect(the.tracker.isAwaitingApproval('d1', null)).toBe(false)
  })
  it('does not run out because the clock of the PC was set: Graph’s end is compared with Graph’s time', async () => {
    const the = awaiting()
    const fourDays = 4 * 24 * 3_600_000
    the.clock.setWall(the.clock.wallMs() + fourDays)
    the.script.clockOffsetMs = -fourDays
    await the.hear(says('needsApproval', '2026-11-26T09:00:00.000Z'))
    expect(the.state()).toMatchObject({ state: 'awaiting-approval', isFinal: false })
    await the.hear(says('approved', '2026-11-26T09:00:00.000Z'))
    expect(the.state()).toMatchObject({ state: 'approved', isFinal: false })
    expect(the.written).toEqual([{ kind: 'approval', attemptId: 'a1', decision: 'approved' }])
  })
  it('that is approved is told to the agent, written once, and watched on until it is sent', async () => {
    const the = awaiting()
    await the.hear(says('approved'))
    await the.hear(says('approved'))
    expect(the.state()).toMatchObject({ state: 'approved', isFinal: false, code: null })
    expect(the.written).toEqual([{ kind: 'approval', attemptId: 'a1', decision: 'approved' }])
    expect(the.landed.map(({ state }) => state)).toEqual(['approved'])
    expect(the.tracker.isAwaitingApproval('d1', null)).toBe(true)
  })
  it.each(['rejected', 'cancelled', 'expired'] as const)('that is %s has failed, and why is written', async (decision) => {
    const the = awaiting()
    await the.hear(says(decision))
    await the.hear(says(decision))
    expect(the.state()).toMatchObject({ state: 'failed', code: `approval-${decision}`, isFinal: true })
    expect(the.written).toEqual([{ kind: 'approval', attemptId: 'a1', decision }])
    expect(the.landed).toHaveLength(1)
  })
  it('takes the time it lives from Intune, once Intune says it', async () => {
    const the = awaiting()
    await the.hear(says('needsApproval', '2026-11-25T00:00:00.000Z'))
    expect(the.state()?.approval).toEqual({ requestedAt: '2026-11-23T09:00:00.000Z', expiresAt: '2026-11-25T00:00:00.000Z' })
  })
  it.each([
    ['Intune still says that it waits', says('needsApproval', '2026-11-26T09:00:00.000Z')],
    ['Intune does not show it', refuse('no-record')],
    ['the agent may not read it', refuse('graph-missing-role')],
  ] as const)('is over after its three days, when %s: it would stand in the way for ever', async (_why, answer) => {
    const the = awaiting()
    await the.hear(answer)
    expect(the.state()).toMatchObject({ state: 'awaiting-approval', isFinal: false })
    the.clock.advance(3 * 24 * 3_600_000)
    await the.hear(answer)
    expect(the.state()).toMatchObject({ state: 'failed', code: 'approval-expired', isFinal: true })
    expect(the.written).toEqual([{ kind: 'approval', attemptId: 'a1', decision: 'expired' }])
  })
  it('that was approved and not sent within its three days is over too', async () => {
    const the = awaiting({ state: 'approved' })
    the.clock.advance(3 * 24 * 3_600_000)
    await the.hear(says('approved', '2026-11-26T09:00:00.000Z'))
    expect(the.state()).toMatchObject({ state: 'failed', code: 'approval-expired', isFinal: true })
  })
  it('that another attempt has sent is completed: nothing is left to do, and no notification says that there is', async () => {
    const the = awaiting({ state: 'approved' })
    the.tracker.completeApproval('a1')
    the.tracker.completeApproval('a1')
    expect(the.state()).toMatchObject({ state: 'approved', isFinal: true })
    expect(the.tracker.isAwaitingApproval('d1', null)).toBe(false)
    expect(the.written).toEqual([{ kind: 'approval', attemptId: 'a1', decision: 'completed' }])
    expect(the.landed).toEqual([])
    expect(the.changed.at(-1)).toMatchObject({ state: 'approved', isFinal: true })
    await the.hear(says('completed'))
    expect(the.written).toHaveLength(1)
  })
  it('that was sent while Intune was asked is not decided on twice', async () => {
    const the = awaiting({ state: 'approved' })
    the.script.onRead = () => the.tracker.completeApproval('a1')
    await the.hear(says('completed'))
    expect(the.written).toHaveLength(1)
  })
  it('is asked about beside the requests that are watched on the same device', async () => {
    const the = awaiting()
    the.tracker.track(aRecord({ attemptId: 'a2' }), watched)
    the.script.answer = report()
    await the.hear(says('needsApproval'))
    expect(the.asked).toEqual([approvalCode])
    expect(the.read).toEqual(['d1'])
    expect(the.state('a1')).toMatchObject({ state: 'awaiting-approval', lastSyncAt: null })
  })
  it('is asked about more and more rarely', async () => {
    const the = awaiting()
    the.script.approval = says('needsApproval')
    for (let second = 0; second < 60; second += 1) {
      the.clock.advance(1000)
      await the.tracker.pollDue()
    }
    expect(the.asked.length).toBeGreaterThan(3)
    expect(the.asked.length).toBeLessThan(12)
  })
  it('completes nothing for an attempt that is not one', () => {
    const the = trackerUnderTest()
    the.tracker.track(aRecord(), watched)
    the.tracker.completeApproval('a1')
    the.tracker.completeApproval('nobody')
    expect(the.written).toEqual([])
    expect(the.state()).toMatchObject({ state: 'requested', isFinal: false })
  })
})

describe('the approved request that an attempt completes', () => {
  const request: BeginAttemptRequest = { deviceId: 'd1', parameters, ticket: '', reason: 'lost', recoveryPin: null, completes: 'a1' }
  const found = (change: Partial<BeginAttemptRequest> = {}, account = ada, record: Parameters<typeof aRecord>[0] = {}, code: string | null = approvalCode) => {
    const the = trackerUnderTest()
    the.tracker.track({ ...asked, state: 'approved', ...record }, { ...watched, approvalCode: code })
    return findApprovedIn(the.tracker)({ ...request, ...change }, account)
  }
  it('is the agent’s own, for this device and exactly these parameters, with its code', () => {
    expect(found()).toEqual({ attemptId: 'a1', approvalCode })
    // As it comes over the bridge: equal, not the same object, in another order.
    expect(found({ parameters: JSON.parse(JSON.stringify({ wipe: Object.fromEntries(Object.entries(parameters.wipe).toReversed()), action: 'reset-device' })) as ActionParameters })).not.toBeNull()
  })
  it.each<[string, ReturnType<typeof found>]>([
    ['nothing was asked for', found({ completes: null })],
    ['of another attempt', found({ completes: 'a9' })],
    ['of another device', found({ deviceId: 'd2' })],
    ['of other parameters', found({ parameters: { action: 'reset-device', wipe: plainWipe } })],
    ['of another action', found({ parameters: { action: 'remove' } })],
    ['another agent’s', found({}, bob)],
    ['not approved yet', found({}, ada, { state: 'awaiting-approval' })],
    ['completed already', found({}, ada, { isFinal: true })],
    ['without a code', found({}, ada, {}, null)],
  ])('is none: %s', (_why, answer) => {
    expect(answer).toBeNull()
  })
})
