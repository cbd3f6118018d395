import type { ActionState, DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import { failedNextSteps } from './effect-words.ts'
import { errorMessages } from './error-messages.ts'
import { resultOf } from './wipe-words.ts'

/** What has not happened (yet): for "requested", "failed" and "not supported". */
const notYet: Record<DeviceActionName, string> = {
  rename: 'The name has not changed yet.',
  'set-management-name': 'The management name has not changed yet.',
  remove: 'The device has not been removed yet.',
  'reset-device': 'The device has not been reset yet.',
  'reset-passcode': 'The passcode has not been reset yet.',
  'remote-lock': 'The device has not been locked yet.',
  sync: 'The device has not checked in yet.',
  restart: 'The device has not restarted yet.',
  locate: 'The device has not answered yet.',
  'delete-record': 'The record has not been deleted yet.',
}

const notDone: Record<DeviceActionName, string> = {
  rename: 'The name was not changed',
  'set-management-name': 'The management name was not changed',
  remove: 'The device was not removed',
  'reset-device': 'The device was not reset',
  'reset-passcode': 'The passcode was not reset',
  'remote-lock': 'The device was not locked',
  sync: 'The device did not check in',
  restart: 'The device was not restarted',
  locate: 'The device was not located',
  'delete-record': 'The record was not deleted',
}

/** "The passcode was not reset" */
export const notDoneWords = (action: DeviceActionName): string => notDone[action]

const sentences: Record<ActionState, (record: DeviceActionRecord) => string> = {
  requested: ({ action }) => `Intune accepted the request. ${notYet[action]}`,
  pending: () => 'Intune has the request; the device has not finished it yet.',
  done: ({ action, effect, parameters }) => `${isOfIntuneAlone(action) ? 'Intune confirmed it.' : 'The device confirmed it.'} ${resultOf(effect, parameters)}`,
  failed: ({ action }) => `${notDone[action]}.`,
  'not-supported': ({ action }) => `${notDone[action]}: the device does not support it.`,
  unknown: () => 'It is not certain whether Intune accepted the request.',
  'awaiting-approval': ({ action }) => `Your organisation wants a second administrator to approve this. ${notYet[action]}`,
  approved: ({ action }) => `A second administrator has approved the request. ${notYet[action]}`,
}

/** The device has no part in it, or cannot say anything after it. */
const isOfIntuneAlone = (action: DeviceActionName): boolean => action === 'set-management-name' || action === 'delete-record' || action === 'remove' || action === 'reset-device'

/** How a request stands, in a sentence. */
export function stateSentence(record: DeviceActionRecord): string {
  return sentences[record.state](record)
}

/** Why, and what to do next; null when there is nothing to explain. What the sentence about the state has said is not said again. */
export function explanationOf(record: DeviceActionRecord): string | null {
  if (record.code === null) return null
  const { what, device, next } = errorMessages[record.code]
  if (record.code === 'device-reported-failure') return `${what} ${failedNextSteps[record.effect]}`
  if (record.code === 'device-reported-not-supported') return record.action === 'reset-passcode' ? `${device} ${next}` : 'Ask an Intune administrator whether this device can do it at all.'
  return record.state === 'done' ? what : `${what} ${device} ${next}`
}

/** False where Intune alone does it: then the device's last check-in says nothing. */
export function waitsForDevice({ action, effect }: DeviceActionRecord): boolean {
  return action !== 'set-management-name' && action !== 'delete-record' && effect !== 'intune-name-changed'
}
