import { flushPromises } from '@vue/test-utils'
import { nextTick } from 'vue'
import type { DeviceActionRecord } from '../../../src-shared/action-records.ts'
import type { OpenedDevice } from '../../../src-shared/availability.ts'
import type { DeviceActionName } from '../../../src-shared/device-actions.ts'
import AttemptDialogHost from '../../../src-renderer/components/device-actions/AttemptDialogHost.vue'
import { useAttemptStore } from '../../../src-renderer/stores/attempt-store.ts'
import { anOpenedDevice } from '../../factories/devices.ts'
import { dialog, findButton, render } from './render.ts'

/** Opens the first dialog of an action. */
export async function openDialog(action: DeviceActionName, opened: OpenedDevice = anOpenedDevice(), completes: DeviceActionRecord | null = null) {
  await render(AttemptDialogHost)
  const attempts = useAttemptStore()
  attempts.listen()
  attempts.start(opened, action, completes)
  await flushPromises()
  return attempts
}

export const button = (name: string): HTMLButtonElement => findButton(name, dialog())
export const isHeld = (name: string): boolean => button(name).getAttribute('aria-disabled') === 'true'
/** Why a button does not work yet. */
export const reasonOf = (name: string): string => document.getElementById(button(name).getAttribute('aria-describedby') ?? '')?.textContent ?? ''

export function field(label: string): HTMLInputElement | HTMLTextAreaElement {
  const found = [...dialog().querySelectorAll('label')].find((element) => element.textContent.trim() === label && element.htmlFor !== '')
  const input = found === undefined ? null : document.getElementById(found.htmlFor)
  if (!(input instanceof HTMLInputElement) && !(input instanceof HTMLTextAreaElement)) throw new Error(`No field “${label}”`)
  return input
}

export async function type(label: string, value: string): Promise<void> {
  const input = field(label)
  input.value = value
  input.dispatchEvent(new Event('input'))
  await nextTick()
}

export async function tick(label: string): Promise<void> {
  field(label).click()
  await nextTick()
}

export async function press(name: string): Promise<void> {
  button(name).click()
  await flushPromises()
}
