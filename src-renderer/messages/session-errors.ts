import { nothingSent, untouched, type SomeMessages } from './error-message.ts'

const tryAgain = 'Confirm your identity once more.'

/** The session, the fresh sign-in and the permit. */
export const sessionErrors = {
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
  'proxy-needs-sign-in': {
    what: 'The proxy of this network asks for a sign-in of its own, so your organisation’s services cannot be reached.',
    device: nothingSent,
    next: 'Tell your administrator: the proxy must let this PC through to Microsoft’s addresses without asking.',
  },
  'captive-portal': {
    what: 'A page of this network answered in place of your organisation’s services.',
    device: nothingSent,
    next: 'On a guest network, open any web page, sign in to the network there, and try again. Elsewhere a filter is in the way: tell your administrator.',
  },
  'connection-untrusted': {
    what: 'What answered in place of your organisation’s services showed a certificate that this PC does not trust.',
    device: nothingSent,
    next: 'Check the date of this PC, and whether the network wants a sign-in. Otherwise tell your administrator: the network may look into connections.',
  },
  'not-set-up': {
    what: 'This console has not been set up yet.',
    device: untouched,
    next: 'Connect it to your organisation, or practise first.',
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
} satisfies SomeMessages
