import type { TenantDevice } from '../devices/device.ts'
import { nameFault } from '../devices/device-name-rules.ts'
import type { ActionName, ActionParameters } from '../devices/queued-action.ts'
import type { GraphVersion } from './project-device.ts'

type Check = (value: unknown) => boolean
const isBoolean: Check = (value) => typeof value === 'boolean' || value === null
const isPin: Check = (value) => value === null || (typeof value === 'string' && /^\d{6}$/.test(value))
const isObliteration: Check = (value) => value === null ||
  ['default', 'doNotObliterate', 'obliterateWithWarning', 'always'].some((known) => known === value)

/** What v1.0's metadata says of `wipe`: exactly these. */
const wipeOfV1: Readonly<Record<string, Check>> = {
  keepEnrollmentData: isBoolean, keepUserData: isBoolean, macOsUnlockCode: isPin, persistEsimDataPlan: isBoolean,
}
const wipeOfBeta: Readonly<Record<string, Check>> = {
  ...wipeOfV1, obliterationBehavior: isObliteration, useProtectedWipe: isBoolean,
}

function parametersOf(action: ActionName, version: GraphVersion): Readonly<Record<string, Check>> {
  if (action === 'wipe') return version === 'beta' ? wipeOfBeta : wipeOfV1
  return action === 'setDeviceName' ? { deviceName: (value) => typeof value === 'string' } : {}
}

export type ReadParameters =
  | { readonly status: 'ok'; readonly parameters: ActionParameters }
  | { readonly status: 'wrong'; readonly sentence: string }

/** Reads the body of an action as the version's metadata declares it. */
export function readParameters(device: TenantDevice, action: ActionName, version: GraphVersion, body: unknown): ReadParameters {
  const wrong = (sentence: string): ReadParameters => ({ status: 'wrong', sentence })
  if (typeof (body ?? {}) !== 'object' || Array.isArray(body)) return wrong('Unable to read JSON request payload.')
  const given = (body ?? {}) as Record<string, unknown>
  const known = parametersOf(action, version)
  for (const [name, value] of Object.entries(given)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined
    if (check === undefined) return wrong(`The parameter '${name}' in the request payload is not a valid parameter for the operation '${action}'.`)
    if (!check(value)) return wrong(`Cannot convert the value of the parameter '${name}' to its type.`)
  }
  const fault = action === 'setDeviceName' ? nameFault(device, given['deviceName']) : null
  if (fault !== null) return wrong(fault)
  return { status: 'ok', parameters: Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'macOsUnlockCode')) }
}
