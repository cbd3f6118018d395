import type { WipeChoices, WipeOption } from '../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'

/** These parameters of the wipe are in Graph beta only. */
const betaOptions: readonly WipeOption[] = ['obliteration', 'protected-wipe']

/** The options that can be sent for this device: those of its platform, without beta's where the tenant refuses beta. */
export function offeredWipeOptions(options: readonly WipeOption[], device: Pick<DeviceDetails, 'readFrom'>): readonly WipeOption[] {
  return device.readFrom === 'beta' ? options : options.filter((option) => !betaOptions.includes(option))
}

/** The options that an agent's choices make use of. Keeping the eSIM plan is what happens anyway. */
export function usedWipeOptions(choices: WipeChoices): readonly WipeOption[] {
  const uses: readonly (readonly [WipeOption, boolean])[] = [
    ['keep-enrollment', choices.keepEnrollmentData],
    ['keep-user-data', choices.keepUserData],
    ['esim-plan', !choices.persistEsimDataPlan],
    ['mac-pin', choices.withRecoveryPin],
    ['obliteration', choices.obliterationBehavior !== 'default'],
    ['protected-wipe', choices.useProtectedWipe],
  ]
  return uses.filter(([, isUsed]) => isUsed).map(([option]) => option)
}

/** Whether the choices can be sent: only what is offered, and a protected wipe keeps nothing. */
export function areWipeChoicesSound(choices: WipeChoices, offered: readonly WipeOption[]): boolean {
  const used = usedWipeOptions(choices)
  const isContradiction = choices.useProtectedWipe && (choices.keepUserData || choices.keepEnrollmentData)
  return !isContradiction && used.every((option) => offered.includes(option))
}
