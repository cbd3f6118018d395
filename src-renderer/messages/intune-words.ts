import { mdiCloudCheckOutline, mdiCloudQuestionOutline, mdiCloudRemoveOutline } from '@mdi/js'
import type { IntuneLogName } from '../../src-shared/audit.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { IntuneLogEntry, IntuneLogReading, IntuneVerdict, Reconciliation } from '../../src-shared/reconciliation.ts'
import { actionNames, type StateWords } from './action-words.ts'
import { whatHappened } from './agent-words.ts'
import { errorMessages } from './error-messages.ts'
import { toneIcons } from './tones.ts'

export const intunePeriods = ['day', 'week', 'month'] as const
export type IntunePeriod = (typeof intunePeriods)[number]
export const intunePeriodNames: Record<IntunePeriod, string> = { day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' }

export const intuneLogNames: Record<IntuneLogName, string> = {
  'remote-action-audits': 'Intune’s list of remote actions',
  'audit-events': 'Intune’s audit log',
}

/** Groups of what the console sent, by what Intune says of it. */
export const verdictWords: Record<IntuneVerdict, StateWords & { readonly hint: string }> = {
  missing: {
    word: 'Intune does not have it', tone: 'bad', icon: mdiCloudRemoveOutline,
    hint: 'The console sent these and Intune should have them by now. A request without a clear answer may never have arrived.',
  },
  'not-comparable': {
    word: 'Could not be compared', tone: 'warn', icon: mdiCloudQuestionOutline,
    hint: 'The log that would have these could not be read.',
  },
  'not-yet': {
    word: 'Not in Intune’s logs yet', tone: 'wait', icon: toneIcons.wait,
    hint: 'Sent in the last half hour. Intune’s logs lag: compare again later.',
  },
  confirmed: { word: 'Confirmed by Intune', tone: 'good', icon: mdiCloudCheckOutline, hint: 'Intune’s own logs have these, by the same person on the same device.' },
}

export const nothingMissing = 'None. Intune has everything that this console sent and that could be compared.'
export const elsewhereWords = {
  title: 'At another desk',
  hint: 'Not sent by this console now, but the central log has them: from another desk, or from an earlier log of this one.',
} as const
export const outsideWords = {
  title: 'Done outside this console',
  hint: 'In the admin center, by a script, or with a console on another PC. This console did not send these.',
  notAtDesks: 'In the admin center, by a script, or at a desk whose rows have not arrived yet. Neither this console nor the central log has these.',
  none: 'Nothing. Every action in the logs that were read was sent by this console.',
  noneAtDesks: 'Nothing. Every action in the logs that were read was sent by this console, or by a desk in the central log.',
} as const

/** Why the central log was of no help. */
export const centralUnreadText = (code: ErrorCode): string => `The central log could not be read, so what was done outside may hold other desks’ work. ${whatHappened(code)}`

/** What stands under the title of what was done outside. */
export function outsideHint({ outside, central }: Reconciliation): string {
  const isCentralRead = central !== null && central.code === null
  if (outside.length === 0) return isCentralRead ? outsideWords.noneAtDesks : outsideWords.none
  return isCentralRead ? outsideWords.notAtDesks : outsideWords.hint
}

/** What could be read of one of Intune's logs, and why not. */
export function readingText({ source, entries, unreadable, code }: IntuneLogReading): string {
  const name = intuneLogNames[source]
  if (code === 'graph-missing-role') return `${name} could not be read. Your role in Intune does not cover it: ask for the permission Audit data / Read.`
  if (code === 'graph-missing-scope') return `${name} could not be read. ${errorMessages[code].what} ${errorMessages[code].next}`
  if (code !== null) return `${name} could not be read. ${whatHappened(code)}`
  const counted = entries === 1 ? '1 action on a device' : `${entries} actions on devices`
  const lost = unreadable === 0 ? '' : unreadable === 1 ? ' 1 row could not be understood and is left out.' : ` ${unreadable} rows could not be understood and are left out.`
  return `${name}: ${counted}.${lost}`
}

/** Our name for what an entry is about, or Intune's own word for what the console does not have. */
export function entryName({ action, graphAction }: IntuneLogEntry): string {
  if (action !== null) return actionNames[action]
  return /^unknown(FutureValue)?$/i.test(graphAction) ? 'An action that Intune has no word for' : graphAction
}
