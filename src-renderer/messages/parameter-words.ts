import type { ActionEffect, ActionParameters } from '../../src-shared/device-actions.ts'
import { platformOf, type DeviceKind } from '../../src-shared/device.ts'
import { wipeSummary } from './wipe-words.ts'

/** What an action was asked to do, as a label and a value; null where its name or its effect says it all. */
export function parameterFact(parameters: ActionParameters, effect: ActionEffect | null): { readonly label: string; readonly value: string } | null {
  switch (parameters.action) {
    case 'rename': return { label: 'New device name', value: parameters.deviceName }
    case 'set-management-name': return { label: 'New management name', value: parameters.managedDeviceName }
    // “Erase everything” is not true of a device of which a wipe takes the company's data only, and that has no other choice.
    case 'reset-device': return effect === 'company-data-wiped' ? null : { label: 'Wipe', value: wipeSummary(parameters.wipe) }
    default: return null
  }
}

const platformsWithWipeChoices: readonly string[] = ['ios', 'macos', 'windows']

/** The same where the effect is not known, as in a row of the audit log: a device with no choice of wipes may have lost the company's data only (Zebra), so nothing is claimed. */
export function recordedParameterFact(parameters: ActionParameters, kind: DeviceKind): ReturnType<typeof parameterFact> {
  return parameters.action === 'reset-device' && !platformsWithWipeChoices.includes(platformOf(kind)) ? null : parameterFact(parameters, null)
}
