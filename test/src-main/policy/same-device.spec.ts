import { describe, expect, it } from 'vitest'
import { isSameDevice } from '../../../src-main/policy/same-device.ts'
import { aDevice } from '../../factories/device.ts'

describe('isSameDevice', () => {
  it('lets names, check-in and compliance change', () => {
    const later = aDevice({ deviceName: 'New name', lastSyncAt: null, compliance: 'noncompliant', readAt: 'later' })
    expect(isSameDevice(aDevice(), later)).toBe(true)
  })
  it.each([
    ['id', { id: 'x' }], ['serial', { serialNumber: 'x' }], ['IMEI', { imei: 'x' }], ['user', { userId: 'x' }],
    ['user’s address', { userPrincipalName: 'x' }], ['enrolment', { enrolledAt: '2026-01-01T00:00:00.000Z' }],
    ['kind', { kind: 'ios-personal' as const }], ['ownership', { ownership: 'personal' as const }],
  ])('stops when the %s differs', (_what, change) => {
    expect(isSameDevice(aDevice(), aDevice(change))).toBe(false)
  })
})
