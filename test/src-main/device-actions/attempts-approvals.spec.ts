import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAttempts } from '../../../src-main/device-actions/attempts.ts'
import { findApprovedIn } from '../../../src-main/device-actions/find-approved.ts'
import { createTracker } from '../../../src-main/device-actions/tracker.ts'
import { plainWipe } from '../../../src-shared/device-actions.ts'
import type { ActionParameters } from '../../../src-shared/device-actions.ts'
import type { BeginAttemptRequest } from '../../../src-shared/attempts.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { ada, aDevice, bob } from '../../factories/device.ts'
import { aRequest, attemptsUnderTest, proved, reference } from './attempts-under-test.ts'
import { approvalCode } from './tracker-under-test.ts'

const wipe: ActionParameters = { action: 'reset-device', wipe: plainWipe }
const removal: ActionParameters = { action: 'remove' }
const forbidden = { ...reference, httpStatus: 403, graphCode: 'ApprovalRequired' }
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status

/** The attempts and the real tracker, as the console puts them together. */
function setUp() {
  const the = attemptsUnderTest()
  let status = 'needsApproval'
  const tracker = createTracker({
    clock: the.clock,
    audit: the.audit,
    readResults: async () => refuse('graph-unavailable'),
    readApproval: async () => ({ status: 'ok', approval: { approvalStatus: status, expiresAt: null } }),
    canRead: () => true,
    clockOffsetMs: () => null,
    isRequester: () => true,
    onChanged: () => undefined,
  })
  const attempts = createAttempts({ ...the.options, track: tracker.track, findApproved: findApprovedIn(tracker), completeApproval: tracker.completeApproval })
  const decide = async (decision: string): Promise<void> => {
    status = decision
    the.clock.advance(601_000)
    await tracker.pollDue()
  }
  const begin = (change: Partial<BeginAttemptRequest> = {}) => attempts.begin(aRequest({ parameters: removal, reason: 'stolen – Zürich', ...change }))
  const attempt = async (change: Partial<BeginAttemptRequest> = {}) => {
    const begun = await begin(change)
    if (begun.status === 'refused') throw new Error(begun.code)
    return { id: begun.attempt.attemptId, sent: await attempts.send(begun.attempt.attemptId, the.lastFour) }
  }
  /** The first attempt, held back by Intune; then the decision. */
  const heldAnd = async (decision: string): Promise<string> => {
    the.script.post = async () => ({ status: 'approval-required', approvalCode, reference: forbidden })
    const { id } = await attempt()
    the.script.post = async () => ({ status: 'requested', reference })
    await decide(decision)
    return id
  }
  return { ...the, attempts, tracker, begin, attempt, decide, heldAnd }
}
let the: ReturnType<typeof setUp>
beforeEach(() => (the = setUp()))
afterEach(() => the.stop())

describe('an action that a second administrator must approve', () => {
  it('carries why, and waits; nothing was requested', async () => {
    the.script.post = async () => ({ status: 'approval-required', approvalCode, reference: forbidden })
    const { id, sent } = await the.attempt()
    expect(sent).toMatchObject({
      status: 'ok',
      action: { state: 'awaiting-approval', isFinal: false, code: null, approval: { requestedAt: '2026-11-23T09:00:00.000Z', expiresAt: '2026-11-26T09:00:00.000Z' } },
    })
    expect(the.posts.map(({ approval }) => approval)).toEqual([{ kind: 'justification', text: 'stolen – Zürich' }])
    expect(the.audit.story(id)).toMatchObject([
      { kind: 'attempt' }, { kind: 'intent', approval: 'justification' }, { kind: 'answer', result: 'approval-required', code: 'approval-required', approvalCode },
    ])
    expect(JSON.stringify([sent, the.states])).not.toContain(approvalCode)
    expect(the.tracker.inFlight(aDevice().id)).toEqual([])
  })
  it('carries nothing where there is no reason to carry', async () => {
    await the.attempt({ parameters: { action: 'sync' }, reason: '' })
    expect(the.posts.map(({ approval }) => approval)).toEqual([null])
  })
})

describe('sending what was approved', () => {
  it('is a new attempt with a permit of its own, and the code in place of why', async () => {
    const first = await the.heldAnd('approved')
    const begun = await the.begin({ completes: first })
    expect(begun).toMatchObject({ status: 'ok', attempt: { isApproved: true } })
    const id = begun.status === 'ok' ? begun.attempt.attemptId : ''
    expect(codeOf(await the.attempts.send(id, the.lastFour))).toBe('ok')
    expect(the.posts.map(({ approval }) => approval?.kind)).toEqual(['justification', 'code'])
    expect(the.posts[1]?.approval).toEqual({ kind: 'code', code: approvalCode })
    // It is not in its own way when the device is read.
    expect(the.reads).toEqual([null, null, first, first])
    expect(the.audit.story(id)).toMatchObject([{ kind: 'attempt', completes: first }, { kind: 'intent', approval: 'code' }, { kind: 'answer', result: 'requested' }])
    expect(the.audit.story(first).slice(-2)).toMatchObject([{ decision: 'approved' }, { kind: 'approval', decision: 'completed' }])
    expect(the.tracker.find(first)?.record).toMatchObject({ state: 'approved', isFinal: true })
    expect(the.tracker.find(id)?.record).toMatchObject({ state: 'requested' })
  })
  it('needs the fresh sign-in again where the action needs one', async () => {
    the.script.post = async () => ({ status: 'approval-required', approvalCode, reference: forbidden })
    const begun = await the.begin({ parameters: wipe })
    const first = begun.status === 'ok' ? begun.attempt.attemptId : ''
    await the.attempts.signOut(first)
    await the.attempts.send(first, the.lastFour)
    await the.decide('approved')
    the.script.post = async () => ({ status: 'requested', reference })
    const again = await the.begin({ parameters: wipe, completes: first })
    const id = again.status === 'ok' ? again.attempt.attemptId : ''
    expect(codeOf(await the.attempts.send(id, the.lastFour))).toBe('permit-missing')
    the.script.confirm = async () => proved
    await the.attempts.signOut(id)
    expect(codeOf(await the.attempts.send(id, 'xxxx'))).toBe('typed-wrong')
    expect(codeOf(await the.attempts.send(id, the.lastFour))).toBe('ok')
    expect(the.posts.at(-1)).toMatchObject({ approval: { kind: 'code', code: approvalCode } })
  })
  it.each<[string, Partial<BeginAttemptRequest>]>([
    ['another action', { parameters: wipe }], ['another device', { deviceId: '99999999-9999-4999-8999-999999999999' }], ['another attempt', { completes: '99999999-9999-4999-8999-999999999999' }],
  ])('is refused for %s', async (_what, change) => {
    const first = await the.heldAnd('approved')
    expect(codeOf(await the.begin({ completes: first, ...change }))).toBe('approval-refused')
    expect(the.posts).toHaveLength(1)
  })
  it('is refused for other choices of the same action', async () => {
    the.script.post = async () => ({ status: 'approval-required', approvalCode, reference: forbidden })
    const begun = await the.begin({ parameters: wipe })
    const first = begun.status === 'ok' ? begun.attempt.attemptId : ''
    await the.attempts.signOut(first)
    await the.attempts.send(first, the.lastFour)
    await the.decide('approved')
    const other: ActionParameters = { action: 'reset-device', wipe: { ...plainWipe, persistEsimDataPlan: false } }
    expect(codeOf(await the.begin({ parameters: other, completes: first }))).toBe('approval-refused')
    expect(codeOf(await the.begin({ parameters: wipe, completes: first }))).toBe('ok')
  })
  it('is refused to another agent: Intune takes the code from the same account only', async () => {
    const first = await the.heldAnd('approved')
    the.script.account = bob
    expect(codeOf(await the.begin({ completes: first }))).toBe('approval-refused')
    the.script.account = ada
    expect(codeOf(await the.begin({ completes: first }))).toBe('ok')
  })
  it.each(['needsApproval', 'rejected', 'expired', 'cancelled', 'completed'])('is refused while the request is %s', async (decision) => {
    const first = await the.heldAnd(decision)
    expect(codeOf(await the.begin({ completes: first }))).toBe('approval-refused')
    expect(the.kinds().slice(-2)).toEqual(['attempt', 'refusal'])
  })
  it('is done once', async () => {
    const first = await the.heldAnd('approved')
    await the.attempt({ completes: first })
    expect(codeOf(await the.begin({ completes: first }))).toBe('approval-refused')
    expect(the.posts).toHaveLength(2)
  })
  it('is not done by an attempt that Intune refuses, and can be tried again', async () => {
    const first = await the.heldAnd('approved')
    the.script.post = async () => ({ status: 'refused', code: 'approval-refused', reference: forbidden })
    const { sent } = await the.attempt({ completes: first })
    expect(codeOf(sent)).toBe('approval-refused')
    expect(the.tracker.find(first)?.record).toMatchObject({ state: 'approved', isFinal: false })
    the.script.post = async () => ({ status: 'requested', reference })
    expect(codeOf((await the.attempt({ completes: first })).sent)).toBe('ok')
  })
  it('counts as done when its answer was unclear: it is never sent again by itself', async () => {
    const first = await the.heldAnd('approved')
    the.script.post = async () => ({ status: 'unknown', code: 'graph-silent', reference })
    const { id } = await the.attempt({ completes: first })
    expect(the.tracker.find(first)?.record).toMatchObject({ isFinal: true })
    expect(the.tracker.find(id)?.record).toMatchObject({ state: 'unknown', code: 'graph-silent' })
  })
})
