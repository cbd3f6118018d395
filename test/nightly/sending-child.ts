/** A console core that acts on one device after the other, over a real log and real HTTP, until it is killed. Its one argument is a {@link SendingChildOrder}. */
import { writeSync } from 'node:fs'
import { confirmationFor } from '../../src-shared/typed-confirmation.ts'
import { createConsoleCore } from '../factories/console-core.ts'
import type { ConsoleCore } from '../factories/console-core.ts'
import { createMovableClock } from '../factories/movable-clock.ts'
import { someParameters } from '../factories/parameters.ts'
import { playedIdentity } from '../src-main/walks/played-identity.ts'
import type { Person } from '../src-main/walks/played-identity.ts'
import type { KillPoint, SaidLine, SendingChildOrder } from './kill-points.ts'

const order = JSON.parse(process.argv[2] ?? '') as SendingChildOrder
const person: Person = { ...order.person, roles: ['Helpdesk.Agent'] }
const actions = ['sync', 'reset-passcode', 'remote-lock', 'restart'] as const
const sealEveryAttempts = 3

let reached = 0
const isOfHandOver = (point: string): point is `hand-over-${string}` => point.startsWith('hand-over-')

function come(point: KillPoint): void {
  if (point !== order.point) return
  reached += 1
  if (reached >= order.nth) process.kill(process.pid, 'SIGKILL')
}

const say = (line: SaidLine): void => void writeSync(1, `${JSON.stringify(line)}\n`)

const clock = createMovableClock(Date.now())
const identity = playedIdentity(clock, person)
const core: ConsoleCore = createConsoleCore({
  folder: order.folder, clock, graphBaseUrl: order.graphBaseUrl, session: identity.session, readToken: identity.readToken,
  onPoint: (point) => {
    if (!isOfHandOver(point)) come(point)
  },
  post: async (request) => {
    say({ clientRequestId: request.clientRequestId })
    come('before-request')
    const answer = await core.reallyPost(request)
    come('after-request')
    return answer
  },
})

async function act(deviceId: string, action: (typeof actions)[number]): Promise<void> {
  const begun = await core.attempts.begin({ deviceId, parameters: someParameters(action), ticket: 'INC7', reason: 'a night', recoveryPin: null, completes: null })
  if (begun.status === 'refused') return
  const { attemptId, device, confirmation, needsFreshSignIn } = begun.attempt
  say({ attemptId, kinds: ['attempt'] })
  if (needsFreshSignIn) {
    const confirmed = core.attempts.signOut(attemptId)
    await new Promise((resolve) => setImmediate(resolve))
    await identity.answerPage(person, 'fresh')
    if ((await confirmed).status === 'refused') throw new Error('the sign-in was refused')
    say({ attemptId, kinds: ['attempt', 'fresh-sign-in'] })
  }
  const sent = await core.attempts.send(attemptId, confirmation === null ? null : device[confirmationFor(device).of].slice(-4))
  if (sent.status === 'ok') say({ attemptId, kinds: ['attempt', 'intent', 'answer'] })
}

for (const [index, deviceId] of order.deviceIds.entries()) {
  await act(deviceId, actions[index % actions.length] ?? 'sync')
  if (index % sealEveryAttempts === sealEveryAttempts - 1) core.audit.seal()
  if (index % 5 === 4) await core.tracker.pollDue()
}
// Reached only by a console that nobody killed in time: whoever waits for it is not told that it died.
core.audit.close()
