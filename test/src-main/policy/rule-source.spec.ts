import { describe, expect, it } from 'vitest'
import { deviceKinds } from '../../../src-shared/device.ts'
import { resetPasscodeTable } from '../../../src-main/policy/eligibility-table.ts'
import { findRuleSource } from '../../../src-main/policy/rule-source.ts'

describe('the page behind a rule', () => {
  it.each(['graph-admin', 'company-portal'] as const)('exists for every kind of device in %s, and is one of Microsoft Learn', (profile) => {
    expect(Object.keys(resetPasscodeTable[profile]).sort()).toEqual([...deviceKinds].sort())
    for (const kind of deviceKinds) {
      const source = findRuleSource(`reset-passcode/${profile}/${kind}`)
      expect(source, kind).not.toBeNull()
      expect(source!.profile).toBe(profile)
      expect(source!.title.length).toBeGreaterThan(10)
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

  it.each(['', 'android-dedicated', 'reset-passcode/graph-admin/amiga', 'https://evil.example/', '__proto__', 'constructor', 'toString'])(
    'is not found for "%s": nothing outside the table can be opened', (ruleId) => {
      expect(findRuleSource(ruleId)).toBeNull()
    })
})
