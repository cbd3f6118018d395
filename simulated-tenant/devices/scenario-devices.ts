import type { TenantDevice } from './device.ts'
import { newDevice } from './device.ts'
import { ordinaryModel } from './device-model.ts'
import { firstCast } from './scenario-cast.ts'
import { secondCast } from './scenario-cast-more.ts'

export { scenarioDeviceIds } from './scenario-ids.ts'

const day = 86_400_000

/** Makes the fixed devices; `now` in ms. */
export function createScenarioDevices(now: number): TenantDevice[] {
  const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
  return [...firstCast, ...secondCast].map(({ parts, model }, index) => newDevice(
    index,
    {
      managedDeviceName: `practice_${index + 1}`, userId: '', userDisplayName: '', userPrincipalName: '', emailAddress: '',
      phoneNumber: '',
      manufacturer: '', imei: '', meid: '', wiFiMacAddress: '', managementAgent: 'mdm', managedDeviceOwnerType: 'company',
      joinType: 'azureADRegistered', azureADRegistered: true, azureADDeviceId: parts.id.replace('4000', '4001'),
        deviceCategoryDisplayName: 'Unknown',
      enrollmentProfileName: '', complianceState: 'compliant', managementState: 'managed', jailBroken: 'False',
        isSupervised: false, isEncrypted: true,
      androidSecurityPatchLevel: '', subscriberCarrier: '', totalStorageSpaceInBytes: 128_000_000_000,
        freeStorageSpaceInBytes: 64_000_000_000,
      enrolledDateTime: at(now - 200 * day), lastSyncDateTime: at(now - (model?.online === false ? 12 * day : 900_000)),
      complianceGracePeriodExpirationDateTime: '9999-12-31T23:59:59Z',
      ...parts,
    },
    ordinaryModel(model)
  ))
}
