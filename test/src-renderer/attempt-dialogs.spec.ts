import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { errorCodes } from '../../src-shared/error-codes.ts'
import { errorMessages } from '../../src-renderer/messages/error-messages.ts'
import AttemptDialogHost from '../../src-renderer/components/device-actions/AttemptDialogHost.vue'
import { useAttemptStore } from '../../src-renderer/stores/attempt-store.ts'
import type { AttemptState } from '../../src-shared/attempts.ts'
import { aDeviceDetails, anActionRecord, anAttemptState, anOpenedDevice, noOthers } from '../factories/devices.ts'
import { openDialog } from './support/dialog-fields.ts'
import { dialog, findButton, hasButton, nameOf, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const plainPasscode = { parameters: { action: 'reset-passcode' }, recoveryPin: null, completes: null } as const

async function openAttempt(attempt: Partial<AttemptState> = {}) {
  fake().on('attempt:begin', () => ({ status: 'ok', attempt: anAttemptState(attempt) }))
  const attempts = await openDialog('reset-passcode')
  findButton('Continue').click()
  await flushPromises()
  return attempts
}

function expectCancelHasFocus(name = 'Cancel'): void {
  expect(nameOf(document.activeElement!)).toBe(name)
}

describe('before step 1', () => {
  it('gives Cancel the focus', async () => {
    await openDialog('reset-passcode')
    expectCancelHasFocus()
  })
  it('names the device by name, user, serial and id, and asks for a ticket and a reason', async () => {
    await openDialog('reset-passcode')
    const device = aDeviceDetails()
    for (const text of [device.deviceName, device.userDisplayName, device.userPrincipalName, device.serialNumber, device.id]) expect(dialog().textContent).toContain(text)
    const [ticket, reason] = [dialog().querySelector('input')!, dialog().querySelector('textarea')!]
    expect([ticket.maxLength, reason.maxLength]).toEqual([40, 500])
    ticket.value = ' INC-7 '
    ticket.dispatchEvent(new Event('input'))
    reason.value = 'Forgot it'
    reason.dispatchEvent(new Event('input'))
    await nextTick()
    findButton('Continue').click()
    await flushPromises()
    expect(fake().asked('attempt:begin')).toEqual([{ deviceId: device.id, ...plainPasscode, ticket: 'INC-7', reason: 'Forgot it' }])
  })

  it('takes Enter in the ticket number for Continue, but not in the reason, nor while an input method is composing', async () => {
    await openDialog('reset-passcode')
    const [ticket, reason] = [dialog().querySelector('input')!, dialog().querySelector('textarea')!]
    reason.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    ticket.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true }))
    await flushPromises()
    expect(fake().asked('attempt:begin')).toHaveLength(0)
    ticket.value = 'INC-8'
    ticket.dispatchEvent(new Event('input'))
    ticket.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await flushPromises()
    expect(fake().asked('attempt:begin')).toEqual([{ deviceId: aDeviceDetails().id, ...plainPasscode, ticket: 'INC-8', reason: '' }])
  })

  it('warns that other devices have the same name', async () => {
    await openDialog('reset-passcode', anOpenedDevice({}, {}, { others: { ...noOthers, sameName: 3 } }))
    expect(dialog().textContent).toContain('3 other devices have this name: compare the serial number')
  })

  it('shows hidden characters of a device name as escapes, and never as HTML', async () => {
    await render(AttemptDialogHost)
    useAttemptStore().start(anOpenedDevice({ deviceName: 'a\u202e<img src=x onerror=alert(1)>' }), 'reset-passcode')
    await flushPromises()
    expect(dialog().textContent).toContain('a⟪U+202E⟫<img src=x')
    expect(dialog().querySelector('img')).toBeNull()
  })

  it('stays open with the reason when main refuses', async () => {
    fake().on('attempt:begin', () => ({ status: 'refused', code: 'device-changed' }))
    await openDialog('reset-passcode')
    findButton('Continue').click()
    await flushPromises()
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain(errorMessages['device-changed'].what)
    expect(hasButton('Continue')).toBe(true)
  })
})

describe('step 1 of 2', () => {
  it('is an alert dialog called “Confirm it’s you” with Sign out and Cancel, and Cancel has the focus', async () => {
    await openAttempt()
    expect(dialog().getAttribute('role')).toBe('alertdialog')
    expect(nameOf(dialog())).toBe('Confirm it’s you')
    expect(dialog().textContent).toContain('Step 1 of 2')
    expect(dialog().textContent).toContain('Alex Agent')
    expect(hasButton('Sign out')).toBe(true)
    expectCancelHasFocus()
  })

  it('signs nobody out before Sign out is pressed', async () => {
    await openAttempt()
    expect(fake().asked('attempt:sign-out')).toHaveLength(0)
  })

  it('waits with the clock and the name to sign in with, and can still be cancelled', async () => {
    fake().on('attempt:sign-out', () => new Promise(() => undefined))
    await openAttempt()
    findButton('Sign out').click()
    fake().emit('attempt:changed', anAttemptState({ phase: 'signing-in', remainingMs: 299_500 }))
    await flushPromises()
    expect(dialog().textContent).toContain('Sign in as alex.agent@contoso.example in your browser')
    expect(dialog().querySelector('[role=timer]')?.textContent).toBe('5:00')
    expectCancelHasFocus()
    findButton('Cancel').click()
    await flushPromises()
    expect(fake().asked('attempt:cancel')).toEqual([{ attemptId: 'attempt-1' }])
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('says that somebody else signed in, and offers to try again', async () => {
    fake().on('attempt:sign-out', () => ({ status: 'ok', attempt: anAttemptState({ code: 'wrong-person' }) }))
    await openAttempt()
    findButton('Sign out').click()
    await flushPromises()
    expect(dialog().textContent).toContain('Somebody else signed in.')
    expect(hasButton('Sign out and try again')).toBe(true)
    expectCancelHasFocus()
  })
})

describe('step 2 of 2', () => {
  const warning = { phase: 'warning', remainingMs: 240_000 } as const

  it('warns, names the device, shows the clock and the guidance, and gives Cancel the focus', async () => {
    await openAttempt(warning)
    expect(nameOf(dialog())).toBe('The existing passcode is about to be removed')
    for (const text of ['Step 2 of 2', 'Is the device in the caller’s hand?', 'anyone who holds the device can read most personal and corporate data', 'F2LXK0ANA1', aDeviceDetails().id]) {
      expect(dialog().textContent).toContain(text)
    }
    expect(dialog().querySelector('[role=timer]')?.textContent).toBe('4:00')
    expectCancelHasFocus()
    const link = [...dialog().querySelectorAll<HTMLElement>('[role=link]')].find((element) => nameOf(element).startsWith('Learn more about setting a new passcode'))!
    link.click()
    await flushPromises()
    expect(fake().asked('app:open-link')).toEqual([{ link: 'new-passcode-ios' }])
  })

  it('shows the ticket number when there is one', async () => {
    await openAttempt({ ...warning, ticket: 'INC-1042' })
    expect(dialog().textContent).toMatch(/Ticket number\s*INC-1042/)
  })

  it('says nothing of a ticket when there is none', async () => {
    await openAttempt({ ...warning, ticket: '' })
    expect(dialog().textContent).not.toContain('Ticket')
  })

  it.each([
    ['passcode-removed', 'no new one is created'],
    ['temporary-device-passcode', 'a temporary passcode of letters and numbers'],
    ['temporary-work-profile-passcode', 'Only the passcode of the work profile'],
  ] as const)('says in words what %s does', async (effect, words) => {
    await openAttempt({ ...warning, effect })
    expect(dialog().textContent).toContain(words)
  })

  it('sends nothing by itself and nothing on any single key; one press of the button sends once', async () => {
    await openAttempt(warning)
    for (const key of ['Enter', ' ', 'r', 'y', 'Delete']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    await flushPromises()
    expect(fake().asked('attempt:send')).toHaveLength(0)
    findButton('Remove passcode').click()
    findButton('Remove passcode').click()
    await flushPromises()
    expect(fake().asked('attempt:send')).toEqual([{ attemptId: 'attempt-1', typed: null }])
    expect(document.querySelector('dialog')).toBeNull()
  })

  it.each(errorCodes)('stays open with the reason when main answers %s', async (code) => {
    fake().on('attempt:send', () => ({ status: 'refused', code }))
    await openAttempt(warning)
    findButton('Remove passcode').click()
    await flushPromises()
    const alert = dialog().querySelector('[role=alert]')?.textContent ?? ''
    for (const sentence of Object.values(errorMessages[code])) expect(alert).toContain(sentence)
    expectCancelHasFocus()
  })

  it('is not dismissed by Escape while it is sending', async () => {
    let finish = (): void => undefined
    fake().on('attempt:send', () => new Promise((resolve) => { finish = () => resolve({ status: 'ok', action: anActionRecord() }) }))
    await openAttempt(warning)
    findButton('Remove passcode').click()
    await nextTick()
    dialog().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    await flushPromises()
    expect(fake().asked('attempt:cancel')).toHaveLength(0)
    finish()
    await flushPromises()
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('counts down on the window’s own clock and cannot be pressed when the five minutes are over', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    await openAttempt({ phase: 'warning', remainingMs: 61_000 })
    vi.advanceTimersByTime(31_000)
    await nextTick()
    expect(dialog().querySelector('[role=timer]')?.textContent).toBe('0:30')
    expect(dialog().querySelector('[aria-live=polite]')?.textContent).toBe('30 seconds left.')
    vi.advanceTimersByTime(31_000)
    await nextTick()
    expect(dialog().querySelector('[role=timer]')?.textContent).toBe('0:00')
    expect(findButton('Remove passcode').disabled).toBe(true)
  })

  it('ends with the reason and only Close when main says that it is over', async () => {
    await openAttempt(warning)
    fake().emit('attempt:changed', anAttemptState({ phase: 'ended', code: 'five-minutes-over' }))
    await flushPromises()
    expect(dialog().textContent).toContain('The five minutes are over.')
    expect(hasButton('Remove passcode')).toBe(false)
    expectCancelHasFocus('Close')
    findButton('Close').click()
    await flushPromises()
    expect(document.querySelector('dialog')).toBeNull()
    expect(fake().asked('attempt:cancel')).toHaveLength(0)
  })

  it('treats Escape as Cancel, and tells main', async () => {
    await openAttempt(warning)
    dialog().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    await flushPromises()
    expect(fake().asked('attempt:cancel')).toEqual([{ attemptId: 'attempt-1' }])
  })
})
