import type { DeviceKind } from './device.ts'

/** What is wrong with a new name. The renderer owns the sentence. */
export const deviceNameProblems = ['empty', 'too-long', 'characters', 'digits-only', 'needs-letter', 'outer-space', 'invisible'] as const
export type DeviceNameProblem = (typeof deviceNameProblems)[number]

export interface DeviceNameRules { readonly platform: 'windows' | 'apple' | 'android'; readonly maxLength: number }

/** The rules of a kind of device; null where it cannot be renamed. */
export function nameRulesFor(kind: DeviceKind): DeviceNameRules | null {
  if (kind === 'windows') return { platform: 'windows', maxLength: 63 }
  if (kind.startsWith('ios-') || kind === 'macos') return { platform: 'apple', maxLength: 63 }
  if (kind.startsWith('android-')) return { platform: 'android', maxLength: 63 }
  return null
}

/** The first rule that a device name breaks; null when it breaks none. */
export function checkDeviceName(rules: DeviceNameRules, name: string): DeviceNameProblem | null {
  if (name === '') return 'empty'
  if (name.length > rules.maxLength) return 'too-long'
  if (!/^[A-Za-z0-9-]+$/.test(name)) return 'characters'
  if (rules.platform === 'windows' && /^\d+$/.test(name)) return 'digits-only'
  return rules.platform === 'apple' && !/[A-Za-z-]/.test(name) ? 'needs-letter' : null
}

/** The first rule that a management name breaks; null when it breaks none. */
export function checkManagementName(name: string): DeviceNameProblem | null {
  if (name.trim() === '') return 'empty'
  if (name.length > 255) return 'too-long'
  if (name !== name.trim()) return 'outer-space'
  return /[\p{Cc}\p{Cf}]/u.test(name) ? 'invisible' : null
}
