import { describe, expect, it, vi } from 'vitest'
import type { ActionState } from '../../../src-shared/action-records.ts'
import { deviceActionNames } from '../../../src-shared/device-actions.ts'
import type { ActionEffect, ActionParameters, DeviceActionName } from '../../../src-shared/device-actions.ts'
import { aRecord } from '../../factories/device.ts'

const shown: { readonly text: unknown; readonly click: () => void }[] = []
const electron = vi.hoisted(() => ({ isSupported: true }))
vi.mock('electron', () => ({
  Notification: class {
    static isSupported = () => electron.isSupported
    readonly text: unknown
    click = (): void => undefined
    constructor(text: unknown) {
      this.text = text
    }
    on(_event: string, click: () => void): void {
      this.click = click
    }
    show(): void {
      shown.push(this)
    }
  },
}))
const { notificationText, notifyLanded } = await import('../../../src-main/window/action-notification.ts')

const of = (action: DeviceActionName, state: ActionState, effect: ActionEffect = 'locked') =>
  notificationText(aRecord({ action, parameters: { action } as ActionParameters, state, effect, deviceName: 'PHONE-7', serialNumber: 'SN7', userDisplayName: 'Ana Silva', reason: 'lost', ticket: 'INC1' }))
const states = ['done', 'failed', 'not-supported', 'unknown', 'approved', 'awaiting-approval'] as const

describe('the notification of the operating system', () => {
  it.each(deviceActionNames.flatMap((action) => states.map((state) => [action, state] as const)))('of %s that is %s names the device, and neither its user nor why', (action, state) => {
    const { title, body } = of(action, state)
    expect(body).toContain('PHONE-7 (SN7)')
    expect(title + body).not.toMatch(/Ana|lost|INC1/)
  })
  it('names a device without a serial number by its name alone', () => {
    expect(notificationText(aRecord({ state: 'done', serialNumber: '', deviceName: 'PHONE-7' })).body).toMatch(/^PHONE-7: /)
  })
  it.each(deviceActionNames)('of %s says "done" only when it is done', (action) => {
    expect(of(action, 'done').title).toMatch(/: done$/)
    for (const state of ['failed', 'not-supported', 'unknown', 'approved', 'awaiting-approval', 'requested', 'pending'] as const) expect(of(action, state).title).not.toContain('done')
    expect(of(action, 'unknown').body).toContain('nobody can say')
    expect(of(action, 'approved').body).toContain('nothing has been sent yet')
  })
  it('says another thing of each action, in each state', () => {
    for (const state of ['done', 'failed', 'not-supported'] as const) {
      expect(new Set(deviceActionNames.map((action) => of(action, state).body)).size, state).toBe(deviceActionNames.length)
    }
  })
  it('promises a temporary passcode, a PIN or a place only where there is one', () => {
    expect(of('reset-passcode', 'done', 'passcode-removed').body).toContain('none was created')
    expect(of('reset-passcode', 'done', 'passcode-removed').body).not.toContain('temporary passcode')
    expect(of('reset-passcode', 'done', 'temporary-device-passcode').body).toContain('temporary passcode')
    expect(of('remote-lock', 'done', 'locked-with-pin').body).toContain('PIN')
    expect(of('remote-lock', 'done', 'locked').body).not.toContain('PIN')
    expect(of('locate', 'done', 'located').body).toContain('location')
    for (const state of ['failed', 'not-supported'] as const) expect(of('reset-passcode', state).body).toContain('old passcode is still in place')
  })
  it('brings the console to the front when it is clicked, and is not shown where there are none', () => {
    let focused = 0
    notifyLanded(aRecord({ state: 'done' }), () => (focused += 1))
    expect(shown).toHaveLength(1)
    shown[0]?.click()
    expect(focused).toBe(1)
    electron.isSupported = false
    notifyLanded(aRecord({ state: 'done' }), () => undefined)
    expect(shown).toHaveLength(1)
  })
})
