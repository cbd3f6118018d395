import type { ActionState, DeviceActionRecord } from '../../src-shared/action-records.ts'
import { visibleText } from './display-text.ts'
import { stateWords } from './action-words.ts'
import { errorMessages } from './error-messages.ts'
import type { Tone } from './tones.ts'

export interface ToastText { readonly text: string; readonly tone: Tone; readonly deviceId: string | null }

const sentences: Record<ActionState, (name: string) => string> = {
  requested: (name) => `Requested: passcode reset for ${name}. It is not done yet.`,
  pending: (name) => `Pending: Intune has the passcode reset for ${name}.`,
  done: (name) => `Done: the passcode of ${name} was reset.`,
  failed: (name) => `Failed: the passcode of ${name} was not reset.`,
  'not-supported': (name) => `Not supported: ${name} cannot reset its passcode.`,
  unknown: (name) => `Unknown: it is not certain how the passcode reset for ${name} stands.`,
}

/** What the toast says when a request changes its state. */
export function toastFor(record: DeviceActionRecord): ToastText {
  const sentence = sentences[record.state](visibleText(record.deviceName) || record.serialNumber || record.deviceId)
  // “Not supported” has said it already.
  const why = record.code === null || record.code === 'device-reported-not-supported' ? '' : ` ${errorMessages[record.code].what}`
  return { text: sentence + why, tone: stateWords[record.state].tone, deviceId: record.deviceId }
}
