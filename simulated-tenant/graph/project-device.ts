import type { TenantDevice } from '../devices/device.ts'
import { actionResults } from './action-results.ts'
import { betaDefaults, emptiedInLists, v1Defaults, v1EnrollmentTypes, v1ManagementAgents } from './properties.ts'

export type GraphVersion = 'v1.0' | 'beta'
export type Projection = (device: TenantDevice) => Record<string, unknown>

function valueOf(
  device: TenantDevice, property: string, version: GraphVersion, defaults: Readonly<Record<string, unknown>>
): unknown {
  const { properties } = device
  switch (property) {
    case 'deviceActionResults': return actionResults(device)
    case 'lostModeState': return device.model.lostMode ? 'enabled' : 'disabled'
    case 'ownerType': return properties.managedDeviceOwnerType
    case 'aadRegistered': return properties.azureADRegistered
    case 'azureActiveDirectoryDeviceId': return properties.azureADDeviceId
    case 'deviceEnrollmentType':
      return version === 'beta' || v1EnrollmentTypes.has(properties.deviceEnrollmentType) ? properties.deviceEnrollmentType : 'unknownFutureValue'
    case 'managementAgent':
      return version === 'beta' || v1ManagementAgents.has(properties.managementAgent) ? properties.managementAgent : 'unknown'
    default:
      return Object.hasOwn(properties, property) ? properties[property] : defaults[property]
  }
}

/** Makes the view of a device that a version of Graph gives, or names the property in `select` that it does not know. */
export function createProjection(
  version: GraphVersion,
  select: readonly string[] | null,
  place: 'list' | 'single',
): { readonly status: 'ok'; readonly project: Projection } | { readonly status: 'unknown-property'; readonly property: string } {
  const defaults = version === 'beta' ? betaDefaults : v1Defaults
  const names: string[] = []
  for (const asked of select ?? Object.keys(defaults)) {
    // OData names are compared without regard to case here, as Graph does.
    const name = Object.hasOwn(defaults, asked) ? asked : Object.keys(defaults).find(
      (known) => known.toLowerCase() === asked.toLowerCase()
    )
    if (name === undefined) return { status: 'unknown-property', property: asked }
    if (!names.includes(name)) names.push(name)
  }
  const project: Projection = (device) => {
    const view: Record<string, unknown> = {}
    for (const name of names) {
      view[name] = place === 'list' && Object.hasOwn(emptiedInLists, name) ? emptiedInLists[name] : valueOf(device, name, version, defaults)
    }
    return view
  }
  return { status: 'ok', project }
}
