import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openAuditLog } from '../../../src-main/audit/audit-log.ts'
import { heldByBrake } from '../../../src-main/device-actions/held-by-brake.ts'
import { noRules } from '../../../src-main/policy/action-rules.ts'
import type { ActionRules } from '../../../src-main/policy/action-rules.ts'
import { actionsInForce } from '../../../src-main/settings/policy-in-force.ts'
import { readPolicyFile } from '../../../src-main/settings/policy-file.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import type { DeviceActionName } from '../../../src-shared/device-actions.ts'
import { ada, bob } from '../../factories/device.ts'
import { aRequest, attemptsUnderTest } from './attempts-under-test.ts'
import { bulkUnderTest, ids } from './bulk-under-test.ts'

const hour = 3_600_000
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})
function under(rules: Partial<ActionRules>) {
  const the = attemptsUnderTest({ rules: { ...noRules, ...rules } })
  stops.push(the.stop)
  return the
}
type Under = ReturnType<typeof under>
const lastRow = (the: Under) => {
  const [attempt] = the.audit.attempts({ filter: everyAttempt, window: { offset: 0, limit: 1 } }).attempts
  return the.audit.story(attempt!.attemptId).at(-1)
}
/** One passcode reset, on a device of its own, from the first dialog to the request. */
async function reset(the: Under, n: number, action: DeviceActionName = 'reset-passcode') {
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  the.use({ id })
  const begun = await the.attempts.begin(aRequest({ deviceId: id, parameters: { action } as ReturnType<typeof aRequest>['parameters'] }))
  if (begun.status === 'refused') return begun
  if (begun.attempt.phase === 'ready') await the.attempts.signOut(begun.attempt.attemptId)
  return the.attempts.send(begun.attempt.attemptId, begun.attempt.confirmation === null ? null : the.lastFour)
}

describe('a fresh sign-in that the policy adds', () => {
  it('is demanded of what would have been sent at once', async () => {
    const the = under({ stepUp: ['remote-lock'] })
    const begun = await the.attempts.begin(aRequest({ parameters: { action: 'remote-lock' } }))
    expect(begun).toMatchObject({ status: 'ok', attempt: { phase: 'ready', needsFreshSignIn: true } })
    const { attemptId } = begun.status === 'ok' ? begun.attempt : { attemptId: '' }
    expect(await the.send(attemptId)).toMatchObject({ code: 'permit-missing' })
    expect(the.posts).toEqual([])
    await the.attempts.signOut(attemptId)
    expect(await the.send(attemptId)).toMatchObject({ status: 'ok' })
    expect(the.posts).toHaveLength(1)
  })
  it('leaves the rest as it was, and takes none away', async () => {
    const the = under({ stepUp: ['remote-lock'] })
    expect(await the.attempts.begin(aRequest({ parameters: { action: 'sync' } }))).toMatchObject({ attempt: { phase: 'warning', needsFreshSignIn: false } })
    expect(await the.attempts.begin(aRequest())).toMatchObject({ attempt: { phase: 'ready', needsFreshSignIn: true } })
  })
  it('keeps an action out of runs over many devices', () => {
    const the = bulkUnderTest({ rules: { ...noRules, stepUp: ['remote-lock'] } })
    stops.push(the.stop)
    expect(the.bulk.begin({ action: 'remote-lock', deviceIds: ids(2) })).toMatchObject({ code: 'bulk-not-allowed' })
    expect(the.bulk.begin({ action: 'sync', deviceIds: ids(2) })).toMatchObject({ status: 'ok' })
  })
})

describe('a ticket that the policy demands', () => {
  const rules = { isTicketRequired: true, judgeTicket: (ticket: string) => (/^INC\d+$/.test(ticket) ? 'matches' as const : 'differs' as const) }
  it.each([['', 'ticket-missing'], ['see INC42', 'ticket-wrong'], ['INC42 ', 'ticket-wrong']])('is refused as %j, with a row', async (ticket, code) => {
    const the = under(rules)
    expect(await the.attempts.begin(aRequest({ ticket }))).toMatchObject({ status: 'refused', code })
    expect(lastRow(the)).toMatchObject({ kind: 'refusal', stage: 'availability', code, actor: { oid: ada.oid } })
    expect(await the.attempts.begin(aRequest({ ticket: 'INC42' }))).toMatchObject({ status: 'ok' })
  })
  it('may be left out where it is not demanded, and is checked where it is typed', async () => {
    const the = under({ ...rules, isTicketRequired: false })
    expect(await the.attempts.begin(aRequest({ ticket: '' }))).toMatchObject({ status: 'ok' })
    expect(await the.attempts.begin(aRequest({ ticket: '42' }))).toMatchObject({ code: 'ticket-wrong' })
  })
  it('is not asked for again of what a second administrator has approved', async () => {
    const the = under(rules)
    the.script.approved = { attemptId: 'earlier', approvalCode: 'code' }
    expect(await the.attempts.begin(aRequest({ ticket: '', completes: 'earlier' }))).toMatchObject({ status: 'ok' })
  })
  it('is demanded of a run over many devices, before anything is sent', async () => {
    const the = bulkUnderTest({ rules: { ...noRules, ...rules } })
    stops.push(the.stop)
    const runId = await the.review(ids(2))
    expect(await the.bulk.start({ runId, ticket: '', reason: '' })).toMatchObject({ code: 'ticket-missing' })
    expect(await the.bulk.start({ runId, ticket: 'x', reason: '' })).toMatchObject({ code: 'ticket-wrong' })
    expect(the.posts).toEqual([])
    expect(await the.bulk.start({ runId, ticket: 'INC42', reason: '' })).toMatchObject({ status: 'ok' })
  })
})

describe('the pattern of a policy file', () => {
  const judge = (ticket: object, text: string) => {
    const the = under({})
    const file = join(the.folder, 'policy.json')
    writePolicy(file, { actions: { ticket } })
    return actionsInForce(readPolicyFile(file), null)?.judgeTicket(text)
  }
  it('has to be all of the ticket', () => {
    expect(judge({ pattern: 'INC\\d{7}' }, 'INC0012345')).toBe('matches')
    for (const text of ['INC001234', 'INC00123456', 'x INC0012345', 'INC0012345\n']) expect(judge({ pattern: 'INC\\d{7}' }, text)).toBe('differs')
    expect(judge({ pattern: 'A|B' }, 'AB')).toBe('differs')
    expect(judge({}, 'anything')).toBe('matches')
  })
  it('cannot hold the console up', () => {
    expect(judge({ pattern: '(a+)+' }, `${'a'.repeat(39)}!`)).toBe('too-slow')
    expect(judge({ pattern: '(a+)+' }, 'aaa')).toBe('matches')
  })
  it('refuses a ticket that it takes too long for', async () => {
    const the = under({ judgeTicket: () => 'too-slow' })
    expect(await the.attempts.begin(aRequest())).toMatchObject({ code: 'ticket-not-checked' })
  })
})

describe('the brakes of the policy', () => {
  const brakes = { agentPerHour: 2, agentPerDay: 3, machinePerHour: null, machinePerDay: 4 }
  it('refuse what is one too many before anybody signs in again, with a row, and say when the next is possible', async () => {
    const the = under({ brakes })
    await reset(the, 1)
    the.clock.advance(hour / 2)
    await reset(the, 2)
    const signedIn = the.confirmedScopes.length
    expect(await reset(the, 3)).toEqual({
      status: 'refused', code: 'brake-agent-hour', brake: { limit: 2, count: 2, since: '2026-11-23T09:00:00.000Z', nextAt: '2026-11-23T10:00:00.000Z' },
    })
    expect(the.confirmedScopes).toHaveLength(signedIn)
    expect(lastRow(the)).toMatchObject({ kind: 'refusal', code: 'brake-agent-hour', stage: 'availability' })
    expect(the.posts).toHaveLength(2)
    the.clock.advance(hour / 2)
    expect(await reset(the, 3)).toMatchObject({ status: 'ok' })
    // Three in a day, until the first is a day old.
    the.clock.advance(2 * hour)
    expect(await reset(the, 4)).toMatchObject({ code: 'brake-agent-day', brake: { nextAt: '2026-11-24T09:00:00.000Z' } })
  })
  it('are looked at again when the request is sent', async () => {
    const the = under({ brakes: { ...brakes, agentPerHour: 1 } })
    const first = await the.begin()
    await the.attempts.signOut(first)
    // Another window of the same agent was quicker: the log holds its request.
    const other = under({})
    await reset(other, 9)
    the.options.audit.sentWithin = other.audit.sentWithin
    expect(await the.send(first)).toMatchObject({ code: 'brake-agent-hour', brake: { limit: 1, count: 1 } })
    expect(the.posts).toEqual([])
    expect(lastRow(the)).toMatchObject({ kind: 'refusal', code: 'brake-agent-hour', stage: 'sending' })
  })
  it('count each agent by themselves, and everybody on this PC', async () => {
    const the = under({ brakes })
    await reset(the, 1)
    await reset(the, 2)
    the.script.account = bob
    the.script.confirm = async () => ({ status: 'ok', account: bob, privilegedToken: 'b', proof: { method: 'fresh-sign-in', authenticatedAt: '2026-11-23T09:00:01.000Z', issuedAt: '2026-11-23T09:00:02.000Z', signInTookMs: 1 } })
    expect(await reset(the, 3)).toMatchObject({ status: 'ok' })
    expect(await reset(the, 4)).toMatchObject({ status: 'ok' })
    expect(await reset(the, 5)).toMatchObject({ code: 'brake-machine-day', brake: { limit: 4, count: 4 } })
  })
  it('count what was refused or never answered too, and nothing that does no harm', async () => {
    const the = under({ brakes })
    the.script.post = async () => { throw new Error('gone') }
    await reset(the, 1)
    the.script.post = async () => ({ status: 'refused', code: 'graph-rejected', reference: { httpStatus: 400, graphCode: null, requestId: null, clientRequestId: null, serverDate: null } })
    await reset(the, 2)
    expect(await reset(the, 3)).toMatchObject({ code: 'brake-agent-hour' })
    for (let n = 4; n < 9; n += 1) expect(await reset(the, n, 'sync')).toMatchObject({ code: 'graph-rejected' })
  })
  it('count an action that the policy adds a fresh sign-in to', async () => {
    const the = under({ brakes, stepUp: ['sync'] })
    await reset(the, 1, 'sync')
    await reset(the, 2)
    expect(await reset(the, 3, 'sync')).toMatchObject({ code: 'brake-agent-hour' })
    expect(await reset(the, 3, 'remote-lock')).toMatchObject({ status: 'ok' })
  })
  it('are not begun anew by a restart, nor lifted by another clock within a run', async () => {
    const the = under({ brakes: { ...brakes, agentPerHour: 1, agentPerDay: null } })
    await reset(the, 1)
    const held = (audit = the.audit) => heldByBrake({ audit, clock: the.clock, rules: the.options.rules }, 'reset-passcode', ada)?.code
    the.clock.setWall(the.clock.wallMs() + 48 * hour)
    expect(held()).toBe('brake-agent-hour')
    the.clock.setWall(the.clock.wallMs() - 48 * hour)
    the.audit.close()
    const again = openAuditLog({ file: join(the.folder, 'audit', 'audit.db'), bootId: 'after', clock: the.clock, limits: { freeSpaceFloorBytes: 0 } })
    expect(held(again)).toBe('brake-agent-hour')
    // Sent "in the future" of a clock that was put right since: held for as long as a brake lasts, not for ever.
    the.clock.setWall(the.clock.wallMs() - 90 * 24 * hour)
    expect(held(again)).toBe('brake-agent-hour')
    the.clock.advance(hour)
    expect(held(again)).toBeUndefined()
    again.close()
  })
})

function writePolicy(file: string, change: object): void {
  const example = JSON.parse(readFileSync(join(import.meta.dirname, '../../../resources/policy.example.json'), 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...example, ...change }))
}
