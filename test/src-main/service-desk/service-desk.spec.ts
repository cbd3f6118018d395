import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServiceDesk } from '../../../src-main/service-desk/service-desk.ts'
import { systemClock } from '../../../src-main/clock.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { anAuditHealth } from '../../factories/audit.ts'
import { startCentral } from './central-under-test.ts'
import type { CentralUnderTest } from './central-under-test.ts'

let central: CentralUnderTest
beforeAll(async () => { central = await startCentral() })
afterAll(() => central.remove())

const query = { filter: everyAttempt, scope: 'service-desk', window: { offset: 0, limit: 10 }, beside: null } as const
async function connections(): Promise<number> {
  const { rowCount } = await central.postgres.with('postgres', central.postgres.superuser, (client) => client.query('SELECT FROM pg_stat_activity WHERE usename = $1', [central.reader.user]))
  return rowCount ?? 0
}

describe('the service desk', () => {
  it('is connected when a supervisor asks, once, and no longer than they stay', async () => {
    const desk = central.desk()
    expect(await connections()).toBe(0)
    expect((await Promise.all([desk.attempts(query), desk.choices(), desk.desks()])).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok'])
    expect(await connections()).toBe(1)
    await desk.close()
    await expect.poll(connections).toBe(0)
  })
  it('does not tell the next person what the last one asked', async () => {
    const desk = central.desk()
    const asked = desk.attempts(query)
    const left = desk.close()
    expect(await asked).toEqual({ status: 'refused', code: 'not-signed-in' })
    await left
  })
  it('gives up what takes too long, and goes on', async () => {
    const desk = central.desk({ statementTimeoutMs: 200 })
    expect(await desk.attempts(query)).toMatchObject({ status: 'ok' })
    await central.forge('BEGIN')
    await central.forge('LOCK TABLE helpdesk_audit.attempts IN ACCESS EXCLUSIVE MODE')
    expect(await desk.figures(everyAttempt)).toEqual({ status: 'refused', code: 'central-slow' })
    await central.forge('ROLLBACK')
    expect(await desk.figures(everyAttempt)).toMatchObject({ status: 'ok' })
    await desk.close()
  })
  it('says why there is no answer, and asks anew the next time', async () => {
    const desk = createServiceDesk({ clock: systemClock, health: anAuditHealth, onVerifyChanged: () => undefined, open: async () => refuse('central-off') })
    expect(await desk.attempts(query)).toEqual({ status: 'refused', code: 'central-off' })
    expect(await desk.verifyDesk('00000000-0000-4000-8000-000000000000')).toEqual({ status: 'refused', code: 'central-off' })
  })
  it('opens one connection, not one for each question, when the last one was lost', async () => {
    const opened: { isOpen: boolean }[] = []
    const desk = createServiceDesk({
      clock: systemClock, health: anAuditHealth, onVerifyChanged: () => undefined,
      open: async () => {
        const state = { isOpen: true }
        opened.push(state)
        return { status: 'ok', connection: { isOpen: () => state.isOpen, query: async () => ({ status: 'ok', rows: [] }), close: async () => { state.isOpen = false } } }
      },
    })
    await desk.choices()
    opened[0]!.isOpen = false
    await Promise.all([desk.choices(), desk.desks(), desk.choices()])
    expect(opened).toEqual([{ isOpen: false }, { isOpen: true }])
    await desk.close()
    expect(opened).toEqual([{ isOpen: false }, { isOpen: false }])
  })
  it('asks nothing for somebody who left while it was being connected', async () => {
    const server = Promise.withResolvers<null>()
    const asked: string[] = []
    const desk = createServiceDesk({
      clock: systemClock, health: anAuditHealth, onVerifyChanged: () => undefined,
      open: async () => {
        await server.promise
        return { status: 'ok', connection: { isOpen: () => true, query: async (sql) => (asked.push(sql), { status: 'ok', rows: [] }), close: async () => undefined } }
      },
    })
    const answers = [desk.verifyDesk('00000000-0000-4000-8000-000000000000'), desk.choices()]
    const left = desk.close()
    server.resolve(null)
    expect(await Promise.all(answers)).toEqual([{ status: 'refused', code: 'not-signed-in' }, { status: 'refused', code: 'not-signed-in' }])
    await left
    expect(asked).toEqual([])
  })
  // Last: nobody else has a connection after it.
  it('comes back after the server does', async () => {
    const desk = central.desk()
    expect(await desk.attempts(query)).toMatchObject({ status: 'ok' })
    await central.postgres.stop()
    expect(await desk.attempts(query)).toEqual({ status: 'refused', code: 'central-unreachable' })
    await central.postgres.start()
    expect(await desk.attempts(query)).toMatchObject({ status: 'ok' })
    await desk.close()
  })
})
