import { expect, it } from 'vitest'
import { complaintsAbout } from './check-answers.ts'

it('an answer as code is really held against Microsoft\'s types', () => {
  const complaints = complaintsAbout([
    { name: 'unknownProperty', type: 'V1Device', value: { deviceType: 'iPhone' } },
    { name: 'unknownMember', type: 'BetaDevice', value: { complianceState: 'nonCompliant' } },
    { name: 'wrongNull', type: 'Wire & v1.ManagedDeviceOverview', value: { enrolledDeviceCount: null } },
    { name: 'fine', type: 'V1Device', value: { deviceName: null, complianceState: 'noncompliant' } },
  ])
  expect(complaints).toEqual([
    expect.stringContaining('deviceType'), expect.stringContaining('ComplianceState'), expect.stringContaining('null'),
  ])
})
