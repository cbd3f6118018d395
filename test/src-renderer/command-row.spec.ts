import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { unavailableReasons, type Availability, type NextStep, type UnavailableReason } from '../../src-shared/availability.ts'
import { commandRowActions, deviceActionNames } from '../../src-shared/device-actions.ts'
import DeviceCommandRow from '../../src-renderer/components/devices/DeviceCommandRow.vue'
import { fitCount } from '../../src-renderer/composables/fit-count.ts'
import { intuneNames } from '../../src-renderer/messages/action-words.ts'
import { nextStepMessages, unavailableReasonMessages } from '../../src-renderer/messages/availability-messages.ts'
import { anOpenedDevice } from '../factories/devices.ts'
import { findButton, hasButton, nameOf, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const alwaysInMenu = ['Change management name', 'Sync', 'Restart', 'Locate', 'Delete record', 'Open in Intune (opens in your browser)', 'Copy details for a ticket']
const unavailable = (reason: UnavailableReason, nextStep: NextStep): Availability => ({ status: 'unavailable', reason, nextStep, source: null })
const commands = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role=toolbar] > button')]
const descriptionOf = (element: Element): string => document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent ?? ''

function layOut(rowWidth: number, itemWidth: number): void {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(rowWidth)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(itemWidth)
}
afterEach(() => vi.restoreAllMocks())

describe('the command row', () => {
  it('has the five actions in the Company Portal’s order', async () => {
    await render(DeviceCommandRow, { opened: anOpenedDevice() })
    expect(commands().map(nameOf)).toEqual(['Rename', 'Remove', 'Reset Device', 'Reset Passcode', 'Remote Lock'])
    expect(hasButton('More (…)')).toBe(true)
  })

  it('offers Reset Passcode on an iPhone and says what Intune calls it', async () => {
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice() })
    const button = findButton('Reset Passcode')
    expect(button.getAttribute('aria-disabled')).toBe('false')
    expect(descriptionOf(button)).toBe('Intune: Remove passcode.')
    button.click()
    expect(row.emitted('act')).toEqual([['reset-passcode']])
  })

  it('keeps an action that cannot be used visible and focusable, and says why when it is pressed', async () => {
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice({}, { 'remote-lock': unavailable('platform-cannot', 'none') }) })
    const button = findButton('Remote Lock')
    button.focus()
    expect(document.activeElement).toBe(button)
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(descriptionOf(button)).toContain(unavailableReasonMessages['platform-cannot'])
    button.click()
    await flushPromises()
    expect(document.querySelector('[role=status]')?.textContent).toContain('Remote Lock is not available')
    expect(row.emitted('act')).toBeUndefined()
  })

  it('offers the management name where the device cannot be renamed', async () => {
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice({}, { rename: unavailable('needs-supervision', 'set-management-name') }) })
    findButton('Rename').click()
    await flushPromises()
    findButton('Change the management name').click()
    expect(row.emitted('act')).toEqual([['set-management-name']])
  })

  it.each(unavailableReasons.filter((reason) => reason !== 'action-in-flight'))('explains %s at once, with the next step and the rule behind it', async (reason) => {
    const availability: Availability = {
      status: 'unavailable', reason, nextStep: 'factory-reset',
      source: { ruleId: 'reset-passcode/company-portal/x', profile: 'company-portal', title: 'Reset device passcode', url: 'https://learn.microsoft.com/' },
    }
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice({}, { 'reset-passcode': availability }) })
    const note = document.querySelector('[role=status]')!
    expect(note.textContent).toContain(unavailableReasonMessages[reason])
    expect(note.textContent).toContain(nextStepMessages['factory-reset'])
    expect(note.textContent).toContain('Source:')
    note.querySelector<HTMLElement>('[role=link]')?.click()
    await flushPromises()
    expect(fake().asked('app:open-link')).toEqual([{ link: 'rule-source', ruleId: 'reset-passcode/company-portal/x' }])
    findButton('Reset Passcode').click()
    expect(row.emitted('act')).toBeUndefined()
  })

  it('starts nothing while the device is being read again', async () => {
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice(), isLocked: true })
    findButton('Reset Passcode').click()
    expect(row.emitted('act')).toBeUndefined()
  })

  it('moves what does not fit from the right into More (…), where it still works from the keyboard', async () => {
    layOut(330, 100)
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice() })
    await flushPromises()
    expect(commands().map(nameOf)).toEqual(['Rename', 'Remove'])
    const more = findButton('More (…)')
    expect(more.getAttribute('aria-expanded')).toBe('false')
    more.click()
    await flushPromises()
    const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')]
    expect(items.map(nameOf)).toEqual(['Reset Device', 'Reset Passcode', 'Remote Lock', ...alwaysInMenu])
    expect(document.activeElement).toBe(items[0])
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
    expect(nameOf(document.activeElement!)).toBe('Reset Passcode')
    items[1]?.click()
    await flushPromises()
    expect(row.emitted('act')).toEqual([['reset-passcode']])
    expect(document.querySelector('[role=menu]')).toBeNull()
  })

  it('keeps More (…) when all five fit, with what has no button, the way to Intune and the details for a ticket', async () => {
    layOut(900, 100)
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice({}, { locate: unavailable('platform-cannot', 'none') }) })
    await flushPromises()
    expect(commands()).toHaveLength(commandRowActions.length)
    const choose = async (name: string): Promise<void> => {
      findButton('More (…)').click()
      await flushPromises()
      const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')]
      expect(items.map(nameOf)).toEqual(alwaysInMenu)
      items.find((item) => nameOf(item) === name)!.click()
      await flushPromises()
    }
    for (const name of ['Sync', 'Delete record', 'Locate', 'Copy details for a ticket', 'Open in Intune (opens in your browser)']) await choose(name)
    expect(row.emitted('act')).toEqual([['sync'], ['delete-record']])
    expect(row.emitted('copyDetails')).toHaveLength(1)
    expect(row.emitted('openInIntune')).toHaveLength(1)
    expect(document.querySelector('[role=status]')?.textContent).toContain('Locate is not available')
  })

  it.each(deviceActionNames)('says what Intune calls %s', async (action) => {
    await render(DeviceCommandRow, { opened: anOpenedDevice({ kind: 'android-fully-managed' }) })
    expect(document.getElementById(`why-${action}`)?.textContent).toBe(`Intune: ${intuneNames[action]}.`)
  })
})

describe('how many fit', () => {
  it.each([
    [0, 5], [605, 5], [604, 4], [400, 3], [190, 1], [180, 0], [10, 0],
  ])('in %i px fit %i of five items of 100 px with gaps of 5 and a More of 80', (available, count) => {
    expect(fitCount(available, [100, 100, 100, 100, 100], 5, 80)).toBe(count)
  })
})
