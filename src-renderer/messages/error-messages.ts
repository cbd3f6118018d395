import type { ErrorCode } from '../../src-shared/error-codes.ts'

/** What an agent reads for a code: what happened, what that means for the device, what to do next. */
export interface ErrorMessage {
  readonly what: string
  readonly device: string
  readonly next: string
}

const nothingSent = 'Nothing was sent. The device keeps its passcode.'
/** True before sending as well as after a clear no: the same code can come from either. */
const notAccepted = 'No passcode was reset: the device keeps the one it has.'
const untouched = 'No device was touched.'
const tryAgain = 'Confirm your identity once more.'

export const errorMessages: Record<ErrorCode, ErrorMessage> = {
  'not-signed-in': { what: 'You are not signed in.', device: untouched, next: 'Sign in, then try again.' },
  'not-allowed': {
    what: 'Your role does not cover this.',
    device: untouched,
    next: 'Ask your supervisor if you need it.',
  },
  'no-role': {
    what: 'Your account has no role in the Helpdesk Console.',
    device: untouched,
    next: 'Ask your administrator for the app role Helpdesk.Agent or Helpdesk.Supervisor.',
  },
  'sign-in-cancelled': { what: 'The sign-in was cancelled.', device: nothingSent, next: 'Sign in again when you are ready.' },
  'sign-in-timed-out': {
    what: 'The sign-in page was not finished within five minutes.',
    device: nothingSent,
    next: 'Close the old sign-in page and start again.',
  },
  'sign-in-declined': {
    what: 'The sign-in was cancelled on the sign-in page.',
    device: nothingSent,
    next: 'Sign in again when you are ready. If you did not cancel it, ask your administrator.',
  },
  'browser-unavailable': {
    what: 'Your browser could not be opened.',
    device: nothingSent,
    next: 'Check that this PC has a default browser, then try again.',
  },
  'sign-in-failed': {
    what: 'The sign-in service refused the sign-in.',
    device: nothingSent,
    next: 'Try again. If it keeps failing, ask your administrator.',
  },
  'sign-in-busy': {
    what: 'Another sign-in is already waiting in your browser.',
    device: nothingSent,
    next: 'Finish or cancel that sign-in first.',
  },
  'id-token-invalid': {
    what: 'The answer of the sign-in service could not be trusted.',
    device: nothingSent,
    next: 'Try again. If it happens twice, tell your administrator: it may be an attack or a wrong setting.',
  },
  'session-ended': {
    what: 'Your session has ended. Your organisation no longer renews it.',
    device: 'Nothing was sent just now. Requests from before are looked at again once you are signed in.',
    next: 'Sign in again.',
  },
  'tenant-unreachable': {
    what: 'Your organisation’s services cannot be reached.',
    device: nothingSent,
    next: 'Check the network connection, then try again.',
  },
  'practice-tenant-failed': {
    what: 'The practice tenant did not start, or it stopped.',
    device: 'Nothing here is real, and nothing was lost.',
    next: 'Close the console and start it again.',
  },
  'policy-invalid': {
    what: 'Your organisation’s policy file has a mistake in it.',
    device: 'Actions on devices are held until it is corrected.',
    next: 'Tell your administrator. Settings names the file and the place.',
  },

  'wrong-person': {
    what: 'Somebody else signed in.',
    device: nothingSent,
    next: 'Only the agent who signed out can confirm the reset. Sign in with that account and start again.',
  },
  'auth-time-missing': {
    what: 'The sign-in does not say when the password was typed, so it proves nothing.',
    device: nothingSent,
    next: 'Tell your administrator that the app registration needs the optional claim auth_time.',
  },
  'auth-time-stale': {
    what: 'The sign-in came from an older session. No password was typed just now.',
    device: nothingSent,
    next: `${tryAgain} Type your password on the sign-in page.`,
  },
  'auth-time-in-future': {
    what: 'The times in the sign-in contradict each other.',
    device: nothingSent,
    next: `${tryAgain} If it happens twice, tell your administrator.`,
  },
  'five-minutes-over': {
    what: 'The five minutes are over.',
    device: nothingSent,
    next: 'Confirm your identity once more, or start again when the caller is ready.',
  },
  'permit-void': {
    what: 'Your confirmation no longer counts, because the PC was locked or slept, or the console was reloaded.',
    device: nothingSent,
    next: 'Start the reset again.',
  },
  'permit-missing': {
    what: 'Nobody has confirmed their identity for this reset.',
    device: nothingSent,
    next: 'Start the reset again.',
  },
  'attempt-unknown': {
    what: 'This reset has already ended.',
    device: 'Nothing more was sent.',
    next: 'Look at the device’s status, then start again if it is still needed.',
  },

  'device-not-found': {
    what: 'Intune no longer has this device.',
    device: 'No passcode was reset. It may have been removed or enrolled anew under another id.',
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

  'graph-unauthorized': {
    what: 'Intune did not accept your sign-in.',
    device: notAccepted,
    next: 'Sign out, sign in again, and retry.',
  },
  'graph-missing-scope': {
    what: 'The console itself lacks a permission in your organisation.',
    device: notAccepted,
    next: 'Tell your administrator: the app registration lacks a Graph permission or its consent.',
  },
  'graph-missing-role': {
    what: 'Intune says that you may not do this, or not on this device.',
    device: notAccepted,
    next: 'Ask your Intune administrator to check your role and its scope.',
  },
  'graph-throttled': {
    what: 'Intune is receiving too many requests just now.',
    device: notAccepted,
    next: 'Wait a minute, then try again.',
  },
  'graph-rejected': {
    what: 'Intune rejected the request: the device or its state does not allow it.',
    device: notAccepted,
    next: 'Open the device again and look at its status.',
  },
  'graph-unavailable': {
    what: 'Intune is not available at the moment.',
    device: notAccepted,
    next: 'Try again in a few minutes.',
  },
  'graph-bad-response': {
    what: 'Intune’s answer could not be read.',
    device: 'If it was about a request, look at the device’s status before you try again.',
    next: 'Try again. If it keeps happening, a proxy may be in the way: tell your administrator.',
  },
  'graph-foreign-link': {
    what: 'Intune’s answer pointed to an address outside Microsoft Graph. The console did not follow it.',
    device: untouched,
    next: 'Tell your administrator. This should never happen.',
  },
  'graph-silent': {
    what: 'The request was sent, but no clear answer came back.',
    device: 'It may or may not have been accepted. It is not sent again by itself.',
    next: 'Wait: the console looks at the device for about ten minutes and then says what it found. Do not send it again yet.',
  },
  interrupted: {
    what: 'The console was closed before the answer came.',
    device: 'The request may or may not have been sent.',
    next: 'Look at the device’s status before you try again.',
  },
  'no-record': {
    what: 'Intune never showed a result for this request.',
    device: 'It was most probably not carried out.',
    next: 'Ask the caller what the device shows. Start again if the old passcode still works.',
  },
  'device-reported-failure': {
    what: 'The device reported a failure.',
    device: 'The device most probably keeps its passcode. On Android, a policy must require a passcode; on iOS, Intune may hold a wrong unlock token.',
    next: 'Try once more. If it fails again, ask an Intune administrator to check the policy; if the caller cannot get in, only resetting the whole device to factory settings helps.',
  },
  'device-reported-not-supported': {
    what: 'The device says that it cannot do this.',
    device: 'The device keeps its passcode. On Android, a passcode policy or the permission to reset is usually missing.',
    next: 'If the caller cannot get in, only resetting the whole device to factory settings helps.',
  },
  'action-canceled': {
    what: 'Intune cancelled the request, because something else took precedence.',
    device: 'The passcode was not reset. A wipe, retire or delete may be under way.',
    next: 'Look at the device’s status, or ask your supervisor.',
  },
  'no-passcode-yet': {
    what: 'There is no temporary passcode to show.',
    device: 'It has not arrived yet, it is already gone, or none was made.',
    next: 'Wait until the status says “done”, then try again. Intune keeps it for seven days.',
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
}
