import { describe, expect, it } from 'vitest'
import { deviceRequestOf } from '../../../src-main/graph/device-requests.ts'
import type { DeviceRequest } from '../../../src-main/graph/device-requests.ts'
import { deviceActionNames, obliterationBehaviors, plainWipe, wipeOptions } from '../../../src-shared/device-actions.ts'
import type { ActionParameters, WipeChoices, WipeOption } from '../../../src-shared/device-actions.ts'

const id = '11111111-1111-4111-8111-111111111111'
const device = (version: 'v1.0' | 'beta' = 'v1.0') => `/${version}/deviceManagement/managedDevices/${id}`
const none = { wipeOptions: [], recoveryPin: null } as const

const requests: readonly (readonly [ActionParameters, DeviceRequest])[] = [
  [{ action: 'rename', deviceName: 'FRONT-DESK-2' }, { method: 'POST', path: `${device('beta')}/setDeviceName`, body: { deviceName: 'FRONT-DESK-2' } }],
  [{ action: 'set-management-name', managedDeviceName: 'Ünal' }, { method: 'PATCH', path: device(), body: { managedDeviceName: 'Ünal' } }],
  [{ action: 'remove' }, { method: 'POST', path: `${device()}/retire`, body: null }],
  [{ action: 'reset-device', wipe: plainWipe }, { method: 'POST', path: `${device()}/wipe`, body: { keepEnrollmentData: false, keepUserData: false } }],
  [{ action: 'reset-passcode' }, { method: 'POST', path: `${device()}/resetPasscode`, body: null }],
  [{ action: 'remote-lock' }, { method: 'POST', path: `${device()}/remoteLock`, body: null }],
  [{ action: 'sync' }, { method: 'POST', path: `${device()}/syncDevice`, body: null }],
  [{ action: 'restart' }, { method: 'POST', path: `${device()}/rebootNow`, body: null }],
  [{ action: 'locate' }, { method: 'POST', path: `${device()}/locateDevice`, body: null }],
  [{ action: 'delete-record' }, { method: 'DELETE', path: device(), body: null }],
]

describe('the request of an action', () => {
  it.each(requests)('%j', (parameters, request) => {
    expect(deviceRequestOf(id, parameters, none)).toEqual(request)
  })
  it('is known for every action', () => {
    expect(requests.map(([{ action }]) => action).toSorted()).toEqual(deviceActionNames.toSorted())
  })
  it.each(['', '.', '..', '../users', 'a/b', 'x?y', 'x#y', 'a b', "1')/wipe", 'é', '%2e%2e', `${id}/wipe`, 'x'.repeat(101)])('is never made for what is no id: %j', (bad) => {
    for (const [parameters] of requests) expect(() => deviceRequestOf(bad, parameters, none)).toThrow('not a device id')
  })
})

describe('the request of a wipe', () => {
  const booleans = [false, true] as const
  const everyChoice: readonly WipeChoices[] = booleans.flatMap((keepEnrollmentData) => booleans.flatMap((keepUserData) =>
    booleans.flatMap((persistEsimDataPlan) => booleans.flatMap((useProtectedWipe) => booleans.flatMap((withRecoveryPin) =>
      obliterationBehaviors.map((obliterationBehavior) =>
        ({ keepEnrollmentData, keepUserData, persistEsimDataPlan, useProtectedWipe, withRecoveryPin, obliterationBehavior })))))))
  const everyPlatform: readonly (readonly WipeOption[])[] = [[], ['esim-plan'], ['mac-pin', 'obliteration'], ['keep-enrollment', 'keep-user-data', 'protected-wipe'], wipeOptions]
  const knownToV1 = ['keepEnrollmentData', 'keepUserData', 'macOsUnlockCode', 'persistEsimDataPlan']
  const knownToBeta = [...knownToV1, 'obliterationBehavior', 'useProtectedWipe']

  it('says of every choice on every platform just what was chosen, in words that this version of Graph knows', () => {
    for (const wipe of everyChoice) for (const options of everyPlatform) for (const recoveryPin of ['482913', null]) {
      const { method, path, body } = deviceRequestOf(id, { action: 'reset-device', wipe }, { wipeOptions: options, recoveryPin })
      const isBeta = wipe.useProtectedWipe || wipe.obliterationBehavior !== 'default'
      const asked = JSON.stringify([wipe, options, recoveryPin])
      expect([method, path], asked).toEqual(['POST', `${device(isBeta ? 'beta' : 'v1.0')}/wipe`])
      expect(Object.keys(body ?? {}).filter((name) => !(isBeta ? knownToBeta : knownToV1).includes(name)), asked).toEqual([])
      expect(body, asked).toEqual({
        keepEnrollmentData: wipe.keepEnrollmentData,
        keepUserData: wipe.keepUserData,
        ...(options.includes('esim-plan') ? { persistEsimDataPlan: wipe.persistEsimDataPlan } : {}),
        ...(wipe.withRecoveryPin && recoveryPin !== null ? { macOsUnlockCode: recoveryPin } : {}),
        ...(wipe.useProtectedWipe ? { useProtectedWipe: true } : {}),
        ...(wipe.obliterationBehavior === 'default' ? {} : { obliterationBehavior: wipe.obliterationBehavior }),
      })
    }
  })
  it('keeps an iPhone’s eSIM plan unless the agent chose otherwise', () => {
    const body = (persistEsimDataPlan: boolean) => deviceRequestOf(id, { action: 'reset-device', wipe: { ...plainWipe, persistEsimDataPlan } }, { wipeOptions: ['esim-plan'], recoveryPin: null }).body
    expect(body(true)).toMatchObject({ persistEsimDataPlan: true })
    expect(body(false)).toMatchObject({ persistEsimDataPlan: false })
  })
})
