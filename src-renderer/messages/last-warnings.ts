import type { DeviceActionName } from '../../src-shared/device-actions.ts'

interface LastWarning { readonly question: string; readonly because: string }

/** What an agent asks before the last button of an action that cannot be undone. */
export const lastWarnings: Partial<Record<DeviceActionName, LastWarning>> = {
  'reset-passcode': {
    question: 'Is the device in the caller’s hand?',
    because: 'After the reset, anyone who holds the device can read most personal and corporate data on it.',
  },
  'reset-device': {
    question: 'Is this the device that is meant?',
    because: 'Compare the serial number. What is erased cannot be brought back, and a wipe that was sent cannot be stopped.',
  },
  remove: {
    question: 'Is this the device that is meant?',
    because: 'Compare the serial number. To come back, the device must be enrolled again from the start.',
  },
  'delete-record': {
    question: 'Is this the record that is meant?',
    because: 'It goes at once, and cannot be brought back. Intune shows nothing of the device afterwards.',
  },
}
