import { managementNameMaxLength } from './attempts.ts'
import type { DeviceKind } from './device.ts'

/** What a new device name may be on one platform. */
export interface DeviceNameRules {
  readonly maxLength: number
  /** Letters and digits of other scripts; otherwise A to Z and 0 to 9. */
  readonly allowsOtherScripts: boolean
  /** What must be in it besides digits; null when digits alone are fine. */
  readonly besidesDigits: 'digits-only' | 'needs-letter-or-hyphen' | null
}

/** What can be wrong with a name; the page owns the sentence. */
export const deviceNameFaults = ['empty', 'spaces', 'character', 'too-long', 'digits-only', 'needs-letter-or-hyphen', 'same-name'] as const
export type DeviceNameFault = (typeof deviceNameFaults)[number]

export interface DeviceNameProblem {
  readonly fault: DeviceNameFault
  /** For `character`: the one that is not allowed; for `too-long`: how many are allowed; otherwise "". */
  readonly detail: string
}

// Microsoft's page on Rename gives a length for Windows only. 255 is there to keep a pasted page out, and is what the record holds.
const windows: DeviceNameRules = { maxLength: 63, allowsOtherScripts: true, besidesDigits: 'digits-only' }
const apple: DeviceNameRules = { maxLength: 255, allowsOtherScripts: false, besidesDigits: 'needs-letter-or-hyphen' }
const android: DeviceNameRules = { maxLength: 255, allowsOtherScripts: false, besidesDigits: null }

const rulesOfKind: ReadonlyMap<string, DeviceNameRules> = new Map<DeviceKind, DeviceNameRules>([
  ['windows', windows],
  ['macos', apple],
  ['ios-personal', apple],
  ['ios-automated', apple],
  ['android-dedicated', android],
  ['android-fully-managed', android],
  ['android-corporate-work-profile', android],
])

/** The rules for the new name of a device; null for a kind that cannot be renamed. */
export function nameRulesFor(kind: DeviceKind): DeviceNameRules | null {
  return rulesOfKind.get(kind) ?? null
}

const plain = /^[A-Za-z0-9-]$/
/** What Windows can map to an internationalised name: letters and digits with their accents, and nothing that cannot be seen. */
const otherScript = /^(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{Nd}]$/u
const digits = /^\p{Nd}+$/u
const space = /\s/u

/** The first rule that a new name breaks, or null. Meant for every keystroke, and for main before it sends. */
export function checkDeviceName(rules: DeviceNameRules, name: string, currentName = ''): DeviceNameProblem | null {
  if (name === '') return problem('empty')
  if (space.test(name)) return problem('spaces')
  const odd = Array.from(name).find((character) => !plain.test(character) && !(rules.allowsOtherScripts && isOtherScript(character)))
  if (odd !== undefined) return problem('character', odd)
  if (name.length > rules.maxLength) return problem('too-long', String(rules.maxLength))
  if (rules.besidesDigits !== null && digits.test(name)) return problem(rules.besidesDigits)
  return name === currentName ? problem('same-name') : null
}

/** Controls, signs that reorder what is read, and halves of a character: nobody sees them in a label, and they can make two look alike. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** What is wrong with a new management name, or null: it is a label in Intune's record, so nearly everything is allowed. */
export function checkManagementName(name: string, currentName = ''): DeviceNameProblem | null {
  if (name.trim() === '') return problem('empty')
  const odd = Array.from(name).find((character) => unseen.test(character))
  if (odd !== undefined) return problem('character', odd)
  if (name.length > managementNameMaxLength) return problem('too-long', String(managementNameMaxLength))
  return name === currentName ? problem('same-name') : null
}

function isOtherScript(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= 0x80 && otherScript.test(character)
}

function problem(fault: DeviceNameFault, detail = ''): DeviceNameProblem {
  return { fault, detail }
}
