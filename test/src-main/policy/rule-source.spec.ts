import { describe, expect, it } from 'vitest'
import { deviceActionNames, eligibilityProfiles } from '../../../src-shared/device-actions.ts'
import { deviceKinds } from '../../../src-shared/device.ts'
import { findRuleSource } from '../../../src-main/policy/rule-source.ts'

describe('the page behind a rule', () => {
  const tables = deviceActionNames.flatMap((action) => eligibilityProfiles.map((profile) => [action, profile] as const))
  it.each(tables)('exists for %s in %s on every kind of device, and is one of Microsoft’s', (action, profile) => {
    for (const kind of deviceKinds) {
      const source = findRuleSource(`${action}/${profile}/${kind}`)
      expect(source, kind).not.toBeNull()
      expect(source!.profile).toBe(profile)
      expect(source!.title.length).toBeGreaterThan(5)
      const url = new URL(source!.url)
      expect(url.origin).toBe('https://learn.microsoft.com')
      expect(url.href).toBe(source!.url)
    }
  })

  it('is the end-user page for what the Company Portal list excludes', () => {
    expect(findRuleSource('reset-passcode/company-portal/android-work-profile')).toEqual({
      ruleId: 'reset-passcode/company-portal/android-work-profile',
      profile: 'company-portal',
      title: 'Reset device passcode from Intune Company Portal website',
      url: 'https://learn.microsoft.com/en-us/intune/intune-service/user-help/reset-passcode-company-portal-website-style',
    })
  })

  it.each(['', 'android-dedicated', 'reset-passcode/graph-admin/amiga', 'explode/graph-admin/windows', 'https://evil.example/', '__proto__', 'constructor', 'toString'])(
    'is not found for "%s": nothing outside the tables can be opened', (ruleId) => {
      expect(findRuleSource(ruleId)).toBeNull()
    })
})
