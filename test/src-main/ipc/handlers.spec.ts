import { describe, expect, it } from 'vitest'
import type { HandlerParts } from '../../../src-main/ipc/handlers.ts'
import { createHandlers, maySee } from '../../../src-main/ipc/handlers.ts'
import type { Account } from '../../../src-shared/session.ts'
import { anActionRecord } from '../../factories/devices.ts'

const attemptId = '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'
const window = { offset: 0, limit: 10 }
const ada: Account = { oid: 'ada', tid: 't', displayName: 'Ada', upn: 'ada@practice.example', roles: ['Helpdesk.Agent'] }
const bob: Account = { ...ada, oid: 'bob' }
const sofia: Account = { ...ada, oid: 'sofia', roles: ['Helpdesk.Supervisor'] }
const ofAda = anActionRecord({ attemptId: 'of-ada', agentOid: 'ada' })

/** The gates are the subject; what stands behind them only says that it was reached. */
function handlersFor(account: Account | null) {
  const reached = { status: 'ok', reached: true }
  const parts = {
    session: { account: () => account },
    audit: { attempts: () => reached, story: () => [], health: () => reached },
    tracker: { records: () => [ofAda] },
    directory: { query: () => reached, refresh: () => undefined },
    reader: { open: () => reached },
  } as unknown as HandlerParts
  return createHandlers(parts)
}
const outcomeOf = async (answer: unknown): Promise<string> => {
  const { status, code } = (await answer) as { status: string; code?: string }
  return code ?? status
}

describe('who may ask what', () => {
  it.each<[string, Account | null, string]>([
    ['a supervisor', sofia, 'ok'], ['an agent', ada, 'not-allowed'], ['nobody', null, 'not-signed-in'],
  ])('the audit log, asked by %s', async (_who, account, expected) => {
    const handlers = handlersFor(account)
    expect(await outcomeOf(handlers['audit:attempts']({ text: '', window }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:story']({ attemptId }))).toBe(expected)
  })
  it.each<[string, Account | null, string]>([['an agent', ada, 'ok'], ['nobody', null, 'not-signed-in']])('devices, asked by %s', async (_who, account, expected) => {
    const handlers = handlersFor(account)
    const query = { text: '', sort: { key: 'deviceName', direction: 'ascending' }, window } as const
    expect(await outcomeOf(handlers['directory:query'](query))).toBe(expected)
    expect(await outcomeOf(handlers['directory:refresh'](undefined))).toBe(expected)
    expect(await outcomeOf(handlers['device:open']({ deviceId: attemptId }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:health'](undefined))).toBe(expected)
    expect(await outcomeOf(handlers['device-actions:list'](undefined))).toBe(expected)
  })
  it.each<[string, Account | null, boolean]>([
    ['the agent who sent it', ada, true], ['another agent', bob, false], ['a supervisor', sofia, true], ['nobody', null, false],
  ])('a request, seen by %s', async (_who, account, sees) => {
    expect(maySee({ account: () => account }, ofAda)).toBe(sees)
    const listed = await handlersFor(account)['device-actions:list'](undefined)
    expect(listed.status === 'ok' ? listed.actions : []).toEqual(sees ? [ofAda] : [])
  })
})
