import { plainWipe, type ActionEffect, type ActionParameters, type ObliterationBehavior, type WipeChoices, type WipeOption } from '../../src-shared/device-actions.ts'
import { effectResults, effectWarnings } from './effect-words.ts'

/** How a device is wiped: one of these, so that no two choices can contradict each other. */
const wipeModes = ['everything', 'keep-enrollment', 'keep-user-data', 'protected-wipe'] as const
export type WipeMode = (typeof wipeModes)[number]

export const wipeModeWords: Record<WipeMode, { readonly label: string; readonly consequence: string }> = {
  everything: { label: 'Erase everything', consequence: 'The device is set back to factory settings and leaves Intune.' },
  'keep-enrollment': { label: 'Keep the enrolment and the user account', consequence: 'Apps and settings are erased; the device stays in Intune, and the person can sign in again.' },
  'keep-user-data': { label: 'Keep the enrolment, the user account and the person’s files', consequence: 'Apps and settings are erased; the files of the person stay on the device. Not for a device that changes hands.' },
  'protected-wipe': { label: 'Erase everything, even if power is lost', consequence: 'The wipe goes on after every restart until it has finished. Some PCs do not start any more afterwards.' },
}

/** The modes that a platform has. */
export function modesOf(options: readonly WipeOption[]): readonly WipeMode[] {
  return wipeModes.filter((mode) => mode === 'everything' || options.includes(mode))
}

/** Graph's flags for a mode: keeping the person's files keeps the enrolment as well. */
export function choicesOf(mode: WipeMode, more: Partial<Pick<WipeChoices, 'persistEsimDataPlan' | 'obliterationBehavior' | 'withRecoveryPin'>>): WipeChoices {
  return {
    ...plainWipe, ...more, keepEnrollmentData: mode === 'keep-enrollment' || mode === 'keep-user-data', keepUserData: mode === 'keep-user-data',
    useProtectedWipe: mode === 'protected-wipe',
  }
}

function modeOf(wipe: WipeChoices): WipeMode {
  if (wipe.useProtectedWipe) return 'protected-wipe'
  if (wipe.keepUserData) return 'keep-user-data'
  return wipe.keepEnrollmentData ? 'keep-enrollment' : 'everything'
}

/** What a Mac does when erasing all content and settings does not work. */
export const obliterationWords: Record<ObliterationBehavior, { readonly label: string; readonly consequence: string }> = {
  default: { label: 'Erase the whole disk', consequence: 'macOS must be installed again.' },
  doNotObliterate: { label: 'Do nothing', consequence: 'The Mac keeps everything, and the wipe fails.' },
  obliterateWithWarning: { label: 'Erase the whole disk, with a warning', consequence: 'Intune reports a warning; macOS must be installed again.' },
  always: { label: 'Always erase the whole disk', consequence: 'The gentler way is not tried at all; macOS must be installed again.' },
}

export const eSimWords = { label: 'Keep the eSIM data plan', consequence: 'Without it the device has no mobile network until a plan is added again.' } as const

/** A wipe that leaves the device enrolled: what is said of a factory reset is not true of it. */
function isKeeping(parameters: ActionParameters | null): boolean {
  return parameters?.action === 'reset-device' && parameters.wipe.keepEnrollmentData
}

/** What will happen, with what was chosen. */
export function warningOf(effect: ActionEffect, parameters: ActionParameters | null): string {
  return parameters?.action === 'reset-device' && isKeeping(parameters) ? wipeModeWords[modeOf(parameters.wipe)].consequence : effectWarnings[effect]
}

/** What has happened, with what was chosen. */
export function resultOf(effect: ActionEffect, parameters: ActionParameters): string {
  return isKeeping(parameters) ? 'The device was reset, and stays in Intune.' : effectResults[effect]
}

/** A wipe in words, for the last dialog and the audit log. */
export function wipeSummary(wipe: WipeChoices): string {
  const parts = [
    wipeModeWords[modeOf(wipe)].label,
    wipe.persistEsimDataPlan ? '' : 'the eSIM data plan goes',
    wipe.obliterationBehavior === 'default' ? '' : `if erasing fails: ${obliterationWords[wipe.obliterationBehavior].label.toLowerCase()}`,
    wipe.withRecoveryPin ? 'with a recovery PIN' : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}
