import type { TypedConfirmation } from '../../src-shared/typed-confirmation.ts'

const numbers: Record<TypedConfirmation['of'], string> = { serialNumber: 'serial number', imei: 'IMEI', id: 'Intune device ID' }

/** What has to be typed, and of what. */
export const typedLabel = (confirmation: TypedConfirmation): string => `Type the last four characters of the ${numbers[confirmation.of]}`

/** Why the button does not work yet. */
export const typedReason = (confirmation: TypedConfirmation, typed: string): string =>
  typed.trim().length < confirmation.length ? `${typedLabel(confirmation)} first.` : `These are not the last four characters of the ${numbers[confirmation.of]}.`
