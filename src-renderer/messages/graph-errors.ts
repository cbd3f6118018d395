import { notAccepted, nothingSent, untouched, type SomeMessages } from './error-message.ts'

/** What Graph said, and what became of a request. */
export const graphErrors = {
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
} satisfies SomeMessages
