import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { AttemptState } from '../../src-shared/attempts.ts'
import { cautionMessages, unavailableReasonMessages } from '../../src-renderer/messages/availability-messages.ts'
import { effectWarnings } from '../../src-renderer/messages/effect-words.ts'
import { errorMessages } from '../../src-renderer/messages/error-messages.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { aDeviceDetails, anActionRecord, anAttemptState, anOpenedDevice, availableWith, noOthers } from '../factories/devices.ts'
import { button, field, isHeld, openDialog, press, reasonOf, tick, type } from './support/dialog-fields.ts'
import { dialog, hasButton, nameOf, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const id = aDeviceDetails().id
const asked = () => fake().asked('attempt:begin')
/** The attempt as main would answer it for an action that is sent by the same press. */
function answersWith(attempt: Partial<AttemptState>): void {
  fake().on('attempt:begin', ({ parameters }) => ({
    status: 'ok', attempt: anAttemptState({ action: parameters.action, parameters, phase: 'warning', needsFreshSignIn: false, ...attempt }),
  }))
}

describe.each([
  ['remote-lock', 'Lock this device?', 'Remote lock', 'Remote lock'],
  ['sync', 'Sync this device?', 'Sync', 'Sync'],
  ['restart', 'Restart this device?', 'Restart', 'Restart'],
  ['locate', 'Locate this device?', 'Locate', 'Locate device'],
] as const)('the dialog of %s', (action, title, verb, intuneName) => {
  it('names the device, what happens and what Intune calls it; Cancel has the focus, and the button repeats the verb', async () => {
    await openDialog(action)
    expect(nameOf(dialog())).toBe(title)
    const opened = anOpenedDevice()
    const { availability } = { availability: opened.availability[action] }
    const words = [opened.device.serialNumber, opened.device.id, `In Intune: ${intuneName}`, availability.status === 'available' ? effectWarnings[availability.effect] : '']
    for (const text of words) expect(dialog().textContent).toContain(text)
    expect(nameOf(document.activeElement!)).toBe('Cancel')
    expect(hasButton(verb)).toBe(true)
  })

  it('is sent by one press, once, without another dialog', async () => {
    answersWith({ effect: 'locked' })
    await openDialog(action)
    await type('Ticket number', 'INC-9')
    button(verb).click()
    button(verb).click()
    await flushPromises()
    expect(asked()).toEqual([{ deviceId: id, parameters: { action }, ticket: 'INC-9', reason: '', recoveryPin: null, completes: null }])
    expect(fake().asked('attempt:send')).toEqual([{ attemptId: 'attempt-1', typed: null }])
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('stays open with the reason when it could not be sent, and can be tried again', async () => {
    answersWith({})
    fake().on('attempt:send', () => ({ status: 'refused', code: 'graph-throttled' }))
    await openDialog(action)
    await press(verb)
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain(errorMessages['graph-throttled'].what)
    fake().on('attempt:send', () => ({ status: 'ok', action: anActionRecord({ action }) }))
    await press(verb)
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('is not sent by Enter in the ticket number', async () => {
    await openDialog(action)
    field('Ticket number').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await flushPromises()
    expect(asked()).toHaveLength(0)
  })
})

describe('the dialog of Rename', () => {
  const pc = { kind: 'windows', deviceName: 'PC-1', managedDeviceName: 'ana_windows' } as const

  it('says which name it changes and what it is now, and checks the rules while typing', async () => {
    answersWith({})
    await openDialog('rename', anOpenedDevice(pc))
    expect(dialog().textContent).toContain('Now: PC-1.')
    expect(dialog().textContent).toContain('Now: ana_windows.')
    expect(dialog().textContent).toContain(effectWarnings['device-renamed'])
    expect(isHeld('Rename')).toBe(true)
    expect(reasonOf('Rename')).toBe('Type the new name first.')
    await type('New device name', 'no spaces here')
    const input = field('New device name')
    expect(input.getAttribute('aria-invalid')).toBe('true')
    const said = [...dialog().querySelectorAll('[role=status]')].map((element) => element.textContent.trim()).filter((text) => text !== '')
    expect(said).toEqual(['A name cannot have spaces in it. Use a hyphen.'])
    expect(reasonOf('Rename')).toBe('Change the new name first.')
    button('Rename').click()
    await flushPromises()
    expect(asked()).toHaveLength(0)
    await type('New device name', 'PC-1')
    expect(dialog().textContent).toContain('This is the name that it has now.')
    await type('New device name', 'PC-2')
    expect(isHeld('Rename')).toBe(false)
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await flushPromises()
    expect(asked()).toMatchObject([{ parameters: { action: 'rename', deviceName: 'PC-2' } }])
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('changes the management name instead when that is chosen', async () => {
    answersWith({})
    await openDialog('rename', anOpenedDevice(pc))
    await tick('Management name')
    expect(nameOf(dialog())).toBe('Change the management name?')
    expect(dialog().textContent).toContain(effectWarnings['management-name-changed'])
    await type('New management name', 'Loan PC, room 4')
    await press('Change name')
    expect(asked()).toMatchObject([{ parameters: { action: 'set-management-name', managedDeviceName: 'Loan PC, room 4' } }])
  })

  it('opens on the management name where the device cannot be renamed, and says why', async () => {
    await openDialog('rename', anOpenedDevice(pc, { rename: { status: 'unavailable', reason: 'needs-corporate', nextStep: 'set-management-name', source: null } }))
    expect(nameOf(dialog())).toBe('Change the management name?')
    expect(field('Device name').disabled).toBe(true)
    expect(field('Management name')).toHaveProperty('checked', true)
    expect(dialog().textContent).toContain(unavailableReasonMessages['needs-corporate'])
  })
})

describe('the dialog of Remove', () => {
  const entraPc = anOpenedDevice({ kind: 'windows' }, { remove: availableWith('pc-unjoined') })
  const checks = ['There is a local administrator on the PC, and somebody knows its password', 'The BitLocker recovery key is written down', 'The caller’s files are safe']

  it('says what goes and what stays, and wants a reason that a second administrator can read', async () => {
    await openDialog('remove')
    for (const text of ['What goes', 'What stays', 'Personal apps, photos and messages', 'a second administrator reads']) expect(dialog().textContent).toContain(text)
    expect(reasonOf('Continue')).toBe('Type a reason first.')
    await press('Continue')
    expect(asked()).toHaveLength(0)
    await type('Reason (required)', 'Leaves the company')
    await press('Continue')
    expect(asked()).toMatchObject([{ parameters: { action: 'remove' }, reason: 'Leaves the company' }])
  })

  it('wants a PC that leaves Entra checked off first', async () => {
    await openDialog('remove', entraPc)
    await type('Reason (required)', 'Leaves the company')
    for (const check of checks) {
      expect(reasonOf('Continue')).toBe('Check off the list first.')
      await tick(check)
    }
    expect(isHeld('Continue')).toBe(false)
    await tick(checks[1]!)
    expect(isHeld('Continue')).toBe(true)
  })

  it('says what it cancels', async () => {
    await openDialog('remove', anOpenedDevice({}, {}, { pending: ['remote-lock', 'sync', 'remove'] }))
    expect(dialog().textContent).toContain('Cancels what is pending on the device: remote lock and sync.')
  })

  it('asks for the last four characters before the red button works, and sends them', async () => {
    answersWith({ confirmation: { of: 'serialNumber', length: 4 }, cancels: ['sync'], effect: 'company-data-removed' })
    await openDialog('remove')
    await type('Reason (required)', 'Leaves the company')
    await press('Continue')
    expect(fake().asked('attempt:send')).toHaveLength(0)
    expect(nameOf(dialog())).toBe('The device is about to be removed')
    expect(dialog().textContent).toContain('Cancels what is pending on the device: sync.')
    expect(dialog().textContent).not.toContain('Step 2 of 2')
    expect(nameOf(document.activeElement!)).toBe('Cancel')
    expect(button('Remove').classList.contains('bg-error')).toBe(true)
    expect(reasonOf('Remove')).toBe('Type the last four characters of the serial number first.')
    await type('Type the last four characters of the serial number', '0000')
    expect(reasonOf('Remove')).toBe('These are not the last four characters of the serial number.')
    await press('Remove')
    expect(fake().asked('attempt:send')).toHaveLength(0)
    await type('Type the last four characters of the serial number', ' ana1 ')
    await press('Remove')
    expect(fake().asked('attempt:send')).toEqual([{ attemptId: 'attempt-1', typed: 'ana1' }])
  })

  it.each([['imei', 'IMEI'], ['id', 'Intune device ID']] as const)('asks for the %s where there is no serial number', async (of, words) => {
    answersWith({ confirmation: { of, length: 4 } })
    await openDialog('remove')
    await type('Reason (required)', 'Leaves the company')
    await press('Continue')
    expect(field(`Type the last four characters of the ${words}`)).toBeDefined()
  })
})

describe('the dialog of Delete record', () => {
  it.each([
    ['retired-and-deleted', 'the device is retired as well'],
    ['wiped-and-deleted', 'the device is wiped as well'],
  ] as const)('says in plain words what %s does to the device', async (effect, words) => {
    await openDialog('delete-record', anOpenedDevice({}, { 'delete-record': availableWith(effect, { cautions: ['delete-is-wipe', 'cancels-pending'] }) }))
    expect(dialog().textContent).toContain(words)
  })
})

describe('the lock of a Mac whose earlier PIN may still be needed', () => {
  it.each(['mac-pin-waiting', 'mac-pin-goes'] as const)('warns of %s, and not in small print', async (caution) => {
    await openDialog('remote-lock', anOpenedDevice({ kind: 'macos' }, { 'remote-lock': availableWith('locked-with-pin', { cautions: [caution, 'mac-pin-once'] }) }))
    expect(dialog().querySelector('.note.tone-warn')?.textContent).toContain(cautionMessages[caution])
  })
})

describe('other devices that could be mistaken for this one', () => {
  it('are warned about in the first dialog; “Show them” leaves it and searches', async () => {
    await openDialog('sync', anOpenedDevice({}, {}, { others: { sameName: 1, similarName: 2, sameSerial: 1, sameUser: 3 } }))
    for (const text of [
      '1 other device has this name', '2 other devices have names that only look the same', '1 other device has this serial number', '3 other devices have the same primary user',
    ]) expect(dialog().textContent).toContain(text)
    await press('Show them: 1 other device has this serial number: compare the user and the Intune id.')
    expect(document.querySelector('dialog')).toBeNull()
    expect(useDirectoryStore().text).toBe(aDeviceDetails().serialNumber)
  })

  it('of the same user are information, not a warning', async () => {
    await openDialog('sync', anOpenedDevice({}, {}, { others: { ...noOthers, sameUser: 1 } }))
    expect(dialog().querySelector('.note')?.className).toContain('tone-info')
  })
})
