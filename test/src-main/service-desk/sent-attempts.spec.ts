import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyHead, nextRow } from '../../../src-main/audit/chain.ts'
import { compareElsewhere, questionsAbout } from '../../../src-main/reconciliation/elsewhere.ts'
import type { IntuneLogEntry } from '../../../src-shared/reconciliation.ts'
import { anIntuneEntry } from '../../factories/reconciliation.ts'
import { agent, anAnswer, anAttempt, anIntent } from '../audit/audit-events.ts'
import { startCentral } from './central-under-test.ts'
import type { CentralUnderTest, SentRow } from './central-under-test.ts'

let central: CentralUnderTest
let desk: ReturnType<CentralUnderTest['desk']>
const day = '2026-11-24T'
const dayMs = 86_400_000

async function aDesk(machine: string, at: string, ...events: readonly object[]): Promise<void> {
  const installId = randomUUID()
  const rows: SentRow[] = []
  for (const event of [{ kind: 'log-started', deskId: machine, machine, sealKey: '', previous: null }, ...events]) {
    rows.push({ ...nextRow(rows.at(-1) ?? emptyHead(installId), { installId, at, bootId: 'boot', monotonicMs: 0, ...event }), installId })
  }
  await central.send(rows)
}

beforeAll(async () => {
  central = await startCentral()
  desk = central.desk()
  await aDesk('PC-EAST', `${day}08:00:00.000Z`, anAttempt(), anIntent())
  // Its clock is three hours wrong: Graph's answer says when it was.
  await aDesk('PC-WEST', `${day}18:00:00.000Z`, anAttempt({ attemptId: 'west' }), anIntent({ attemptId: 'west' }),
    { ...anAnswer({ attemptId: 'west' }), reference: { serverDate: `${day}15:00:00.000Z` } })
  const odd = { attemptId: 'odd', target: { ...anIntent().target, deviceId: 8 }, actor: { ...agent, upn: 7 } }
  await aDesk('PC-HOSTILE', `${day}08:00:00.000Z`, { ...anAttempt(), ...odd }, { ...anIntent(), ...odd })
})
afterAll(() => central.remove())

const { deviceId } = anIntent().target
const { action } = anIntent()
const entry = (time: string, change: Partial<IntuneLogEntry> = {}) => anIntuneEntry({ id: time, at: `${day}${time}.000Z`, action, deviceId, initiatedBy: agent.upn, ...change })

async function compared(entries: readonly IntuneLogEntry[]) {
  const answer = await desk.sent(questionsAbout(entries), dayMs)
  if (answer.status === 'refused') throw new Error(answer.code)
  const { elsewhere, outside } = compareElsewhere(entries, answer.attempts, [])
  return { desks: elsewhere.map(({ attempt }) => attempt.desk?.machine), outside: outside.flat().map(({ id }) => id) }
}

it('finds at which desk something was done, by the server’s time where the desk knows it', async () => {
  expect(await compared([entry('08:00:04'), entry('15:00:04')])).toEqual({ desks: ['PC-WEST', 'PC-EAST'], outside: [] })
})
it('finds it whatever the capitals, and both logs’ rows of one act once', async () => {
  const loud = entry('08:00:04', { deviceId: deviceId.toUpperCase(), initiatedBy: agent.upn.toUpperCase() })
  expect(await compared([loud, { ...loud, source: 'audit-events', id: 'event' }])).toEqual({ desks: ['PC-EAST'], outside: [] })
})
it.each<[string, IntuneLogEntry]>([
  ['later than the tolerance', entry('08:10:05')],
  ['when only the desk’s wrong clock says so', entry('18:00:04')],
  ['by somebody else', entry('08:00:04', { initiatedBy: 'other@contoso.example' })],
  ['by nobody', entry('08:00:04', { initiatedBy: '' })],
  ['on another device', entry('08:00:04', { deviceId: 'x' })],
  ['by whom a forged row says in numbers', entry('08:00:04', { deviceId: '8', initiatedBy: '7' })],
  ['of another kind', entry('08:00:04', { action: action === 'sync' ? 'restart' : 'sync' })],
])('leaves outside what was done %s', async (_what, one) => {
  expect(await compared([one])).toEqual({ desks: [], outside: [one.id] })
})
it('lets one attempt explain one act', async () => {
  expect(await compared([entry('08:00:04'), entry('08:02:00')])).toEqual({ desks: ['PC-EAST'], outside: ['08:02:00'] })
})
it('does not let this desk’s own request explain a second act', async () => {
  const answer = await desk.sent(questionsAbout([entry('08:00:04')]), dayMs)
  const attempts = answer.status === 'ok' ? answer.attempts : []
  const own = attempts.map(({ attempt }) => ({ attempt, sentAtMs: 0 }))
  expect(compareElsewhere([entry('08:00:04')], attempts, own)).toMatchObject({ elsewhere: [], outside: [[{ id: '08:00:04' }]] })
})
