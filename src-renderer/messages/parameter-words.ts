import type { ActionParameters } from '../../src-shared/device-actions.ts'
import { wipeSummary } from './wipe-words.ts'

/** What an action was asked to do, as a label and a value; null where its name says it all. */
export function parameterFact(parameters: ActionParameters): { readonly label: string; readonly value: string } | null {
  switch (parameters.action) {
    case 'rename': return { label: 'New device name', value: parameters.deviceName }
    case 'set-management-name': return { label: 'New management name', value: parameters.managedDeviceName }
    case 'reset-device': return { label: 'Wipe', value: wipeSummary(parameters.wipe) }
    default: return null
  }
}
