import type { ErrorCode } from '../../src-shared/error-codes.ts'

/** What an agent reads for a code: what happened, what that means for the device, what to do next. */
export interface ErrorMessage {
  readonly what: string
  readonly device: string
  readonly next: string
}

const nothingSent = 'Nothing was sent. The device is as it was.'
/** True before sending as well as after a clear no: the same code can come from either. */
const notAccepted = 'Nothing was done: the device is as it was.'
const nothingSentToAny = 'Nothing was sent. The devices are as they were.'
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
    next: 'Only the agent who signed out can confirm it. Sign in with that account and start again.',
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
    next: 'Start again.',
  },
  'permit-missing': {
    what: 'Nobody has confirmed their identity for this.',
    device: nothingSent,
    next: 'Start again.',
  },
  'attempt-unknown': {
    what: 'This attempt has already ended.',
    device: 'Nothing more was sent.',
    next: 'Look at the device’s status, then start again if it is still needed.',
  },

  'device-not-found': {
    what: 'Intune no longer has this device.',
    device: 'Nothing was done to it. It may have been removed or enrolled anew under another id.',
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
  'approval-required': {
    what: 'A second administrator must approve this first.',
    device: 'Nothing was done: the request waits for three days at most.',
    next: 'Tell an approver yourself, because Intune notifies nobody. Then come back and send it.',
  },
  'approval-justification-missing': {
    what: 'The organisation’s approval asks for a reason, and none was sent.',
    device: notAccepted,
    next: 'Start again and type a reason.',
  },
  'approval-pending': {
    what: 'Another request for this device waits for approval already.',
    device: 'Nothing more was sent. The earlier request still counts.',
    next: 'Ask an approver to decide on that one first.',
  },
  'approval-refused': {
    what: 'Intune does not accept the approval: it was used already, not given, or given to somebody else.',
    device: notAccepted,
    next: 'Read the device again to see how the request stands. Only the agent who asked can send it.',
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
    next: 'Ask the caller what the device shows. Start again if nothing has changed on it.',
  },
  'device-reported-failure': {
    what: 'The device reported a failure.',
    device: 'The device is most probably as it was.',
    next: 'Try once more. If it fails again, ask an Intune administrator to look at the device and its policies.',
  },
  'device-reported-not-supported': {
    what: 'The device says that it cannot do this.',
    device: 'The device is as it was. For a passcode on Android, a passcode policy or the permission to reset is usually missing.',
    next: 'Ask an Intune administrator. If the caller cannot get into the device, only resetting the whole device to factory settings helps.',
  },
  'record-gone': {
    what: 'The device has left Intune, as it does after this.',
    device: 'Intune says nothing more about it.',
    next: 'Ask the caller what the device shows, if you need to be sure.',
  },
  'approval-rejected': {
    what: 'The second administrator rejected the request.',
    device: nothingSent,
    next: 'Ask them why before you ask again.',
  },
  'approval-cancelled': {
    what: 'The request for approval was withdrawn.',
    device: nothingSent,
    next: 'Start again if it is still needed.',
  },
  'approval-expired': {
    what: 'Nobody decided on the request within three days.',
    device: nothingSent,
    next: 'Start again, and tell an approver yourself: Intune notifies nobody.',
  },
  'action-canceled': {
    what: 'Intune cancelled the request, because something else took precedence.',
    device: 'It was not carried out. A wipe, retire or delete may be under way.',
    next: 'Look at the device’s status, or ask your supervisor.',
  },
  'no-passcode-yet': {
    what: 'There is no temporary passcode to show.',
    device: 'It has not arrived yet, it is already gone, or none was made.',
    next: 'Wait until the status says “done”, then try again. Intune keeps it for seven days.',
  },
  'no-pin-yet': {
    what: 'There is no unlock PIN to show.',
    device: 'It has not arrived yet, or another action has replaced it.',
    next: 'Wait until the status says “done”, then try again. Intune keeps it for 30 days at most.',
  },
  'no-location-yet': {
    what: 'There is no location to show.',
    device: 'It has not arrived yet, or it is gone: Intune keeps it for 24 hours.',
    next: 'Wait until the status says “done”, or locate the device again.',
  },

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
}
