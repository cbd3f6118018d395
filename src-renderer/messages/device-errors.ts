import { nothingSent, type SomeMessages } from './error-message.ts'

/** The device, and what was typed about it. */
export const deviceErrors = {
  'device-not-found': {
    what: 'Intune no longer has this device.',
    device: 'Nothing more was sent to it. It may have been removed, deleted, or enrolled anew under another id.',
    next: 'Refresh the list and search by serial number.',
  },
  'device-changed': {
    what: 'The device is not what you were shown: its serial number, user or enrolment has changed.',
    device: nothingSent,
    next: 'Open the device again and compare it with the caller’s device.',
  },
  'action-unavailable': {
    what: 'This action cannot be used on this device.',
    device: nothingSent,
    next: 'Open the device to see why and what to do instead.',
  },
  'action-in-flight': {
    what: 'The same action is already waiting for this device.',
    device: 'Nothing more was sent. The earlier request still counts.',
    next: 'Wait until it has finished.',
  },
  'typed-wrong': {
    what: 'What was typed are not the last four characters.',
    device: nothingSent,
    next: 'Compare with the number on the device itself, and type them once more.',
  },
  'name-not-allowed': {
    what: 'The new name breaks a rule of the platform.',
    device: nothingSent,
    next: 'Type another name: letters, digits and hyphens work everywhere.',
  },
  'reason-missing': {
    what: 'This action needs a reason, and none was typed.',
    device: nothingSent,
    next: 'Type the reason, then go on.',
  },
} satisfies SomeMessages
