import { describe, expect, it } from 'vitest'
import { areWipeChoicesSound, usedWipeOptions } from '../../../src-main/policy/wipe-options.ts'
import { plainWipe, wipeOptions } from '../../../src-shared/device-actions.ts'
import type { WipeChoices, WipeOption } from '../../../src-shared/device-actions.ts'

const choices: readonly (readonly [WipeOption, Partial<WipeChoices>])[] = [
  ['keep-enrollment', { keepEnrollmentData: true }],
  ['keep-user-data', { keepUserData: true }],
  ['esim-plan', { persistEsimDataPlan: false }],
  ['mac-pin', { withRecoveryPin: true }],
  ['obliteration', { obliterationBehavior: 'always' }],
  ['protected-wipe', { useProtectedWipe: true }],
]

describe('the choices for a wipe', () => {
  it('make use of no option where nothing was chosen, and can be sent to any device', () => {
    expect(usedWipeOptions(plainWipe)).toEqual([])
    expect(areWipeChoicesSound(plainWipe, [])).toBe(true)
  })

  it.each(choices)('make use of %s by %o, and are refused where it is not offered', (option, chosen) => {
    const wipe = { ...plainWipe, ...chosen }
    expect(usedWipeOptions(wipe)).toEqual([option])
    expect(areWipeChoicesSound(wipe, [option])).toBe(true)
    expect(areWipeChoicesSound(wipe, wipeOptions.filter((other) => other !== option))).toBe(false)
  })

  it('cannot keep something on a PC and overwrite it all', () => {
    const protectedWipe = { ...plainWipe, useProtectedWipe: true }
    expect(areWipeChoicesSound({ ...protectedWipe, keepUserData: true }, wipeOptions)).toBe(false)
    expect(areWipeChoicesSound({ ...protectedWipe, keepEnrollmentData: true }, wipeOptions)).toBe(false)
    expect(areWipeChoicesSound({ ...plainWipe, keepEnrollmentData: true, keepUserData: true }, wipeOptions)).toBe(true)
  })
})
