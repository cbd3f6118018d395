import type { DeviceNameProblem } from '../../src-shared/device-name-rules.ts'

/** Which rule a new name breaks. */
export const deviceNameProblemMessages: Record<DeviceNameProblem, string> = {
  empty: 'Type a name.',
  'too-long': 'The name is too long.',
  characters: 'Only letters, digits and hyphens are allowed.',
  'digits-only': 'A name of digits only is not allowed.',
  'needs-letter': 'The name needs at least one letter or hyphen.',
  'outer-space': 'A space at the beginning or the end is not allowed.',
  invisible: 'The name has a character in it that nobody can see.',
}
