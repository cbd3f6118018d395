import { mdiCancel, mdiCloseCircleOutline, mdiFileDocumentEditOutline, mdiPowerPlugOffOutline, mdiProgressClock, mdiSendCheckOutline } from '@mdi/js'
import type { AttemptStage, AttemptStatus, AuditHealth } from '../../src-shared/audit.ts'
import { stateWords, type StateWords } from './action-words.ts'
import { toneIcons } from './tones.ts'

/** How an attempt ended, for the table. */
export const attemptStatusWords: Record<AttemptStatus, StateWords> = {
  open: { word: 'Under way', tone: 'wait', icon: mdiProgressClock },
  refused: { word: 'Refused', tone: 'warn', icon: toneIcons.warn },
  cancelled: { word: 'Cancelled', tone: 'neutral', icon: mdiCancel },
  interrupted: { word: 'Interrupted', tone: 'warn', icon: mdiPowerPlugOffOutline },
  requested: { word: 'Requested', tone: 'wait', icon: mdiSendCheckOutline },
  unknown: stateWords.unknown,
  done: stateWords.done,
  failed: stateWords.failed,
  'not-supported': { ...stateWords['not-supported'], icon: mdiCloseCircleOutline },
}

export const stageWords: Record<AttemptStage, string> = {
  availability: 'before anything started',
  'sign-in': 'at the fresh sign-in',
  warning: 'at the warning',
  sending: 'while sending',
}

/** What Graph said to the request. */
export const answerWords: Record<'requested' | 'refused' | 'unknown', string> = {
  requested: 'Accepted',
  refused: 'Refused',
  unknown: 'No clear answer',
}

export const healthWords: Record<AuditHealth['status'], StateWords> = {
  whole: { word: 'Chain whole', tone: 'good', icon: toneIcons.good },
  broken: { word: 'Chain broken', tone: 'bad', icon: toneIcons.bad },
  unavailable: { word: 'Not writable', tone: 'bad', icon: toneIcons.bad },
  held: { word: 'Rows held back', tone: 'warn', icon: mdiFileDocumentEditOutline },
}

/** For the banner that stays until it is well again; null: no banner. */
export const healthBanners: Record<AuditHealth['status'], string | null> = {
  whole: null,
  broken: 'The audit log does not verify: a row was changed or is missing. Actions on devices are held. Tell your supervisor at once.',
  unavailable: 'The audit log cannot be opened or written. Actions on devices are held. Tell your administrator.',
  held: 'The audit log cannot be written just now: rows wait in memory and actions on devices are held. Keep the console open and tell your administrator.',
}
