import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import { readDevices } from '../people/permissions.ts'
import type { GraphCall } from './device-routes.ts'
import { forbidden, readScopes } from './device-routes.ts'
import { graphError } from './errors.ts'
import { isVisibleTo } from './scope-tags.ts'

const rbacScopes = [
  'DeviceManagementConfiguration.Read.All', 'DeviceManagementConfiguration.ReadWrite.All', 'DeviceManagementRBAC.Read.All',
  'DeviceManagementRBAC.ReadWrite.All',
]

/** Answers `GET …/deviceManagement/getEffectivePermissions(scope='*')`: what the caller's Intune roles allow. */
export function getEffectivePermissions(call: GraphCall): Reply {
  const no = forbidden(call, rbacScopes, null)
  if (no !== null) return no
  const actions = { allowedResourceActions: call.caller.person.permissions, notAllowedResourceActions: [] }
  const permission = call.version === 'beta' ? {
    actions: call.caller.person.permissions, resourceActions: [actions],
  } : { resourceActions: [actions] }
  return json(
    200,
    {
      '@odata.context': `${call.url.origin}/${call.version}/$metadata#Collection(microsoft.graph.rolePermission)`,
      value: [permission],
    }
  )
}

/** Answers `GET …/deviceManagement/managedDeviceOverview`: counts to check a full walk against. */
export function getOverview(call: GraphCall): Reply {
  const no = forbidden(call, readScopes, readDevices)
  if (no !== null) return no
  const counts = {
    androidCount: 0, iosCount: 0, macOSCount: 0, windowsMobileCount: 0, windowsCount: 0, unknownCount: 0,
    androidDedicatedCount: 0, androidFullyManagedCount: 0, androidCorporateWorkProfileCount: 0, androidDeviceAdminCount: 0,
    androidWorkProfileCount: 0, configMgrDeviceCount: 0,
  }
  const betaCounts = { chromeOSCount: 0, linuxCount: 0, aospUserAssociatedCount: 0, aospUserlessCount: 0 }
  let total = 0
  for (const device of call.state.devices.from(-1)) {
    if (!isVisibleTo(call.caller.person, device)) continue
    total += 1
    const { properties } = device
    switch (properties.operatingSystem) {
      case 'iOS': counts.iosCount += 1; break
      case 'macOS': counts.macOSCount += 1; break
      case 'Windows': counts.windowsCount += 1; break
      case 'ChromeOS': betaCounts.chromeOSCount += 1; break
      case 'Linux': betaCounts.linuxCount += 1; break
      case 'Android': counts.androidCount += 1; break
      default: counts.unknownCount += 1
    }
    switch (properties.deviceEnrollmentType) {
      case 'androidEnterpriseDedicatedDevice': counts.androidDedicatedCount += 1; break
      case 'androidEnterpriseFullyManaged': counts.androidFullyManagedCount += 1; break
      case 'androidEnterpriseCorporateWorkProfile': counts.androidCorporateWorkProfileCount += 1; break
      case 'androidAOSPUserOwnedDeviceEnrollment': betaCounts.aospUserAssociatedCount += 1; break
      case 'androidAOSPUserlessDeviceEnrollment': betaCounts.aospUserlessCount += 1; break
      default:
        if (properties.deviceType === 'android') counts.androidDeviceAdminCount += 1
        if (properties.deviceType === 'androidForWork') counts.androidWorkProfileCount += 1
    }
  }
  return json(200, {
    '@odata.context': `${call.url.origin}/${call.version}/$metadata#deviceManagement/managedDeviceOverview/$entity`,
    id: call.state.tenantId, enrolledDeviceCount: total, mdmEnrolledCount: total, dualEnrolledDeviceCount: 0,
    deviceOperatingSystemSummary: call.version === 'beta' ? { ...counts, ...betaCounts } : counts,
    deviceExchangeAccessStateSummary: {
      allowedDeviceCount: 0, blockedDeviceCount: 0, quarantinedDeviceCount: 0, unknownDeviceCount: 0,
      unavailableDeviceCount: total,
    },
  })
}

/** Answers `GET …/me`. */
export function getMe(call: GraphCall): Reply {
  const no = forbidden(call, ['User.Read'], null)
  if (no !== null) return graphError(
    call.trace, 403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'
  )
  const { person } = call.caller
  return json(200, {
    '@odata.context': `${call.url.origin}/${call.version}/$metadata#users/$entity`,
    id: person.oid, displayName: person.displayName, userPrincipalName: person.upn, mail: person.upn, jobTitle: person.jobTitle,
  })
}
