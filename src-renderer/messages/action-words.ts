import {
  mdiCheckDecagramOutline, mdiCloseCircleOutline, mdiCrosshairsGps, mdiDatabaseRemoveOutline, mdiFormTextbox, mdiHelpCircleOutline, mdiLabelOutline, mdiLaptopOff,
  mdiLockOutline, mdiLockReset, mdiRestart, mdiRestore, mdiSendCheckOutline, mdiShieldAccountOutline, mdiSync,
} from '@mdi/js'
import type { ActionState } from '../../src-shared/action-records.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import { platformOf, type DeviceKind } from '../../src-shared/device.ts'
import { toneIcons, type Tone } from './tones.ts'

/** The Company Portal's names, which the command row shows, and the same kind of name for what it has not. */
export const actionNames: Record<DeviceActionName, string> = {
  rename: 'Rename',
  remove: 'Remove',
  'reset-device': 'Reset Device',
  'reset-passcode': 'Reset Passcode',
  'remote-lock': 'Remote Lock',
  sync: 'Sync',
  restart: 'Restart',
  locate: 'Locate',
  'delete-record': 'Delete record',
  'set-management-name': 'Change management name',
}

/** What Intune's admin center calls the same thing. */
export const intuneNames: Record<DeviceActionName, string> = {
  rename: 'Rename device',
  remove: 'Retire',
  'reset-device': 'Wipe',
  'reset-passcode': 'Reset passcode',
  'remote-lock': 'Remote lock',
  sync: 'Sync',
  restart: 'Restart',
  locate: 'Locate device',
  'delete-record': 'Delete',
  'set-management-name': 'Management name',
}

export const actionIcons: Record<DeviceActionName, string> = {
  rename: mdiFormTextbox,
  remove: mdiLaptopOff,
  'reset-device': mdiRestore,
  'reset-passcode': mdiLockReset,
  'remote-lock': mdiLockOutline,
  sync: mdiSync,
  restart: mdiRestart,
  locate: mdiCrosshairsGps,
  'delete-record': mdiDatabaseRemoveOutline,
  'set-management-name': mdiLabelOutline,
}

const verbs: Record<DeviceActionName, string> = {
  rename: 'Rename',
  remove: 'Remove',
  'reset-device': 'Reset device',
  'reset-passcode': 'Reset passcode',
  'remote-lock': 'Remote lock',
  sync: 'Sync',
  restart: 'Restart',
  locate: 'Locate',
  'delete-record': 'Delete record',
  'set-management-name': 'Change name',
}

const isRemovedPasscode = (action: DeviceActionName, kind: DeviceKind): boolean => action === 'reset-passcode' && platformOf(kind) === 'ios'

/** On the button that sends: iOS has no new passcode, so there the verb is Intune's. */
export const verbOf = (action: DeviceActionName, kind: DeviceKind): string => (isRemovedPasscode(action, kind) ? 'Remove passcode' : verbs[action])

export const intuneNameOf = (action: DeviceActionName, kind: DeviceKind): string => (isRemovedPasscode(action, kind) ? 'Remove passcode' : intuneNames[action])

const questions: Record<DeviceActionName, string> = {
  rename: 'Rename this device?',
  remove: 'Remove this device?',
  'reset-device': 'Reset this device?',
  'reset-passcode': 'Reset the passcode of this device?',
  'remote-lock': 'Lock this device?',
  sync: 'Sync this device?',
  restart: 'Restart this device?',
  locate: 'Locate this device?',
  'delete-record': 'Delete the record of this device?',
  'set-management-name': 'Change the management name?',
}

/** The title of the first dialog. */
export const questionOf = (action: DeviceActionName, kind: DeviceKind): string => (isRemovedPasscode(action, kind) ? 'Remove the passcode of this device?' : questions[action])

/** The title of the last dialog. */
export const lastTitles: Record<DeviceActionName, string> = {
  ...questions,
  remove: 'The device is about to be removed',
  'reset-device': 'The device is about to be reset',
  'reset-passcode': 'The existing passcode is about to be removed',
  'delete-record': 'The record is about to be deleted',
}

/** What was asked for, as a noun: "the passcode reset has stopped". Headings begin with a capital. */
export const requestNouns: Record<DeviceActionName, string> = {
  rename: 'rename',
  remove: 'removal',
  'reset-device': 'device reset',
  'reset-passcode': 'passcode reset',
  'remote-lock': 'remote lock',
  sync: 'sync',
  restart: 'restart',
  locate: 'location request',
  'delete-record': 'deletion of the record',
  'set-management-name': 'new management name',
}

export const requestTitle = (action: DeviceActionName): string => requestNouns[action].charAt(0).toUpperCase() + requestNouns[action].slice(1)

/** The last button is red for what cannot be undone. */
export const isDestructive = (action: DeviceActionName): boolean =>
  action === 'remove' || action === 'reset-device' || action === 'reset-passcode' || action === 'delete-record'

/** "rename, sync and restart" */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

export interface StateWords { readonly word: string; readonly tone: Tone; readonly icon: string }

export const stateWords: Record<ActionState, StateWords> = {
  requested: { word: 'Requested', tone: 'wait', icon: mdiSendCheckOutline },
  pending: { word: 'Pending', tone: 'wait', icon: toneIcons.wait },
  done: { word: 'Done', tone: 'good', icon: toneIcons.good },
  failed: { word: 'Failed', tone: 'bad', icon: toneIcons.bad },
  'not-supported': { word: 'Not supported', tone: 'bad', icon: mdiCloseCircleOutline },
  unknown: { word: 'Unknown', tone: 'warn', icon: mdiHelpCircleOutline },
  'awaiting-approval': { word: 'Awaiting approval', tone: 'wait', icon: mdiShieldAccountOutline },
  approved: { word: 'Approved', tone: 'info', icon: mdiCheckDecagramOutline },
}
