import { describe, expect, it } from 'vitest'
import { addressOf, intunePageOf } from '../../../src-main/ipc/links.ts'
import type { LinkSources } from '../../../src-main/ipc/links.ts'
import { linkNames } from '../../../src-shared/app-info.ts'

const deviceId = '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'
const sources = (change: Partial<LinkSources> = {}): LinkSources => ({
  support: () => ({ name: 'IT', phone: '', email: 'it@contoso.example', website: 'https://it.contoso.example/' }),
  pageOfRule: (ruleId) => (ruleId === 'known' ? 'https://learn.microsoft.com/known' : null),
  pageOfDevice: (deviceId) => intunePageOf('https://intune.microsoft.com', deviceId),
  ...change,
})

describe('the address behind a link', () => {
  it('of a device is its page in Intune', () => {
    const address = addressOf({ link: 'open-in-intune', deviceId }, sources())
    expect(new URL(address ?? '').origin).toBe('https://intune.microsoft.com')
    expect(address?.endsWith(`/mdmDeviceId/${deviceId}`)).toBe(true)
  })
  it('of a device on the practice tenant is its trainer’s page', () => {
    expect(addressOf({ link: 'open-in-intune', deviceId }, sources({ pageOfDevice: () => 'http://127.0.0.1:4000/trainer' }))).toBe('http://127.0.0.1:4000/trainer')
  })
  it('of a device is none without a tenant, or without the device', () => {
    expect(addressOf({ link: 'open-in-intune', deviceId }, sources({ pageOfDevice: () => null }))).toBeNull()
    expect(addressOf({ link: 'open-in-intune' }, sources())).toBeNull()
  })
  it('of a rule is the page that it comes from, and no other', () => {
    expect(addressOf({ link: 'rule-source', ruleId: 'known' }, sources())).toBe('https://learn.microsoft.com/known')
    expect(addressOf({ link: 'rule-source', ruleId: 'https://evil.example' }, sources())).toBeNull()
    expect(addressOf({ link: 'rule-source' }, sources())).toBeNull()
  })
  it('of the people who help is what the organisation says, and none where it says nothing', () => {
    expect(addressOf({ link: 'support-website' }, sources())).toBe('https://it.contoso.example/')
    expect(addressOf({ link: 'support-email' }, sources())).toBe('mailto:it@contoso.example')
    const nobody = sources({ support: () => ({ name: '', phone: '', email: '', website: '' }) })
    expect(addressOf({ link: 'support-website' }, nobody)).toBeNull()
    expect(addressOf({ link: 'support-email' }, nobody)).toBeNull()
  })
  it('is never plain http, whatever else a request carries', () => {
    for (const link of linkNames) {
      const address = addressOf({ link, ruleId: 'known', deviceId }, sources())
      expect(address, link).toMatch(/^(https:\/\/|mailto:)/)
    }
  })
})
