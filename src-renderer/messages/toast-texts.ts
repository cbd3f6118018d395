import type { ActionState, DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import { visibleText } from './display-text.ts'
import { requestNouns, stateWords } from './action-words.ts'
import { errorMessages } from './error-messages.ts'
import type { Tone } from './tones.ts'

export interface ToastText { readonly text: string; readonly tone: Tone; readonly deviceId: string | null }

const done: Record<DeviceActionName, (name: string) => string> = {
  rename: (name) => `${name} was renamed.`,
  'set-management-name': (name) => `the management name of ${name} was changed.`,
  remove: (name) => `${name} was removed.`,
  'reset-device': (name) => `${name} was reset.`,
  'reset-passcode': (name) => `the passcode of ${name} was reset.`,
  'remote-lock': (name) => `${name} was locked.`,
  sync: (name) => `${name} has checked in.`,
  restart: (name) => `${name} was restarted.`,
  locate: (name) => `${name} was located.`,
  'delete-record': (name) => `the record of ${name} was deleted.`,
}

const failed: Record<DeviceActionName, (name: string) => string> = {
  rename: (name) => `${name} was not renamed.`,
  'set-management-name': (name) => `the management name of ${name} was not changed.`,
  remove: (name) => `${name} was not removed.`,
  'reset-device': (name) => `${name} was not reset.`,
  'reset-passcode': (name) => `the passcode of ${name} was not reset.`,
  'remote-lock': (name) => `${name} was not locked.`,
  sync: (name) => `${name} did not check in.`,
  restart: (name) => `${name} was not restarted.`,
  locate: (name) => `${name} was not located.`,
  'delete-record': (name) => `the record of ${name} was not deleted.`,
}

const sentences: Record<ActionState, (action: DeviceActionName, name: string) => string> = {
  requested: (action, name) => `${requestNouns[action]} for ${name}. It is not done yet.`,
  pending: (action, name) => `Intune has the ${requestNouns[action]} for ${name}.`,
  done: (action, name) => done[action](name),
  failed: (action, name) => failed[action](name),
  'not-supported': (action, name) => (action === 'reset-passcode' ? `${name} cannot reset its passcode.` : failed[action](name)),
  unknown: (action, name) => `it is not certain how the ${requestNouns[action]} for ${name} stands.`,
  'awaiting-approval': (action, name) => `a second administrator must approve the ${requestNouns[action]} for ${name}. Nothing is done yet.`,
  approved: (action, name) => `the ${requestNouns[action]} for ${name} can be sent now.`,
}

/** What the toast says when a request changes its state. */
export function toastFor(record: DeviceActionRecord): ToastText {
  const { word, tone } = stateWords[record.state]
  const sentence = `${word}: ${sentences[record.state](record.action, visibleText(record.deviceName) || record.serialNumber || record.deviceId)}`
  return { text: sentence + whyOf(record), tone, deviceId: record.deviceId }
}

/** What the word of the state has said already is not said again. */
function whyOf({ state, code }: DeviceActionRecord): string {
  if (code === null || code === 'device-reported-not-supported' || state === 'awaiting-approval' || state === 'approved' || state === 'done') return ''
  return ` ${errorMessages[code].what}`
}
