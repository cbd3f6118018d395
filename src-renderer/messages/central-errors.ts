import { untouched, type SomeMessages } from './error-message.ts'

/** The logs of this desk beside the present one, and the central log of every desk. */
export const centralErrors = {
  'export-file-differs': {
    what: 'This file is not a copy of that log as it was exported.',
    device: untouched,
    next: 'Choose the file that was exported, or export the log again.',
  },
  'log-not-removable': {
    what: 'This log has to stay on this PC.',
    device: untouched,
    next: 'The list of logs says why.',
  },
  'central-off': {
    what: 'Your organisation has no central log, or this PC does not know of it.',
    device: untouched,
    next: 'Read this desk’s own log, or ask your administrator.',
  },
  'central-unreachable': {
    what: 'The central log cannot be reached.',
    device: 'Actions go on: this PC keeps its rows and sends them later.',
    next: 'Try again, or read this desk’s own log meanwhile.',
  },
  'central-untrusted': {
    what: 'The central log’s server showed a certificate that this PC does not trust.',
    device: 'Actions go on: this PC keeps its rows and sends them later.',
    next: 'Tell your administrator. Do not work around it: somebody may stand between.',
  },
  'central-denied': {
    what: 'The central log does not let you in, or not to do this.',
    device: 'Actions go on: this PC keeps its rows and sends them later.',
    next: 'Ask your administrator about your login there.',
  },
  'central-not-ready': {
    what: 'The central log’s database is not set up, or not in this console’s version.',
    device: 'Actions go on: this PC keeps its rows and sends them later.',
    next: 'Ask your administrator to set it up or to bring it up to date.',
  },
  'central-slow': {
    what: 'The central log took too long to answer, and the question was given up.',
    device: untouched,
    next: 'Ask for less: a shorter time, one agent or one device.',
  },
  'central-disagrees': {
    what: 'The central log holds other or later rows of this desk than this PC does.',
    device: 'Actions on devices are held.',
    next: 'Tell your supervisor at once, and do not delete anything.',
  },
  'story-changed': {
    what: 'A row of this attempt was changed in the central log, so it is not shown.',
    device: untouched,
    next: 'Have this desk’s log checked, and read the attempt at the desk itself.',
  },
  'verify-busy': {
    what: 'Another desk’s log is being checked.',
    device: untouched,
    next: 'Wait for it, or cancel it first.',
  },
} as const satisfies SomeMessages
