import { describe, expect, it } from 'vitest'
import { plainWipe } from '../../src-shared/device-actions.ts'
import { effectWarnings } from '../../src-renderer/messages/effect-words.ts'
import { aDeviceDetails, anActionRecord, anAttemptState, anOpenedDevice, availableWith } from '../factories/devices.ts'
import { field, isHeld, openDialog, press, reasonOf, tick, type } from './support/dialog-fields.ts'
import { dialog, nameOf, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const id = aDeviceDetails().id
const asked = () => fake().asked('attempt:begin')

describe('the dialog of Reset Device', () => {
  const withOptions = (wipeOptions: Parameters<typeof availableWith>[1]) => anOpenedDevice({}, { 'reset-device': availableWith('factory-reset', wipeOptions) })

  it('offers only what the platform has', async () => {
    await openDialog('reset-device')
    expect(dialog().querySelectorAll('input[type=radio], input[type=checkbox], input[type=password]')).toHaveLength(0)
  })

  it.each([
    ['Erase everything', {}],
    ['Keep the enrolment and the user account', { keepEnrollmentData: true }],
    ['Keep the enrolment, the user account and the person’s files', { keepEnrollmentData: true, keepUserData: true }],
    ['Erase everything, even if power is lost', { useProtectedWipe: true }],
  ])('sends one sensible combination for “%s”', async (label, flags) => {
    await openDialog('reset-device', withOptions({ wipeOptions: ['keep-enrollment', 'keep-user-data', 'protected-wipe'] }))
    await tick(label)
    await type('Reason (required)', 'Sold')
    await press('Continue')
    expect(asked()).toMatchObject([{ parameters: { action: 'reset-device', wipe: { ...plainWipe, ...flags } }, recoveryPin: null }])
  })

  it('says of a wipe that keeps the enrolment what is true of it, before and in the last dialog', async () => {
    fake().on('attempt:begin', ({ parameters }) => ({
      status: 'ok', attempt: anAttemptState({ action: 'reset-device', parameters, effect: 'factory-reset', phase: 'warning', remainingMs: 200_000, confirmation: { of: 'serialNumber', length: 4 } }),
    }))
    await openDialog('reset-device', withOptions({ wipeOptions: ['keep-enrollment', 'keep-user-data'] }))
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
    await openDialog('reset-device', withOptions({ wipeOptions: ['esim-plan'] }))
    await tick('Keep the eSIM data plan')
    await type('Reason (required)', 'Sold')
    await press('Continue')
    expect(asked()).toMatchObject([{ parameters: { wipe: { persistEsimDataPlan: false } } }])
  })

  it('takes six digits as the recovery PIN of a Mac, masked until it is shown, and sends them beside the choices', async () => {
    await openDialog('reset-device', withOptions({ wipeOptions: ['mac-pin', 'obliteration'] }))
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
    await openDialog('reset-device')
    await type('Reason (required)', 'Sold')
    await press('Continue')
    expect(dialog().textContent).toContain('Step 1 of 2')
    await press('Sign out')
    for (const text of ['Step 2 of 2', 'Erase everything', 'Is this the device that is meant?', 'INC-1042']) expect(dialog().textContent).toContain(text)
    expect(dialog().querySelector('[role=timer]')?.textContent).toBe('4:00')
    expect(isHeld('Reset device')).toBe(true)
  })
})

describe('an approved request', () => {
  const wipe = { ...plainWipe, withRecoveryPin: true }
  const approved = anActionRecord({ attemptId: 'first', action: 'reset-device', parameters: { action: 'reset-device', wipe }, effect: 'factory-reset', state: 'approved', ticket: 'INC-1', reason: 'Sold' })
  const opened = anOpenedDevice({}, { 'reset-device': { status: 'unavailable', reason: 'approval-in-flight', nextStep: 'wait', source: null } })

  it('is begun once more exactly as it was, and asks for the PIN that nobody has kept', async () => {
    await openDialog('reset-device', opened, approved)
    for (const text of ['It is sent as it was asked for.', 'Erase everything; with a recovery PIN', 'INC-1', 'Sold', effectWarnings['factory-reset']]) expect(dialog().textContent).toContain(text)
    expect(reasonOf('Continue')).toBe('Type the six digits of the recovery PIN first.')
    await type('Recovery PIN, six digits', '654321')
    await press('Continue')
    expect(asked()).toEqual([{ deviceId: id, parameters: { action: 'reset-device', wipe }, ticket: 'INC-1', reason: 'Sold', recoveryPin: '654321', completes: 'first' }])
  })
})
