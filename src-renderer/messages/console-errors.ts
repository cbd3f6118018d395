import { nothingSent, nothingSentToAny, untouched, type SomeMessages } from './error-message.ts'

/** Many devices at once, the audit log, and the console itself. */
export const consoleErrors = {
  'bulk-not-allowed': {
    what: 'This action is never done to many devices at once.',
    device: nothingSentToAny,
    next: 'Open each device and do it there.',
  },
  'bulk-too-many': {
    what: 'These are more devices than one run takes.',
    device: nothingSentToAny,
    next: 'Choose fewer devices, then start again.',
  },
  'bulk-unknown': {
    what: 'This run has already ended.',
    device: 'Nothing more was sent.',
    next: 'Look at the Activity page for how each device stands.',
  },
  'bulk-cancelled': {
    what: 'The run was stopped.',
    device: 'What was sent before stays sent; the other devices were not touched.',
    next: 'Start a new run for the devices that are left.',
  },
  'audit-unavailable': {
    what: 'The audit log cannot be written, so actions are held.',
    device: nothingSent,
    next: 'Tell your administrator: the disk may be full or read-only.',
  },
  'audit-broken': {
    what: 'The audit log does not verify: a row was changed or is missing.',
    device: 'Nothing was sent. Actions on devices are held.',
    next: 'Tell your supervisor at once, and do not delete anything.',
  },
  'invalid-request': {
    what: 'The console sent itself something that it does not accept.',
    device: untouched,
    next: 'Check what you typed. If it keeps happening, tell your administrator: it is a defect.',
  },
  'link-not-allowed': {
    what: 'The console does not open this link.',
    device: untouched,
    next: 'Look it up in your own browser.',
  },
  'preferences-not-saved': {
    what: 'Your settings could not be saved on this PC.',
    device: untouched,
    next: 'Try again. If it keeps failing, ask your administrator about free disk space and rights.',
  },
  unexpected: {
    what: 'Something went wrong inside the console.',
    device: 'Look at the device’s status before you try again.',
    next: 'Try again. If it keeps happening, tell your administrator: the console’s log has the cause.',
  },
} satisfies SomeMessages
