import { describe, expect, it } from 'vitest'
import { findRule } from '../../../src-main/policy/eligibility-table.ts'
import type { Decision, Verdict } from '../../../src-main/policy/eligibility.ts'
import { ruleDocuments } from '../../../src-main/policy/rule-documents.ts'
import { findRuleSource } from '../../../src-main/policy/rule-source.ts'
import { cautions, nextSteps, unavailableReasons } from '../../../src-shared/availability.ts'
import { actionEffects, deviceActionNames, eligibilityProfiles, wipeOptions } from '../../../src-shared/device-actions.ts'
import { deviceKinds } from '../../../src-shared/device.ts'

const ruleIds = deviceActionNames.flatMap((action) =>
  eligibilityProfiles.flatMap((profile) => deviceKinds.map((kind) => `${action}/${profile}/${kind}`)))
const verdictsOf = (decision: Decision): readonly Verdict[] =>
  decision.verdict === 'depends' ? [decision.yes, decision.no, decision.unsaid].flatMap(verdictsOf) : [decision]

describe('the page behind a rule', () => {
  it.each(eligibilityProfiles)('exists for every action and kind of device in %s, and is one of Microsoft Learn', (profile) => {
    for (const ruleId of ruleIds.filter((id) => id.includes(`/${profile}/`))) {
      const source = findRuleSource(ruleId)
      expect(source, ruleId).not.toBeNull()
      expect(source).toMatchObject({ ruleId, profile })
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

  it.each([
    '', 'android-dedicated', 'reset-passcode/graph-admin/amiga', 'format/graph-admin/windows', 'https://evil.example/', '__proto__',
    'constructor', 'toString', 'rename/__proto__/constructor', 'rename/graph-admin/__proto__', 'rename/graph-admin/windows/',
  ])('is not found for "%s": nothing outside the tables can be opened', (ruleId) => {
    expect(findRuleSource(ruleId)).toBeNull()
  })
})

describe('the tables as a whole', () => {
  const rules = ruleIds.map((ruleId) => findRule(ruleId)!)
  const verdicts = rules.flatMap(({ decision }) => verdictsOf(decision))
  /** Said by availability.ts: of the agent, the tenant, the console and what is under way. */
  const outside = {
    reasons: [
      'needs-beta', 'missing-permission', 'reviews-only', 'permission-unknown', 'removal-in-flight', 'action-in-flight', 'approval-in-flight',
      'policy-invalid', 'policy-writable', 'policy-outdated', 'policy-checking', 'audit-unavailable', 'audit-broken', 'audit-unacknowledged',
    ],
    nextSteps: ['ask-administrator', 'wait', 'ask-agent'],
    cautions: ['mac-pin-waiting', 'mac-pin-goes', 'cancels-pending'],
  }
  const notSaid = (all: readonly string[], said: readonly string[]): readonly string[] => all.filter((word) => !said.includes(word))

  it('use every effect, reason, next step, caution and option that there are words for, and every page', () => {
    const no = verdicts.filter((verdict) => verdict.verdict === 'unavailable')
    const yes = verdicts.filter((verdict) => verdict.verdict === 'available')
    expect(notSaid(unavailableReasons, [...no.map(({ reason }) => reason), ...outside.reasons])).toEqual([])
    expect(notSaid(nextSteps, [...no.map(({ nextStep }) => nextStep), ...outside.nextSteps])).toEqual([])
    expect(notSaid(actionEffects, yes.map(({ effect }) => effect))).toEqual([])
    expect(notSaid(cautions, [...yes.flatMap((verdict) => verdict.cautions), ...outside.cautions])).toEqual([])
    expect(notSaid(wipeOptions, yes.flatMap((verdict) => verdict.wipeOptions))).toEqual([])
    expect(notSaid(Object.keys(ruleDocuments), rules.map(({ document }) => document))).toEqual([])
  })

  it('send nobody to an action that the same device cannot take', () => {
    for (const { ruleId, profile, decision } of rules) {
      const kind = ruleId.split('/')[2] ?? ''
      for (const verdict of verdictsOf(decision)) {
        if (verdict.verdict === 'available') continue
        const { nextStep } = verdict
        if (nextStep !== 'remove' && nextStep !== 'reset-device' && nextStep !== 'set-management-name') continue
        const there = findRule(`${nextStep}/${profile}/${kind}`)!
        expect(verdictsOf(there.decision).some((other) => other.verdict === 'available'), `${ruleId} → ${nextStep}`).toBe(true)
      }
    }
  })

  it('name the wipe or the retire that deleting a record sets off', () => {
    for (const { ruleId, decision } of rules.filter((rule) => rule.ruleId.startsWith('delete-record/'))) {
      for (const verdict of verdictsOf(decision)) {
        if (verdict.verdict === 'available') {
          expect(verdict.cautions, ruleId).toContain(verdict.effect === 'wiped-and-deleted' ? 'delete-is-wipe' : 'delete-is-retire')
        }
      }
    }
  })
})
