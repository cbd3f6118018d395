import type { SecretKind } from '../../src-shared/device-actions.ts'

interface SecretWords {
  readonly name: string
  readonly dots: string
  readonly keptFor: string
  /** What to do when who may see it is not there. */
  readonly otherwise: string
}

export const secretWords: Record<SecretKind, SecretWords> = {
  'temporary-passcode': {
    name: 'Temporary passcode', dots: '••••••••', keptFor: 'Intune keeps the passcode for seven days.',
    otherwise: 'If they are not available, reset the passcode again.',
  },
  'unlock-pin': {
    name: 'Unlock PIN', dots: '••••••', keptFor: 'It is shown until another action replaces it, at most 30 days.',
    otherwise: 'Do not lock the Mac again: that fails, and the PIN goes.',
  },
}
