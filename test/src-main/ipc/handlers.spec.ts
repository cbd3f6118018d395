import { describe, expect, it } from 'vitest'
import type { HandlerParts } from '../../../src-main/ipc/handlers.ts'
import { createHandlers, maySee } from '../../../src-main/ipc/handlers.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada, aRecord, bob, sofia } from '../../factories/device.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

const attemptId = '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'
const window = { offset: 0, limit: 10 }
const ofAda = aRecord({ attemptId: 'of-ada' })

/** The gates are the subject; what stands behind them only says that it was reached. */
function handlersFor(account: Account | null) {
  const reached = { status: 'ok', reached: true }
  const parts = {
    session: { account: () => account },
    audit: {
      acknowledge: () => reached, attempts: () => reached, story: () => [], health: () => reached, related: () => reached, figures: () => reached, choices: () => reached,
      attempt: () => null, append: () => reached, otherRows: () => reached,
    },
    deskLogs: { list: () => reached, close: () => reached, remove: async () => reached },
    deviceExports: { start: () => reached, cancel: () => undefined, copy: async () => reached },
    exports: { start: () => reached, cancel: () => undefined, current: () => null },
    tracker: { records: () => [ofAda] },
    directory: { query: () => reached, findInText: () => reached, refresh: () => undefined },
    reader: { open: () => reached },
    bulk: { current: () => null },
    reconciler: { reconcile: async () => reached },
    central: { status: () => reached },
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
    expect(await outcomeOf(handlers['audit:attempts']({ filter: everyAttempt, window, beside: null, scope: 'desk' }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:story']({ attemptId, deskId: null }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:related']({ attemptId, deskId: null }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:figures']({ filter: everyAttempt, scope: 'desk' }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:choices']({ scope: 'desk' }))).toBe(expected)
    // There is no such attempt, which only a supervisor learns.
    const reviewed = await outcomeOf(handlers['audit:review']({ attemptId, deskId: null, verdict: 'note', text: 'x' }))
    expect(reviewed).toBe(expected === 'ok' ? 'attempt-unknown' : expected)
    expect(await outcomeOf(handlers['audit:events']({ kinds: [], before: null, limit: 50 }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:reconcile']({ from: '2026-11-23T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z' }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:export']({ format: 'csv', filter: everyAttempt, scope: 'desk', installId: null }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:cancel-export']({ exportId: attemptId }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:current-export'](undefined))).toBe(expected)
    expect(await outcomeOf(handlers['audit:logs'](undefined))).toBe(expected)
    expect(await outcomeOf(handlers['audit:close-log'](undefined))).toBe(expected)
    expect(await outcomeOf(handlers['audit:remove-log']({ installId: attemptId }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:acknowledge']({ text: 'seen' }))).toBe(expected)
  })
  it.each<[string, Account | null, string]>([['an agent', ada, 'ok'], ['nobody', null, 'not-signed-in']])('devices, asked by %s', async (_who, account, expected) => {
    const handlers = handlersFor(account)
    const query = { text: '', sort: { key: 'deviceName', direction: 'ascending' }, window } as const
    expect(await outcomeOf(handlers['directory:query'](query))).toBe(expected)
    expect(await outcomeOf(handlers['directory:find-in-text']({ text: 'x' }))).toBe(expected)
    expect(await outcomeOf(handlers['directory:refresh'](undefined))).toBe(expected)
    expect(await outcomeOf(handlers['device:open']({ deviceId: attemptId }))).toBe(expected)
    expect(await outcomeOf(handlers['audit:health'](undefined))).toBe(expected)
    expect(await outcomeOf(handlers['audit:central'](undefined))).toBe(expected)
    expect(await outcomeOf(handlers['device-actions:list'](undefined))).toBe(expected)
    expect(await outcomeOf(handlers['bulk:current'](undefined))).toBe(expected)
  })
  it.each<[string, Account | null, boolean]>([
    ['the agent who sent it', ada, true], ['another agent', bob, false], ['a supervisor', sofia, true], ['nobody', null, false],
  ])('a request, seen by %s', async (_who, account, sees) => {
    expect(maySee({ account: () => account }, ofAda)).toBe(sees)
    const listed = await handlersFor(account)['device-actions:list'](undefined)
    expect(listed.status === 'ok' ? listed.actions : []).toEqual(sees ? [ofAda] : [])
  })
})

describe('what concerns every desk', () => {
  const deskId = '7a1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'
  function handlersWith(account: Account | null) {
    const asked: unknown[] = []
    const ask = (name: string) => (...args: unknown[]) => {
      asked.push([name, ...args])
      return { status: 'ok' }
    }
    const serviceDesk = Object.fromEntries(['attempts', 'story', 'related', 'figures', 'choices', 'desks', 'verifyDesk', 'cancelVerify'].map((name) => [name, ask(name)]))
    return { asked, handlers: createHandlers({ session: { account: () => account }, serviceDesk } as unknown as HandlerParts) }
  }
  const query = { filter: everyAttempt, window, beside: null, scope: 'service-desk' } as const
  it.each<[string, (handlers: ReturnType<typeof createHandlers>) => unknown, unknown[]]>([
    ['attempts', (handlers) => handlers['audit:attempts'](query), ['attempts', query]],
    ['a story', (handlers) => handlers['audit:story']({ attemptId, deskId }), ['story', attemptId, deskId]],
    ['related attempts', (handlers) => handlers['audit:related']({ attemptId, deskId }), ['related', attemptId, deskId]],
    ['figures', (handlers) => handlers['audit:figures']({ filter: everyAttempt, scope: 'service-desk' }), ['figures', everyAttempt]],
    ['choices', (handlers) => handlers['audit:choices']({ scope: 'service-desk' }), ['choices']],
    ['desks', (handlers) => handlers['audit:desks'](undefined), ['desks']],
    ['a check', (handlers) => handlers['audit:verify-desk']({ installId: deskId }), ['verifyDesk', deskId]],
    ['the end of a check', (handlers) => handlers['audit:cancel-verify']({ installId: deskId }), ['cancelVerify', deskId]],
  ])('%s is asked of the central log, for a supervisor only', async (_what, call, expected) => {
    const supervisor = handlersWith(sofia)
    await call(supervisor.handlers)
    expect(supervisor.asked).toEqual([expected])
    for (const account of [ada, null]) {
      const other = handlersWith(account)
      expect(await outcomeOf(call(other.handlers))).toBe(account === null ? 'not-signed-in' : 'not-allowed')
      expect(other.asked).toEqual([])
    }
  })
})

describe('what the new channels reach', () => {
  const handed: unknown[] = []
  const hand = (name: string) => (...args: unknown[]) => {
    handed.push([name, ...args])
    return { status: 'ok' }
  }
  const handlers = createHandlers({
    session: { account: () => ada },
    attempts: { begin: hand('begin'), signOut: hand('signOut'), send: hand('send'), cancel: hand('cancel') },
    secrets: { reveal: hand('reveal'), copy: hand('copy'), location: hand('location') },
    bulk: { begin: hand('bulk begin'), start: hand('bulk start'), cancel: hand('bulk cancel') },
  } as unknown as HandlerParts)
  const begin = { deviceId: attemptId, parameters: { action: 'sync' }, ticket: '', reason: '', recoveryPin: null, completes: null } as const
  const run = { runId: attemptId, ticket: 'INC1', reason: 'slow' }
  it.each<[string, () => unknown, unknown[]]>([
    ['an attempt with all that was asked', () => handlers['attempt:begin'](begin), ['begin', begin]],
    ['the sign-in', () => handlers['attempt:sign-out']({ attemptId }), ['signOut', attemptId]],
    ['what was typed with the last button', () => handlers['attempt:send']({ attemptId, typed: 'q9n7' }), ['send', attemptId, 'q9n7']],
    ['the way back', () => handlers['attempt:cancel']({ attemptId }), ['cancel', attemptId]],
    ['a passcode or PIN', () => handlers['device-actions:reveal-secret']({ attemptId }), ['reveal', attemptId]],
    ['the clipboard', () => handlers['device-actions:copy-secret']({ attemptId }), ['copy', attemptId]],
    ['a place', () => handlers['device-actions:read-location']({ attemptId }), ['location', attemptId]],
    ['a run', () => handlers['bulk:begin']({ action: 'sync', deviceIds: [attemptId] }), ['bulk begin', { action: 'sync', deviceIds: [attemptId] }]],
    ['its start', () => handlers['bulk:start'](run), ['bulk start', run]],
    ['its end', () => handlers['bulk:cancel']({ runId: attemptId }), ['bulk cancel', attemptId]],
  ])('is %s', async (_what, call, expected) => {
    handed.length = 0
    await call()
    expect(handed).toEqual([expected])
  })
})

describe('a link', () => {
  function links(open: (url: string) => Promise<void> = async () => undefined) {
    const opened: string[] = []
    const handlers = createHandlers({
      session: { account: () => ada },
      openInBrowser: async (url: string) => {
        opened.push(url)
        await open(url)
      },
      links: { support: () => ({ name: '', phone: '', email: '', website: '' }), pageOfRule: () => null, pageOfDevice: (id: string) => `https://intune.example/${id}` },
    } as unknown as HandlerParts)
    return { opened, open: handlers['app:open-link'] }
  }
  it('is opened when there is an address behind it, and only then', async () => {
    const the = links()
    expect(await outcomeOf(the.open({ link: 'open-in-intune', deviceId: attemptId }))).toBe('ok')
    expect(await outcomeOf(the.open({ link: 'rule-source', ruleId: 'x' }))).toBe('link-not-allowed')
    expect(the.opened).toEqual([`https://intune.example/${attemptId}`])
  })
  it('says that no browser could be opened', async () => {
    expect(await outcomeOf(links(() => Promise.reject(new Error('none'))).open({ link: 'new-passcode-ios' }))).toBe('browser-unavailable')
  })
})
