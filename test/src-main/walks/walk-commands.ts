import fc from 'fast-check'
import type { AsyncCommand } from 'fast-check'
import type { BeginAttemptRequest } from '../../../src-shared/attempts.ts'
import { fiveMinutesMs } from '../../../src-shared/attempts.ts'
import { bulkActions } from '../../../src-shared/bulk-runs.ts'
import type { DeviceActionName } from '../../../src-shared/device-actions.ts'
import { deviceActionNames } from '../../../src-shared/device-actions.ts'
import { confirmationFor } from '../../../src-shared/typed-confirmation.ts'
import { someParameters } from '../../factories/parameters.ts'
import type { FaultOrder, TenantProcess } from '../../factories/practice-tenant.ts'
import type { Person, SignInMode } from './played-identity.ts'
import { needsSignIn } from './walk-world.ts'
import type { PostFate, World } from './walk-world.ts'

/** What the walk believes, told by its own steps and not by the console. */
export interface Belief {
  account: string | null
  attempt: { readonly action: DeviceActionName; readonly by: string; phase: 'ready' | 'signing-in' | 'warning'; permitAtMs: number | null } | null
}

export interface Real {
  readonly world: World
  readonly control: TenantProcess['control']
  /** Set by {@link Begin}; the console's own id of the open attempt. */
  attemptId: string | null
  /** A sign-in that is being waited for. */
  waiting: Promise<unknown> | null
}

export type Step = AsyncCommand<Belief, Real>

const step = (name: string, run: (belief: Belief, real: Real) => Promise<void> | void, check: (belief: Belief) => boolean = () => true): Step => ({
  check: (belief) => check(belief), run: async (belief, real) => run(belief, real), toString: () => name,
})
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function begin(people: readonly Person[], deviceId: string, action: DeviceActionName): Step {
  return step(`begin ${action} on …${deviceId.slice(-2)}`, async (belief, real) => {
    const request: BeginAttemptRequest = { deviceId, parameters: someParameters(action), ticket: '', reason: 'walk', recoveryPin: null, completes: null }
    await beginWith(people, belief, real, request)
  })
}

async function beginWith(people: readonly Person[], belief: Belief, real: Real, request: BeginAttemptRequest): Promise<void> {
  const { action } = request.parameters
  const begun = await real.world.core.attempts.begin(request)
  await real.waiting
  real.waiting = null
  belief.attempt = null
  real.attemptId = null
  if (begun.status === 'refused') return
  const by = belief.account
  if (by === null || !people.find((person) => person.oid === by)?.roles.includes('Helpdesk.Agent')) throw new Error('an attempt began without an agent')
  real.attemptId = begun.attempt.attemptId
  const needsFreshSignIn = needsSignIn(action)
  belief.attempt = { action, by, phase: needsFreshSignIn ? 'ready' : 'warning', permitAtMs: needsFreshSignIn ? null : real.world.clock.monotonicMs() }
}

const signOut: Step = step('step 1: sign out', async (belief, real) => {
  const { attempt } = belief
  if (attempt === null || real.attemptId === null) return
  const answer = real.world.core.attempts.signOut(real.attemptId)
  await settle()
  if (attempt.phase === 'ready') await real.world.identity.pageOpened()
  if (attempt.phase !== 'ready' || !real.world.identity.isPageOpen()) {
    if (attempt.phase !== 'signing-in') await answer
    return
  }
  real.waiting = answer
  attempt.phase = 'signing-in'
  attempt.permitAtMs = real.world.clock.monotonicMs()
  belief.account = null
})

function signIn(person: Person, mode: SignInMode): Step {
  return step(`sign in as ${person.displayName}, ${mode}`, async (belief, real) => {
    const { world } = real
    const { attempt } = belief
    if (!world.identity.isPageOpen()) {
      // From the start page: whatever was open is over.
      world.core.voidAll()
      await settle()
      await world.identity.signIn(person, mode)
      belief.account = world.identity.session.account()?.oid ?? null
      belief.attempt = null
      return
    }
    const isInTime = attempt !== null && world.clock.monotonicMs() - (attempt.permitAtMs ?? 0) < fiveMinutesMs
    await world.identity.answerPage(person, mode)
    await real.waiting
    real.waiting = null
    belief.account = world.identity.session.account()?.oid ?? null
    if (attempt === null) return
    if (mode === 'fresh' && isInTime && person.oid === attempt.by) attempt.phase = 'warning'
    else if (mode === 'fresh' && isInTime) belief.attempt = null // somebody else: the attempt is over
    else attempt.phase = 'ready'
  })
}

/** Asleep, the console's own timers stand still as well. */
function wait(ms: number, isAsleep: boolean): Step {
  return step(`${isAsleep ? 'sleep' : 'wait'} ${Math.round(ms / 1000)} s`, async (_belief, real) => {
    real.world.clock.advance(ms)
    if (!isAsleep) real.world.core.tick()
    await settle()
  })
}

function confirm(typedRight: boolean, times: 1 | 2, fate: PostFate): Step {
  return step(`press the last button${typedRight ? '' : ', typed wrong'}${times === 2 ? ', twice' : ''}${fate === 'arrives' ? '' : `, ${fate}`}`, async (belief, real) => {
    const { world } = real
    const { attempt } = belief
    if (real.attemptId === null) return
    const shown = world.core.events.attempts.findLast((state) => state.attemptId === real.attemptId)
    if (shown === undefined) return
    const { confirmation, device } = shown
    const typed = confirmation === null ? null : typedRight ? device[confirmationFor(device).of].slice(-4) : 'no'
    const isAllowed = attempt?.phase === 'warning' && belief.account === attempt.by && (confirmation === null || typedRight)
      && attempt.permitAtMs !== null && world.clock.monotonicMs() - attempt.permitAtMs < fiveMinutesMs
    world.desk.fate = fate
    const { attemptId } = real
    const answers = Promise.all(Array.from({ length: times }, () => world.core.attempts.send(attemptId, typed)))
    const hung = new Promise<'hung'>((resolve) => { world.desk.onHung = () => resolve('hung') })
    const sent = await Promise.race([answers, hung])
    world.desk.fate = 'arrives'
    if (sent === 'hung') {
      if (!isAllowed) throw new Error('a request was on its way that was not allowed')
      world.crash()
      belief.account = null
      belief.attempt = null
      real.attemptId = null
      real.waiting = null
      return
    }
    const oks = sent.filter(({ status }) => status === 'ok').length
    if (oks > 1) throw new Error('two presses, two requests')
    if (oks === 1 && !isAllowed) throw new Error(`sent although ${attempt?.phase ?? 'no attempt'} did not allow it`)
    if (attempt === null || sent.every((answer) => answer.status === 'refused' && answer.code === 'typed-wrong')) return
    const now = world.core.events.attempts.findLast((state) => state.attemptId === attemptId)?.phase
    if (now === 'ready') attempt.phase = 'ready'
    else if (now !== 'signing-in' && now !== 'warning') belief.attempt = null
  })
}

/** The whole way of one action, up to a step of it: walks that only stumble would seldom get anywhere. */
function wholeWay(people: readonly Person[], agent: Person, deviceId: string, action: DeviceActionName, mode: SignInMode, upTo: number, between: Step | null): Step {
  const way = [begin(people, deviceId, action), ...(needsSignIn(action) ? [signOut, signIn(agent, mode)] : []), ...(between === null ? [] : [between]), confirm(true, 1, 'arrives')]
  return step(`${action} on …${deviceId.slice(-2)}, ${mode}, ${between === null ? '' : `${between.toString()}, `}${upTo >= way.length ? 'whole' : `first ${upTo} steps`}`, async (belief, real) => {
    for (const each of way.slice(0, upTo)) await each.run(belief, real)
  })
}

/** Something that ends whatever is open. */
function ends(name: string, act: (real: Real) => void, isSignedOutAfter: boolean): Step {
  return step(name, async (belief, real) => {
    act(real)
    await settle()
    await real.waiting
    real.waiting = null
    if (isSignedOutAfter) real.world.identity.leave()
    belief.account = real.world.identity.session.account()?.oid ?? null
    belief.attempt = null
  })
}

const locked: Step = ends('lock the screen', ({ world }) => world.core.voidAll(), false)

const crash: Step = step('crash and start again', async (belief, real) => {
  real.world.crash()
  real.waiting = null
  real.attemptId = null
  belief.account = null
  belief.attempt = null
})

const order = (name: string, what: Parameters<TenantProcess['control']>[0]): Step => step(name, async (_belief, real) => {
  // There may be nothing to approve, or no such device any more.
  await real.control(what).catch(() => undefined)
})

const poll: Step = step('look how requests stand', async (_belief, real) => {
  real.world.clock.advance(3000)
  await real.world.core.tracker.pollDue()
})

/** Sends what a second administrator has approved, with everything that its action demands once more. */
function complete(people: readonly Person[]): Step {
  return step('begin what was approved', async (belief, real) => {
    const approved = real.world.core.tracker.records().find((record) => record.state === 'approved' && !record.isFinal)
    if (approved === undefined) return
    await beginWith(people, belief, real, {
      deviceId: approved.deviceId, parameters: approved.parameters, ticket: '', reason: 'walk', recoveryPin: null, completes: approved.attemptId,
    })
  })
}

function run(deviceIds: readonly string[], action: (typeof bulkActions)[number], isStopped: boolean): Step {
  return step(`${action} on ${deviceIds.length} devices${isStopped ? ', stopped' : ''}`, async (_belief, real) => {
    const { bulk } = real.world.core
    const begun = bulk.begin({ action, deviceIds })
    if (begun.status === 'refused') return
    const { runId } = begun.run
    await until(() => bulk.current()?.phase !== 'checking')
    const started = bulk.start({ runId, ticket: '', reason: '' })
    const again = bulk.start({ runId, ticket: '', reason: '' })
    if (isStopped) bulk.cancel(runId)
    if ((await Promise.all([started, again])).filter(({ status }) => status === 'ok').length > 1) throw new Error('a run was started twice')
    await until(() => bulk.current()?.phase !== 'running')
  })
}

async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; !isSo(); looks += 1) {
    if (looks > 20_000) throw new Error('a run that never ends')
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

const faults: readonly FaultOrder['kind'][] = ['status', 'throttle', 'reset', 'reset-before', 'status-after', 'html-after', 'html', 'cut', 'claims-challenge']

/** Every step that a walk can take. `devices`: a few, so that steps meet on the same one. */
export function steps(people: readonly Person[], devices: readonly string[]): fc.Arbitrary<Step>[] {
  const [agent] = people
  if (agent === undefined) throw new Error('nobody to walk')
  const device = fc.constantFrom(...devices)
  const person = fc.oneof({ weight: 5, arbitrary: fc.constant(agent) }, { weight: 2, arbitrary: fc.constantFrom(...people) })
  const mode = fc.oneof({ weight: 6, arbitrary: fc.constant<SignInMode>('fresh') }, { weight: 2, arbitrary: fc.constantFrom<SignInMode>('stale', 'no-auth-time', 'bad-nonce', 'declined') })
  const ways = fc.tuple(device, fc.constantFrom(...deviceActionNames), mode, fc.constantFrom(1, 2, 3, 5, 5, 5), fc.constantFrom(null, null, null, wait(301_000, true), wait(301_000, false), locked))
    .map(([id, action, how, upTo, between]) => wholeWay(people, agent, id, action, how, upTo, between))
  const fate = fc.oneof({ weight: 6, arbitrary: fc.constant<PostFate>('arrives') }, { weight: 1, arbitrary: fc.constantFrom<PostFate>('dies-before', 'dies-after') })
  const begins = fc.tuple(device, fc.constantFrom(...deviceActionNames)).map(([id, action]) => begin(people, id, action))
  const signsIn = fc.tuple(person, mode).map(([who, how]) => signIn(who, how))
  const presses = fc.tuple(fc.boolean(), fc.constantFrom<1 | 2>(1, 1, 2), fate).map(([right, times, what]) => confirm(right, times, what))
  return [
    begins, signsIn, signsIn, presses, presses, ways, ways, ways,
    fc.constant(signOut), fc.constant(signOut),
    fc.tuple(fc.constantFrom(1000, 60_000, 200_000, 299_000, 301_000), fc.boolean()).map(([ms, isAsleep]) => wait(ms, isAsleep)),
    fc.boolean().map((isFull) => step(isFull ? 'the disk is full' : 'the disk has room again', (_belief, { world }) => void (world.desk.isLogFull = isFull))),
    fc.constantFrom(
      locked,
      ends('sign out', ({ world }) => world.core.voidAll(), true),
      ends('the session ends', ({ world }) => world.core.voidAll('session-ended'), true),
      ends('cancel', ({ world, attemptId }) => {
        if (attemptId !== null) world.core.attempts.cancel(attemptId)
      }, false),
      crash,
    ),
    fc.constantFrom(...faults).map((kind) => order(`fault: ${kind}`, { addFaults: [{ kind, match: { path: '/deviceManagement/managedDevices/', method: 'POST' } }] })),
    device.map((id) => order(`…${id.slice(-2)} gets another user`, { device: { id, patch: { userPrincipalName: 'someone.else@practice.example' } } })),
    device.map((id) => order(`…${id.slice(-2)} leaves`, { removeDevice: id })),
    fc.constant(order('approvals are required', { settings: { approvalRequired: ['wipe', 'retire', 'delete'] } })),
    fc.constant(order('a second administrator approves', { approvals: { decision: 'approve' } })),
    fc.constant(poll), fc.constant(complete(people)),
    fc.tuple(fc.constantFrom(...bulkActions), fc.boolean()).map(([action, isStopped]) => run(devices, action, isStopped)),
  ]
}
