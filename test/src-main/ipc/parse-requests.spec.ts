import { describe, expect, it } from 'vitest'
import { requestParsers } from '../../../src-main/ipc/parse-requests.ts'
import type { RequestChannel } from '../../../src-shared/ipc-contract.ts'

const id = '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'
const sort = { key: 'deviceName', direction: 'ascending' }
const accepts = (channel: RequestChannel, value: unknown): boolean => requestParsers[channel].safeParse(value).success

const valid: Readonly<Record<RequestChannel, unknown>> = {
  'app:info': undefined, 'app:copy-text': { text: 'F2LX' }, 'app:open-link': { link: 'rule-source', ruleId: 'a' },
  'preferences:get': undefined, 'preferences:save': { theme: 'dark', notifications: true, practiceProfile: 'graph-admin' },
  'session:get': undefined, 'session:sign-in': undefined, 'session:cancel-sign-in': undefined, 'session:open-page-again': undefined, 'session:sign-out': undefined,
  'directory:query': { text: 'ada', sort, window: { offset: 0, limit: 50 } }, 'directory:status': undefined,
  'directory:refresh': undefined, 'device:open': { deviceId: id },
  'reset-passcode:begin': { deviceId: id, ticket: 'INC1', reason: 'forgot' }, 'reset-passcode:sign-out': { attemptId: id },
  'reset-passcode:send': { attemptId: id }, 'reset-passcode:cancel': { attemptId: id }, 'device-actions:list': undefined,
  'device-actions:reveal-passcode': { attemptId: id }, 'device-actions:copy-passcode': { attemptId: id },
  'audit:attempts': { text: '', window: { offset: 0, limit: 50 } }, 'audit:story': { attemptId: id }, 'audit:health': undefined,
}
const rubbish: readonly unknown[] = [
  null, 0, '', 'x', [], {}, [id], { deviceId: '../../etc' }, { attemptId: `${id}/wipe` }, { attemptId: id, isFresh: true },
  { deviceId: id, ticket: 'x'.repeat(41), reason: '' }, { deviceId: id, ticket: '', reason: 'x'.repeat(501) },
  { text: 'a', sort, window: { offset: -1, limit: 50 } }, { text: 'a', sort, window: { offset: 0, limit: 201 } },
  { text: 'a', sort: { key: '__proto__', direction: 'ascending' }, window: { offset: 0, limit: 1 } },
  { link: 'https://evil.example' }, { theme: 'pink', notifications: true, practiceProfile: 'graph-admin' },
]

describe('requestParsers', () => {
  it.each(Object.keys(valid) as RequestChannel[])('%s accepts what the contract says', (channel) => {
    expect(accepts(channel, valid[channel])).toBe(true)
  })
  it.each(Object.keys(valid) as RequestChannel[])('%s refuses rubbish', (channel) => {
    for (const value of rubbish) expect(accepts(channel, value), JSON.stringify(value)).toBe(false)
  })
  it('has no field by which a page could claim a fresh sign-in', () => {
    expect(accepts('reset-passcode:send', { attemptId: id, permit: 'x' })).toBe(false)
    expect(accepts('reset-passcode:send', { attemptId: id, proof: { method: 'fresh-sign-in' } })).toBe(false)
  })
})
