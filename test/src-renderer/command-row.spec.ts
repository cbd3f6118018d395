import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { unavailableReasons, type Availability } from '../../src-shared/availability.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import DeviceCommandRow from '../../src-renderer/components/devices/DeviceCommandRow.vue'
import { fitCount } from '../../src-renderer/composables/fit-count.ts'
import { nextStepMessages, unavailableReasonMessages } from '../../src-renderer/messages/availability-messages.ts'
import { anOpenedDevice } from '../factories/devices.ts'
import { findButton, hasButton, nameOf, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
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
  })

  it('offers Reset Passcode on an iPhone and says what Intune calls it', async () => {
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice() })
    const button = findButton('Reset Passcode')
    expect(button.getAttribute('aria-disabled')).toBe('false')
    expect(descriptionOf(button)).toBe('Intune: Remove passcode.')
    button.click()
    expect(row.emitted('act')).toEqual([['reset-passcode']])
  })

  it('keeps the actions that are not there yet visible and focusable, and says so when they are pressed', async () => {
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice() })
    const button = findButton('Remote Lock')
    button.focus()
    expect(document.activeElement).toBe(button)
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(descriptionOf(button)).toContain('not in this version of the console yet')
    button.click()
    await flushPromises()
    expect(document.querySelector('[role=status]')?.textContent).toContain('Remote Lock is not available')
    expect(row.emitted('act')).toBeUndefined()
  })

  it.each(unavailableReasons.filter((reason) => reason !== 'action-in-flight'))('explains %s at once, with the next step and the rule behind it', async (reason) => {
    const availability: Availability = {
      status: 'unavailable', reason, nextStep: 'factory-reset',
      source: { ruleId: 'reset-passcode/company-portal/x', profile: 'company-portal', title: 'Reset device passcode', url: 'https://learn.microsoft.com/' },
    }
    const row = await render(DeviceCommandRow, { opened: anOpenedDevice({}, availability) })
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
    expect(items.map(nameOf)).toEqual(['Reset Device', 'Reset Passcode', 'Remote Lock'])
    expect(document.activeElement).toBe(items[0])
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
    expect(nameOf(document.activeElement!)).toBe('Reset Passcode')
    items[1]?.click()
    await flushPromises()
    expect(row.emitted('act')).toEqual([['reset-passcode']])
    expect(document.querySelector('[role=menu]')).toBeNull()
  })

  it('shows no More (…) when everything fits', async () => {
    layOut(900, 100)
    await render(DeviceCommandRow, { opened: anOpenedDevice() })
    await flushPromises()
    expect(commands()).toHaveLength(deviceActionNames.length)
    expect(hasButton('More (…)')).toBe(false)
  })
})

describe('how many fit', () => {
  it.each([
    [0, 5], [520, 5], [519, 4], [400, 3], [190, 1], [180, 0], [10, 0],
  ])('in %i px fit %i of five items of 100 px with gaps of 5 and a More of 80', (available, count) => {
    expect(fitCount(available, [100, 100, 100, 100, 100], 5, 80)).toBe(count)
  })
})
