import type { DeviceNameFault, DeviceNameProblem } from '../../src-shared/device-name-rules.ts'
import { visibleText } from './display-text.ts'

/** What is wrong with a name while it is typed; `detail` is a character or a number. */
const sentences: Record<DeviceNameFault, (detail: string) => string> = {
  empty: () => 'Type the new name.',
  spaces: () => 'A name cannot have spaces in it. Use a hyphen.',
  character: (detail) => `“${visibleText(detail)}” cannot be in this name.`,
  'too-long': (detail) => `A name has ${detail} characters at most.`,
  'digits-only': () => 'A name cannot be digits only.',
  'needs-letter-or-hyphen': () => 'A name needs at least one letter or hyphen.',
  'same-name': () => 'This is the name that it has now.',
}

/** One short sentence for the field. */
export function deviceNameMessage({ fault, detail }: DeviceNameProblem): string {
  return sentences[fault](detail)
}
