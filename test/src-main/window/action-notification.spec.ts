import { describe, expect, it, vi } from 'vitest'
import { anActionRecord } from '../../factories/devices.ts'

vi.mock('electron', () => ({ Notification: null }))
const { notificationText } = await import('../../../src-main/window/action-notification.ts')
const states = ['done', 'failed', 'not-supported', 'unknown'] as const

describe('the notification of the operating system', () => {
  it.each(states)('of %s names the device, and not its user', (state) => {
    const record = anActionRecord({ state, isFinal: true, deviceName: 'PHONE-7', serialNumber: 'SN7', userDisplayName: 'Ana Silva' })
    const { title, body } = notificationText(record)
    expect(body).toContain('PHONE-7 (SN7)')
    expect(title + body).not.toContain('Ana')
  })
  it('promises a temporary passcode only where there is one, and success only when it is done', () => {
    expect(notificationText(anActionRecord({ state: 'done', effect: 'passcode-removed' })).body).toContain('none was created')
    expect(notificationText(anActionRecord({ state: 'done', effect: 'temporary-device-passcode' })).body).toContain('temporary passcode')
    for (const state of ['failed', 'not-supported'] as const) expect(notificationText(anActionRecord({ state })).body).toContain('old passcode is still in place')
    expect(notificationText(anActionRecord({ state: 'unknown' })).title).toContain('unclear')
  })
})
