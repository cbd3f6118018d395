import { describe, expect, it } from 'vitest'
import { requestParsers } from '../../../src-main/ipc/parse-requests.ts'
import { bulkActions } from '../../../src-shared/bulk-runs.ts'
import { deviceActionNames, obliterationBehaviors, plainWipe } from '../../../src-shared/device-actions.ts'
import { everyDevice } from '../../../src-shared/device-filter.ts'
import type { RequestChannel } from '../../../src-shared/ipc-contract.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import { otherKinds } from '../../../src-shared/other-rows.ts'

const id = '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'
const sort = { key: 'deviceName', direction: 'ascending' }
const accepts = (channel: RequestChannel, value: unknown): boolean => requestParsers[channel].safeParse(value).success

const begin = (parameters: unknown, change: object = {}): unknown => ({ deviceId: id, parameters, ticket: 'INC1', reason: 'forgot', recoveryPin: null, completes: null, ...change })
const valid: Readonly<Record<RequestChannel, unknown>> = {
  'app:info': undefined, 'app:copy-text': { text: 'F2LX' }, 'app:open-link': { link: 'rule-source', ruleId: 'a' },
  'preferences:get': undefined, 'preferences:save': { theme: 'dark', notifications: true, practiceProfile: 'graph-admin', views: [], columns: { order: ['imei'], shown: null, widths: { imei: 200 } } },
  'support:make': undefined, 'support:note': { bundleId: id, text: 'it stopped' }, 'support:save': { bundleId: id }, 'support:copy': { bundleId: id },
  'setup:check': { tenant: 'contoso.example', clientId: '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f', actionClientId: null, cloud: 'public', tenantName: 'Contoso' },
  'setup:cancel': undefined,
  'setup:open-page-again': undefined,
  'setup:save-policy': undefined,
  'setup:look-again': undefined,
  'setup:practise': { practise: true },
  'session:get': undefined, 'session:sign-in': undefined, 'session:cancel-sign-in': undefined, 'session:open-page-again': undefined, 'session:sign-out': undefined,
  'directory:query': { text: 'ada', sort, window: { offset: 0, limit: 50 }, filter: { ...everyDevice, platforms: ['ios'], checkIn: ['never'] }, counts: true }, 'directory:find-in-text': { text: 'INC1: ana@practice.example' }, 'directory:status': undefined,
  'directory:export': { choice: { kind: 'found', question: { text: 'ada', sort, filter: everyDevice }, except: [id] }, columns: ['deviceName', 'imei'] },
  'directory:cancel-export': { exportId: id }, 'directory:copy': { choice: { kind: 'ticked', ids: [id] }, columns: ['serialNumber'] },
  'directory:refresh': undefined, 'device:open': { deviceId: id },
  'attempt:begin': begin({ action: 'reset-passcode' }), 'attempt:sign-out': { attemptId: id }, 'attempt:send': { attemptId: id, typed: null }, 'attempt:cancel': { attemptId: id },
  'device-actions:list': undefined, 'device-actions:reveal-secret': { attemptId: id }, 'device-actions:copy-secret': { attemptId: id }, 'device-actions:read-location': { attemptId: id },
  'bulk:begin': { action: 'sync', deviceIds: [id] }, 'bulk:start': { runId: id, ticket: 'INC1', reason: '' }, 'bulk:cancel': { runId: id }, 'bulk:current': undefined,
  'audit:attempts': { filter: everyAttempt, window: { offset: 0, limit: 50 }, beside: null, scope: 'desk' }, 'audit:story': { attemptId: id, deskId: null }, 'audit:health': undefined, 'audit:acknowledge': { text: 'restored from backup' },
  'audit:related': { attemptId: id, deskId: id }, 'audit:figures': { filter: everyAttempt, scope: 'service-desk' }, 'audit:choices': { scope: 'desk' }, 'audit:review': { attemptId: id, deskId: null, verdict: 'note', text: 'seen' },
  'audit:events': { kinds: ['export', 'session'], before: { installId: id, seq: 12 }, limit: 50 },
  'audit:reconcile': { from: '2026-11-01T00:00:00.000Z', to: '2026-11-24T10:00:00.000Z' },
  'audit:export': { format: 'jsonl', filter: everyAttempt, scope: 'desk', installId: id }, 'audit:cancel-export': { exportId: id }, 'audit:current-export': undefined,
  'audit:logs': undefined, 'audit:close-log': undefined, 'audit:remove-log': { installId: id },
  'audit:central': undefined, 'audit:desks': undefined, 'audit:verify-desk': { installId: id }, 'audit:cancel-verify': { installId: id },
}
const rubbish: readonly unknown[] = [
  { choice: { kind: 'ticked', ids: [] }, columns: ['imei'] }, { choice: { kind: 'ticked', ids: [id] }, columns: [] }, { choice: { kind: 'ticked', ids: [id] }, columns: ['imei', 'imei'] },
  { choice: { kind: 'found', question: { text: '', sort }, except: Array.from({ length: 501 }, () => id) }, columns: ['imei'] },
  ...[[{ name: ' ' }], [{ name: 'x'.repeat(41) }], [{ name: 'a' }, { name: 'a' }], Array.from({ length: 21 }, (_, at) => ({ name: String(at) }))]
    .map((named) => ({ theme: 'dark', notifications: true, practiceProfile: 'graph-admin', views: named.map((view) => ({ text: '', sort, filter: everyDevice, ...view })) })),
  null, 0, '', 'x', [], {}, [id], { deviceId: '../../etc' }, { attemptId: `${id}/wipe` }, { attemptId: id, isFresh: true },
  begin({ action: 'sync' }, { ticket: 'x'.repeat(41) }), begin({ action: 'sync' }, { reason: 'x'.repeat(501) }), { runId: '*' }, { runId: id, ticket: '' },
  { text: 'a', sort, window: { offset: -1, limit: 50 } }, { text: 'a', sort, window: { offset: 0, limit: 201 } },
  { text: 'a', sort: { key: '__proto__', direction: 'ascending' }, window: { offset: 0, limit: 1 } },
  { text: 'a', sort, window: { offset: 0, limit: 1 }, filter: { ...everyDevice, encryption: ['maybe'] } }, { text: 'a', sort, window: { offset: 0, limit: 1 }, filter: {} },
  { text: 'a', sort, window: { offset: 0, limit: 1 }, counts: 1 }, { text: 'x'.repeat(200_001) }, { text: 'a', extra: 1 },
  { link: 'https://evil.example' }, { theme: 'pink', notifications: true, practiceProfile: 'graph-admin', views: [], columns: { order: [], shown: null, widths: {} } },
  ...[{ order: ['colour'], shown: null, widths: {} }, { order: ['imei', 'imei'], shown: null, widths: {} }, { order: [], shown: null, widths: { imei: 9 } }, { order: [], shown: null }].map((columns) => ({ theme: 'dark', notifications: true, practiceProfile: 'graph-admin', views: [], columns })),
]

describe('requestParsers', () => {
  it.each(Object.keys(valid) as RequestChannel[])('%s accepts what the contract says', (channel) => {
    expect(accepts(channel, valid[channel])).toBe(true)
  })
  it.each(Object.keys(valid) as RequestChannel[])('%s refuses rubbish', (channel) => {
    for (const value of rubbish) expect(accepts(channel, value), JSON.stringify(value)).toBe(false)
  })
  it('takes an id in capitals for the same id: what was shown and what is under way are known by it', () => {
    expect(requestParsers['device:open'].parse({ deviceId: id.toUpperCase() })).toEqual({ deviceId: id })
  })
  it('has no field by which a page could claim a fresh sign-in', () => {
    const send = { attemptId: id, typed: null }
    expect(accepts('attempt:send', send)).toBe(true)
    for (const claim of [{ permit: 'x' }, { proof: { method: 'fresh-sign-in' } }, { token: 'x' }, { isFresh: true }]) expect(accepts('attempt:send', { ...send, ...claim })).toBe(false)
  })
  it('opens a link by its name and an id only', () => {
    expect(accepts('app:open-link', { link: 'open-in-intune', deviceId: id })).toBe(true)
    for (const deviceId of ['../x', `${id}?x`, `${id}#`, '', 7]) expect(accepts('app:open-link', { link: 'open-in-intune', deviceId })).toBe(false)
    expect(accepts('app:open-link', { link: 'open-in-intune', url: 'https://evil.example' })).toBe(false)
  })
})

describe('rows of no attempt', () => {
  const asked = { kinds: [], before: null, limit: 200 }
  it.each<[string, object, boolean]>([
    ['every kind', { kinds: otherKinds }, true], ['a kind of an attempt', { kinds: ['intent'] }, false], ['no such kind', { kinds: ['*'] }, false],
    ['a page too long', { limit: 201 }, false], ['none', { limit: 0 }, false], ['those before a row that no log has', { before: { installId: id, seq: 0 } }, false],
    ['those of another file', { before: { installId: '../audit', seq: 1 } }, false],
  ])('may be asked for by %s: %o, %s', (_what, change, isAccepted) => {
    expect(accepts('audit:events', asked)).toBe(true)
    expect(accepts('audit:events', { ...asked, ...change })).toBe(isAccepted)
  })
})

describe('a span of time to compare', () => {
  it.each<[string, string, string, boolean]>([
    ['a day', '2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z', true],
    ['thirty-one days', '2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', true],
    ['a moment more', '2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.001Z', false],
    ['nothing', '2026-10-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z', false],
    ['the wrong way round', '2026-11-24T00:00:00.000Z', '2026-11-23T00:00:00.000Z', false],
    ['in words', 'yesterday', 'today', false],
  ])('may be %s: %s to %s, %s', (_what, from, to, isAccepted) => {
    expect(accepts('audit:reconcile', { from, to })).toBe(isAccepted)
  })
})

describe('what an attempt may ask for', () => {
  it.each([
    ...['remove', 'reset-passcode', 'remote-lock', 'sync', 'restart', 'locate', 'delete-record'].map((action) => ({ action })),
    { action: 'rename', deviceName: 'NEW' }, { action: 'set-management-name', managedDeviceName: 'Ünal, 2nd floor' },
    { action: 'reset-device', wipe: plainWipe }, ...obliterationBehaviors.map((obliterationBehavior) => ({ action: 'reset-device', wipe: { ...plainWipe, obliterationBehavior } })),
  ])('is %j', (parameters) => {
    expect(accepts('attempt:begin', begin(parameters))).toBe(true)
    expect(requestParsers['attempt:begin'].parse(begin(parameters))).toMatchObject({ parameters })
  })
  it('is one of every action', () => {
    const withParameters = { rename: { deviceName: 'NEW' }, 'set-management-name': { managedDeviceName: 'new' }, 'reset-device': { wipe: plainWipe } }
    for (const action of deviceActionNames) expect(accepts('attempt:begin', begin({ action, ...(withParameters as Record<string, object>)[action] })), action).toBe(true)
  })
  it.each<[string, unknown]>([
    ['another action', { action: 'wipe' }], ['none', {}], ['text', 'sync'], ['a rename without a name', { action: 'rename' }], ['a name of another type', { action: 'rename', deviceName: 7 }],
    ['a name that is a page', { action: 'rename', deviceName: 'x'.repeat(256) }], ['more than the action has', { action: 'sync', wipe: plainWipe }],
    ['a wipe without its choices', { action: 'reset-device' }], ['a wipe with some of them', { action: 'reset-device', wipe: { keepUserData: true } }],
    ['a wipe with a choice more', { action: 'reset-device', wipe: { ...plainWipe, recoveryPin: '123456' } }], ['a choice of another type', { action: 'reset-device', wipe: { ...plainWipe, keepUserData: 'yes' } }],
    ['another way to obliterate', { action: 'reset-device', wipe: { ...plainWipe, obliterationBehavior: 'now' } }],
  ])('is not %s', (_what, parameters) => {
    expect(accepts('attempt:begin', begin(parameters))).toBe(false)
  })
  it.each<[string, object]>([
    ['no word on a PIN', { recoveryPin: undefined }], ['a PIN that is a number', { recoveryPin: 123456 }], ['a PIN that is a page', { recoveryPin: '1'.repeat(13) }],
    ['an approval of nothing', { completes: '' }], ['an approval by its code', { completes: { code: id } }], ['a token', { actionToken: 'x' }], ['no parameters', { parameters: undefined }],
  ])('does not come with %s', (_what, change) => {
    expect(accepts('attempt:begin', begin({ action: 'sync' }, change))).toBe(false)
  })
  it('loses the spaces around ticket, reason and management name, and keeps those of a device name to be refused', () => {
    expect(requestParsers['attempt:begin'].parse(begin({ action: 'set-management-name', managedDeviceName: ' a ' }, { ticket: ' INC1 ', reason: ' why\n' }))).toMatchObject({
      ticket: 'INC1', reason: 'why', parameters: { managedDeviceName: 'a' },
    })
    expect(requestParsers['attempt:begin'].parse(begin({ action: 'rename', deviceName: ' a' }))).toMatchObject({ parameters: { deviceName: ' a' } })
  })
})

describe('what a run may ask for', () => {
  it.each(deviceActionNames)('is what does no harm: %s', (action) => {
    expect(accepts('bulk:begin', { action, deviceIds: [id] })).toBe((bulkActions as readonly string[]).includes(action))
  })
  it('is at least one device and at most five hundred', () => {
    const of = (count: number) => accepts('bulk:begin', { action: 'sync', deviceIds: Array.from({ length: count }, () => id) })
    expect([of(0), of(1), of(500), of(501)]).toEqual([false, true, true, false])
    expect(accepts('bulk:begin', { action: 'sync', deviceIds: [id, 'x'] })).toBe(false)
  })
})
