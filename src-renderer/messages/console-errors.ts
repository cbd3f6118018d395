import { mostReportAttempts } from '../../src-shared/audit-export.ts'
import { mostCopied } from '../../src-shared/device-export.ts'
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
  'audit-unacknowledged': {
    what: 'An earlier audit log does not verify, and no supervisor has acknowledged that yet.',
    device: 'Nothing was sent. Actions on devices are held.',
    next: 'Ask a supervisor to sign in here and open the Audit log.',
  },
  'review-own-attempt': {
    what: 'Nobody reviews what they did themselves.',
    device: untouched,
    next: 'Ask another supervisor to review it.',
  },
  'review-text-missing': {
    what: 'A note needs a text.',
    device: untouched,
    next: 'Write what should be known about this attempt.',
  },
  'review-too-early': {
    what: 'This attempt is still under way.',
    device: untouched,
    next: 'Sign it off when it has ended, or write a note now.',
  },
  'export-busy': {
    what: 'Another export is under way.',
    device: untouched,
    next: 'Wait for it, or cancel it first.',
  },
  'export-cancelled': {
    what: 'The export was cancelled. Nothing is left of the file.',
    device: untouched,
    next: 'Start it again when you need it.',
  },
  'export-failed': {
    what: 'The file could not be written.',
    device: untouched,
    next: 'Check the free space and your rights in that folder, or choose another one.',
  },
  'list-changed': {
    what: 'The list of devices kept changing while it was read. Nothing was taken out.',
    device: untouched,
    next: 'Try again in a moment, or when the list has been read.',
  },
  'copy-too-many': {
    what: `These are more devices than are copied: ${new Intl.NumberFormat('en-GB').format(mostCopied)} at most.`,
    device: untouched,
    next: 'Export them as CSV instead, or narrow the list.',
  },
  'export-too-many': {
    what: `These are more attempts than a report can hold: ${new Intl.NumberFormat('en-GB').format(mostReportAttempts)} at most.`,
    device: untouched,
    next: 'Narrow the filter, a shorter time for instance, or choose the spreadsheet (CSV).',
  },
  'intune-log-unavailable': {
    what: 'Neither of Intune’s own logs could be read.',
    device: untouched,
    next: 'Try again. If it keeps failing, ask your administrator about the permissions for Intune’s audit data.',
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
  'support-bundle-kiosk': {
    what: 'No support bundle can be made on a PC that several people share: it saves and copies nothing.',
    device: untouched,
    next: 'Tell your administrator what happened, and when. They find the console’s log in its profile, in the folder logs.',
  },
  'support-bundle-gone': {
    what: 'This support bundle is not there any more. Nothing was saved or copied.',
    device: untouched,
    next: 'Close it and make a new one.',
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
