import { describe, expect, it } from 'vitest'
import { mayUpdate, usualUpdates } from '../../../src-main/updates/may-update.ts'
import type { UpdateFacts, UpdatePolicy } from '../../../src-main/updates/may-update.ts'

const url = 'https://updates.example.com/console/'
const facts: UpdateFacts = { isPackaged: true, isKiosk: false, platform: 'win32', isInstalled: true, publisherName: 'CN=Example Ltd, O=Example Ltd, C=GB' }
const decide = (policy: Partial<UpdatePolicy>, changes: Partial<UpdateFacts> = {}) => mayUpdate({ mode: 'automatic', url, ...policy }, { ...facts, ...changes })

describe('whether updates are taken', () => {
  it('not unless the organisation says so', () => {
    expect(mayUpdate(usualUpdates, facts)).toEqual({ may: false, reason: 'off' })
    expect(decide({ mode: 'off' })).toEqual({ may: false, reason: 'off' })
  })

  it.each(['ask', 'automatic'] as const)('from the policy\'s address, when it says %s', (mode) => {
    expect(decide({ mode })).toEqual({ may: true, mode, url })
  })

  it('on macOS without a name: the system compares the app\'s own signature', () => {
    expect(decide({}, { platform: 'darwin', publisherName: null }).may).toBe(true)
  })

  it.each([
    ['on a kiosk', {}, { isKiosk: true }, 'kiosk'],
    ['when not packaged', {}, { isPackaged: false }, 'not-packaged'],
    ['on Linux, whose packages carry no signature', {}, { platform: 'linux' }, 'platform'],
    ['in a folder that was unpacked by hand', {}, { isInstalled: false }, 'not-installed'],
    ['when the build knows no publisher', {}, { publisherName: null }, 'publisher'],
    ['without an address', { url: null }, {}, 'address'],
    ['from an address that is none', { url: 'updates' }, {}, 'address'],
    ['over plain HTTP', { url: 'http://updates.example.com/' }, {}, 'address'],
    ['from a disk', { url: 'file:///C:/updates/' }, {}, 'address'],
    ['with a password in the address', { url: 'https://a:b@updates.example.com/' }, {}, 'address'],
  ] as const)('not %s', (_case, policy, changes, reason) => {
    expect(decide(policy, changes)).toEqual({ may: false, reason })
  })
})
