import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { OpenedDevice } from '../../src-shared/availability.ts'
import { plainWipe } from '../../src-shared/device-actions.ts'
import AppShell from '../../src-renderer/components/shell/AppShell.vue'
import { ticketText } from '../../src-renderer/messages/ticket-text.ts'
import { useAttemptStore } from '../../src-renderer/stores/attempt-store.ts'
import { useDeviceActionsStore } from '../../src-renderer/stores/device-actions-store.ts'
import { useDeviceStore } from '../../src-renderer/stores/device-store.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import { aDeviceDetails, anActionRecord, anOpenedDevice, noOthers } from '../factories/devices.ts'
import { findButton, nameOf, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const id = aDeviceDetails().id

async function openDrawer(opened: OpenedDevice = anOpenedDevice()) {
  fake().on('device:open', () => ({ status: 'ok', opened }))
  await useSessionStore().start()
  const shell = await render(AppShell)
  await useDeviceStore().open(id)
  await flushPromises()
  return shell.find('aside[aria-label="Device details"]')
}

function pressKey(key: string): void {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

async function choose(name: string): Promise<void> {
  findButton('More (…)').click()
  await flushPromises()
  const item = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find((element) => nameOf(element).startsWith(name))!
  item.click()
  await flushPromises()
}

const unavailable = { status: 'unavailable', reason: 'missing-permission', nextStep: 'ask-administrator', source: null } as const

describe('the drawer', () => {
  it('asks for a new name on F2, and for nothing on any other single key', async () => {
    await openDrawer()
    for (const key of ['Delete', 'r', 'l', 'w', 'Backspace', 'F9']) pressKey(key)
    expect(useAttemptStore().dialog.step).toBe('closed')
    pressKey('F2')
    expect(useAttemptStore().dialog).toMatchObject({ step: 'start', action: 'rename' })
    expect(fake().asked('attempt:begin')).toHaveLength(0)
  })

  it('says on F2 why neither name can be changed', async () => {
    const drawer = await openDrawer(anOpenedDevice({}, { rename: unavailable, 'set-management-name': unavailable }))
    pressKey('F2')
    await flushPromises()
    expect(useAttemptStore().dialog.step).toBe('closed')
    expect(drawer.find('[role=status]').text()).toContain('Rename is not available')
  })

  it('does nothing on F2 when no device is open', async () => {
    await useSessionStore().start()
    await render(AppShell)
    pressKey('F2')
    expect(useAttemptStore().dialog.step).toBe('closed')
  })

  it('opens the device in Intune by its id', async () => {
    await openDrawer()
    await choose('Open in Intune')
    expect(fake().asked('app:open-link')).toEqual([{ link: 'open-in-intune', deviceId: id }])
  })

  it('copies the details for a ticket', async () => {
    await openDrawer()
    await choose('Copy details')
    const [copied] = fake().asked('app:copy-text')
    expect(copied?.text).toBe(ticketText(anOpenedDevice(), null))
  })

  it('warns of devices that could be mistaken for this one, and shows them in the list', async () => {
    const drawer = await openDrawer(anOpenedDevice({}, {}, { others: { ...noOthers, sameName: 2 } }))
    expect(drawer.text()).toContain('2 other devices have this name: compare the serial number.')
    findButton('Show them: 2 other devices have this name: compare the serial number.').click()
    expect(useDirectoryStore().text).toBe('Ana’s iPhone')
  })

  it('says what is under way on the device without being this agent’s', async () => {
    useDeviceActionsStore().take(anActionRecord({ action: 'sync', effect: 'checks-in' }), false)
    const drawer = await openDrawer(anOpenedDevice({}, {}, { pending: ['sync', 'reset-device'] }))
    expect(drawer.text()).toContain('Under way in Intune, asked for by somebody else or elsewhere: device reset.')
  })

  it('sends an approved request from its panel', async () => {
    const record = anActionRecord({ action: 'remove', parameters: { action: 'remove' }, effect: 'company-data-removed', state: 'approved' })
    useDeviceActionsStore().take(record, false)
    await openDrawer()
    findButton('Send the approved request').click()
    expect(useAttemptStore().dialog).toMatchObject({ step: 'start', action: 'remove', completes: { attemptId: 'attempt-1' } })
  })

  it('reads the device again when something on it has ended', async () => {
    useDeviceActionsStore().take(anActionRecord(), false)
    await openDrawer()
    const before = fake().asked('device:open').length
    useDeviceActionsStore().take(anActionRecord({ state: 'done', isFinal: true, updatedAt: '2026-11-23T10:09:00.000Z' }), true)
    await flushPromises()
    expect(fake().asked('device:open')).toHaveLength(before + 1)
  })
})

describe('the details for a ticket', () => {
  const record = anActionRecord({ state: 'failed', isFinal: true, code: 'device-reported-failure' })

  it('name the device by all its numbers and say how its last action stands, with exact times', () => {
    const text = ticketText(anOpenedDevice({ meid: 'A1000049' }), record)
    for (const words of [
      'Device: Ana’s iPhone', 'Serial number: F2LXK0ANA1', 'IMEI: 356938035643809', 'MEID: A1000049', 'UPN: ana.ruiz@contoso.example', 'Ownership: Personal', 'Compliance: Compliant',
      '2026-11-23 10:00:00 UTC', `Intune id: ${id}`, 'Entra id: 5c3a7f6e-2222-4c1c-8f3c-000000000001', 'Last action: Passcode reset, failed. The passcode was not reset.', 'Requested by: Alex Agent',
    ]) expect(text).toContain(words)
  })

  it('stay plain lines whatever the device is called, and fit into a ticket', () => {
    const text = ticketText(anOpenedDevice({ deviceName: 'a\nSerial number: FAKE\u202e', managedDeviceName: 'x'.repeat(20_000) }), record)
    expect(text.split('\n')[0]).toBe('Device: a⟪U+000A⟫Serial number: FAKE⟪U+202E⟫')
    expect(text.length).toBeLessThanOrEqual(8_000)
  })

  it('leave out what is not known', () => {
    expect(ticketText(anOpenedDevice({ imei: '', meid: '' }), null)).not.toMatch(/IMEI|MEID|Last action/)
  })
})

describe('a device that has left Intune', () => {
  async function openAndLose(records: readonly ReturnType<typeof anActionRecord>[]) {
    const waits = { status: 'unavailable', reason: 'removal-in-flight', nextStep: 'wait', source: null } as const
    const drawer = await openDrawer({ ...anOpenedDevice({}, { 'reset-passcode': waits }), pending: ['reset-device'] })
    for (const record of records) useDeviceActionsStore().take(record, false)
    fake().on('device:open', () => ({ status: 'refused', code: 'device-not-found' }))
    await useDeviceStore().readAgain()
    await flushPromises()
    return drawer
  }
  const reset = anActionRecord({ action: 'reset-device', effect: 'factory-reset', state: 'done', isFinal: true })

  it('after a reset that was asked for here is told as its end, not as an error, and nothing old is said of it', async () => {
    const drawer = await openAndLose([reset])
    expect(drawer.text()).toContain('Intune no longer has this device: that is how a device reset ends.')
    expect(drawer.find('[role=alert]').exists()).toBe(false)
    expect(drawer.text()).not.toMatch(/somebody else or elsewhere|is not available|Nothing (more )?was/)
  })

  it('without anything from here is an error, and nothing old is said of it either', async () => {
    const drawer = await openAndLose([])
    expect(drawer.find('[role=alert]').text()).toContain('Intune no longer has this device.')
    expect(drawer.text()).not.toMatch(/somebody else or elsewhere|is not available/)
  })
})

it('a reset that takes the company’s data only is never called “Erase everything”', () => {
  const wiped = anActionRecord({ action: 'reset-device', parameters: { action: 'reset-device', wipe: plainWipe }, state: 'done', isFinal: true })
  expect(ticketText(anOpenedDevice(), { ...wiped, effect: 'company-data-wiped' })).not.toContain('Erase everything')
  expect(ticketText(anOpenedDevice(), { ...wiped, effect: 'factory-reset' })).toContain('Erase everything')
})
