import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { AttemptState } from '../../src-shared/attempts.ts'
import type { OpenedDevice } from '../../src-shared/availability.ts'
import { plainWipe, type DeviceActionName } from '../../src-shared/device-actions.ts'
import AttemptDialogHost from '../../src-renderer/components/device-actions/AttemptDialogHost.vue'
import { effectWarnings } from '../../src-renderer/messages/effect-words.ts'
import { errorMessages } from '../../src-renderer/messages/error-messages.ts'
import { cautionMessages, unavailableReasonMessages } from '../../src-renderer/messages/availability-messages.ts'
import { useAttemptStore } from '../../src-renderer/stores/attempt-store.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { aDeviceDetails, anActionRecord, anAttemptState, anOpenedDevice, availableWith, noOthers } from '../factories/devices.ts'
import { dialog, findButton, hasButton, nameOf, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const id = aDeviceDetails().id
const asked = () => fake().asked('attempt:begin')
const button = (name: string): HTMLButtonElement => findButton(name, dialog())
const isHeld = (name: string): boolean => button(name).getAttribute('aria-disabled') === 'true'
const reasonOf = (name: string): string => document.getElementById(button(name).getAttribute('aria-describedby') ?? '')?.textContent ?? ''

async function open(action: DeviceActionName, opened: OpenedDevice = anOpenedDevice(), completes: DeviceActionRecord | null = null) {
  await render(AttemptDialogHost)
  const attempts = useAttemptStore()
  attempts.listen()
  attempts.start(opened, action, completes)
  await flushPromises()
  return attempts
}

function field(label: string): HTMLInputElement | HTMLTextAreaElement {
  const found = [...dialog().querySelectorAll('label')].find((element) => element.textContent.trim() === label && element.htmlFor !== '')
  const input = found === undefined ? null : document.getElementById(found.htmlFor)
  if (!(input instanceof HTMLInputElement) && !(input instanceof HTMLTextAreaElement)) throw new Error(`No field “${label}”`)
  return input
}

async function type(label: string, value: string): Promise<void> {
  const input = field(label)
  input.value = value
  input.dispatchEvent(new Event('input'))
  await nextTick()
}

async function tick(label: string): Promise<void> {
  field(label).click()
  await nextTick()
}

async function press(name: string): Promise<void> {
  button(name).click()
  await flushPromises()
}

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
    await open(action)
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
    await open(action)
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
    await open(action)
    await press(verb)
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain(errorMessages['graph-throttled'].what)
    fake().on('attempt:send', () => ({ status: 'ok', action: anActionRecord({ action }) }))
    await press(verb)
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('is not sent by Enter in the ticket number', async () => {
    await open(action)
    field('Ticket number').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await flushPromises()
    expect(asked()).toHaveLength(0)
  })
})

describe('the dialog of Rename', () => {
  const pc = { kind: 'windows', deviceName: 'PC-1', managedDeviceName: 'ana_windows' } as const

  it('says which name it changes and what it is now, and checks the rules while typing', async () => {
    answersWith({})
    await open('rename', anOpenedDevice(pc))
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
    await open('rename', anOpenedDevice(pc))
    await tick('Management name')
    expect(nameOf(dialog())).toBe('Change the management name?')
    expect(dialog().textContent).toContain(effectWarnings['management-name-changed'])
    await type('New management name', 'Loan PC, room 4')
    await press('Change name')
    expect(asked()).toMatchObject([{ parameters: { action: 'set-management-name', managedDeviceName: 'Loan PC, room 4' } }])
  })

  it('opens on the management name where the device cannot be renamed, and says why', async () => {
    await open('rename', anOpenedDevice(pc, { rename: { status: 'unavailable', reason: 'needs-corporate', nextStep: 'set-management-name', source: null } }))
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
    await open('remove')
    for (const text of ['What goes', 'What stays', 'Personal apps, photos and messages', 'a second administrator reads']) expect(dialog().textContent).toContain(text)
    expect(reasonOf('Continue')).toBe('Type a reason first.')
    await press('Continue')
    expect(asked()).toHaveLength(0)
    await type('Reason (required)', 'Leaves the company')
    await press('Continue')
    expect(asked()).toMatchObject([{ parameters: { action: 'remove' }, reason: 'Leaves the company' }])
  })

  it('wants a PC that leaves Entra checked off first', async () => {
    await open('remove', entraPc)
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
    await open('remove', anOpenedDevice({}, {}, { pending: ['remote-lock', 'sync', 'remove'] }))
    expect(dialog().textContent).toContain('Cancels what is pending on the device: remote lock and sync.')
  })

  it('asks for the last four characters before the red button works, and sends them', async () => {
    answersWith({ confirmation: { of: 'serialNumber', length: 4 }, cancels: ['sync'], effect: 'company-data-removed' })
    await open('remove')
    await type('Reason (required)', 'Leaves the company')
    await press('Continue')
    expect(fake().asked('attempt:send')).toHaveLength(0)
    expect(nameOf(dialog())).toBe('The device is about to be removed')
    expect(dialog().textContent).toContain('Cancels what is pending on the device: sync.')
    expect(dialog().textContent).not.toContain('Step 2 of 2')
    expect(nameOf(document.activeElement!)).toBe('Cancel')
    expect(button('Remove').classList.contains('bg-error')).toBe(true)
    expect(reasonOf('Remove')).toBe('Type the last four characters of the serial number first.')
    await type('Type the last four characters of the serial number', 'XXXX')
    expect(reasonOf('Remove')).toBe('These are not the last four characters of the serial number.')
    await press('Remove')
    expect(fake().asked('attempt:send')).toHaveLength(0)
    await type('Type the last four characters of the serial number', ' ana1 ')
    await press('Remove')
    expect(fake().asked('attempt:send')).toEqual([{ attemptId: 'attempt-1', typed: 'ana1' }])
  })

  it.each([['imei', 'IMEI'], ['id', 'Intune device ID']] as const)('asks for the %s where there is no serial number', async (of, words) => {
    answersWith({ confirmation: { of, length: 4 } })
    await open('remove')
    await type('Reason (required)', 'Leaves the company')
    await press('Continue')
    expect(field(`Type the last four characters of the ${words}`)).toBeDefined()
  })
})

describe('the dialog of Reset Device', () => {
  const withOptions = (wipeOptions: Parameters<typeof availableWith>[1]) => anOpenedDevice({}, { 'reset-device': availableWith('factory-reset', wipeOptions) })

  it('offers only what the platform has', async () => {
    await open('reset-device')
    expect(dialog().querySelectorAll('input[type=radio], input[type=checkbox], input[type=password]')).toHaveLength(0)
  })

  it.each([
    ['Erase everything', {}],
    ['Keep the enrolment and the user account', { keepEnrollmentData: true }],
    ['Keep the enrolment, the user account and the person’s files', { keepEnrollmentData: true, keepUserData: true }],
    ['Erase everything, even if power is lost', { useProtectedWipe: true }],
  ])('sends one sensible combination for “%s”', async (label, flags) => {
    await open('reset-device', withOptions({ wipeOptions: ['keep-enrollment', 'keep-user-data', 'protected-wipe'] }))
    await tick(label)
    await type('Reason (required)', 'Sold')
    await press('Continue')
    expect(asked()).toMatchObject([{ parameters: { action: 'reset-device', wipe: { ...plainWipe, ...flags } }, recoveryPin: null }])
  })

  it('says of a wipe that keeps the enrolment what is true of it, before and in the last dialog', async () => {
    fake().on('attempt:begin', ({ parameters }) => ({
      status: 'ok', attempt: anAttemptState({ action: 'reset-device', parameters, effect: 'factory-reset', phase: 'warning', remainingMs: 200_000, confirmation: { of: 'serialNumber', length: 4 } }),
    }))
    await open('reset-device', withOptions({ wipeOptions: ['keep-enrollment', 'keep-user-data'] }))
    expect(dialog().textContent).toContain(effectWarnings['factory-reset'])
    await tick('Keep the enrolment and the user account')
    expect(dialog().textContent).not.toContain(effectWarnings['factory-reset'])
    await type('Reason (required)', 'Slow')
    await press('Continue')
    expect(nameOf(dialog())).toBe('The device is about to be reset')
    expect(dialog().textContent).toContain('the device stays in Intune')
    expect(dialog().textContent).not.toContain(effectWarnings['factory-reset'])
  })

  it('keeps the eSIM plan unless somebody decides otherwise', async () => {
    await open('reset-device', withOptions({ wipeOptions: ['esim-plan'] }))
    await tick('Keep the eSIM data plan')
    await type('Reason (required)', 'Sold')
    await press('Continue')
    expect(asked()).toMatchObject([{ parameters: { wipe: { persistEsimDataPlan: false } } }])
  })

  it('takes six digits as the recovery PIN of a Mac, masked until it is shown, and sends them beside the choices', async () => {
    await open('reset-device', withOptions({ wipeOptions: ['mac-pin', 'obliteration'] }))
    const label = 'Recovery PIN, six digits (optional)'
    expect(dialog().textContent).toContain('Write it down now: nobody can see it after the wipe.')
    await type('Reason (required)', 'Sold')
    await type(label, '12a34')
    expect(field(label).value).toBe('1234')
    expect(reasonOf('Continue')).toBe('The recovery PIN needs six digits.')
    expect((field(label) as HTMLInputElement).type).toBe('password')
    await press('Show')
    expect((field(label) as HTMLInputElement).type).toBe('text')
    await type(label, '123456')
    await tick('Do nothing')
    await press('Continue')
    expect(asked()).toMatchObject([{ recoveryPin: '123456', parameters: { wipe: { withRecoveryPin: true, obliterationBehavior: 'doNotObliterate' } } }])
    expect(JSON.stringify(asked()[0]?.parameters)).not.toContain('123456')
  })

  it('goes through the fresh sign-in, and its last dialog has the clock and the four characters', async () => {
    const confirmation = { of: 'serialNumber', length: 4 } as const
    const wipe = { action: 'reset-device', parameters: { action: 'reset-device', wipe: plainWipe }, effect: 'factory-reset', confirmation } as const
    fake().on('attempt:begin', () => ({ status: 'ok', attempt: anAttemptState(wipe) }))
    fake().on('attempt:sign-out', () => ({ status: 'ok', attempt: anAttemptState({ ...wipe, phase: 'warning', remainingMs: 240_000 }) }))
    await open('reset-device')
    await type('Reason (required)', 'Sold')
    await press('Continue')
    expect(dialog().textContent).toContain('Step 1 of 2')
    await press('Sign out')
    for (const text of ['Step 2 of 2', 'Erase everything', 'Is this the device that is meant?', 'INC-1042']) expect(dialog().textContent).toContain(text)
    expect(dialog().querySelector('[role=timer]')?.textContent).toBe('4:00')
    expect(isHeld('Reset device')).toBe(true)
  })
})

describe('the dialog of Delete record', () => {
  it.each([
    ['retired-and-deleted', 'the device is retired as well'],
    ['wiped-and-deleted', 'the device is wiped as well'],
  ] as const)('says in plain words what %s does to the device', async (effect, words) => {
    await open('delete-record', anOpenedDevice({}, { 'delete-record': availableWith(effect, { cautions: ['delete-is-wipe', 'cancels-pending'] }) }))
    expect(dialog().textContent).toContain(words)
  })
})

describe('an approved request', () => {
  const wipe = { ...plainWipe, withRecoveryPin: true }
  const approved = anActionRecord({ attemptId: 'first', action: 'reset-device', parameters: { action: 'reset-device', wipe }, effect: 'factory-reset', state: 'approved', ticket: 'INC-1', reason: 'Sold' })
  const opened = anOpenedDevice({}, { 'reset-device': { status: 'unavailable', reason: 'approval-in-flight', nextStep: 'wait', source: null } })

  it('is begun once more exactly as it was, and asks for the PIN that nobody has kept', async () => {
    await open('reset-device', opened, approved)
    for (const text of ['It is sent as it was asked for.', 'Erase everything; with a recovery PIN', 'INC-1', 'Sold', effectWarnings['factory-reset']]) expect(dialog().textContent).toContain(text)
    expect(reasonOf('Continue')).toBe('Type the six digits of the recovery PIN first.')
    await type('Recovery PIN, six digits', '654321')
    await press('Continue')
    expect(asked()).toEqual([{ deviceId: id, parameters: { action: 'reset-device', wipe }, ticket: 'INC-1', reason: 'Sold', recoveryPin: '654321', completes: 'first' }])
  })
})

describe('the lock of a Mac whose earlier PIN may still be needed', () => {
  it.each(['mac-pin-waiting', 'mac-pin-goes'] as const)('warns of %s, and not in small print', async (caution) => {
    await open('remote-lock', anOpenedDevice({ kind: 'macos' }, { 'remote-lock': availableWith('locked-with-pin', { cautions: [caution, 'mac-pin-once'] }) }))
    expect(dialog().querySelector('.note.tone-warn')?.textContent).toContain(cautionMessages[caution])
  })
})

describe('other devices that could be mistaken for this one', () => {
  it('are warned about in the first dialog; “Show them” leaves it and searches', async () => {
    await open('sync', anOpenedDevice({}, {}, { others: { sameName: 1, similarName: 2, sameSerial: 1, sameUser: 3 } }))
    for (const text of [
      '1 other device has this name', '2 other devices have names that only look the same', '1 other device has this serial number', '3 other devices have the same primary user',
    ]) expect(dialog().textContent).toContain(text)
    await press('Show them: 1 other device has this serial number: compare the user and the Intune id.')
    expect(document.querySelector('dialog')).toBeNull()
    expect(useDirectoryStore().text).toBe(aDeviceDetails().serialNumber)
  })

  it('of the same user are information, not a warning', async () => {
    await open('sync', anOpenedDevice({}, {}, { others: { ...noOthers, sameUser: 1 } }))
    expect(dialog().querySelector('.note')?.className).toContain('tone-info')
  })
})
