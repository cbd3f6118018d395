import type { DeviceProperties, TenantDevice } from './device.ts'
import { newDevice } from './device.ts'
import type { DeviceModel } from './device-model.ts'
import { ordinaryModel } from './device-model.ts'

/** Devices that are the same in every tenant, whatever the seed: one for each thing that a new agent should have seen once. */
export const scenarioDeviceIds = {
  iPhone: '00000000-5eed-4000-8000-000000000001',
  iPad: '00000000-5eed-4000-8000-000000000002',
  androidDedicated: '00000000-5eed-4000-8000-000000000003',
  androidFullyManaged: '00000000-5eed-4000-8000-000000000004',
  androidAosp: '00000000-5eed-4000-8000-000000000005',
  workProfile: '00000000-5eed-4000-8000-000000000006',
  workProfileTokenInactive: '00000000-5eed-4000-8000-000000000007',
  iPhoneWrongToken: '00000000-5eed-4000-8000-000000000008',
  iPhoneOffline: '00000000-5eed-4000-8000-000000000009',
  userEnrollment: '00000000-5eed-4000-8000-00000000000a',
  deviceAdministrator: '00000000-5eed-4000-8000-00000000000b',
  mac: '00000000-5eed-4000-8000-00000000000c',
  windowsPc: '00000000-5eed-4000-8000-00000000000d',
  wipePending: '00000000-5eed-4000-8000-00000000000e',
  androidNoPolicy: '00000000-5eed-4000-8000-00000000000f',
} as const

type Parts = Partial<DeviceProperties> & Pick<DeviceProperties,
  'id' | 'deviceName' | 'operatingSystem' | 'osVersion' | 'model' | 'serialNumber' | 'deviceType' | 'deviceEnrollmentType'>

const day = 86_400_000
const nora = { userId: '00000000-5eed-4000-9000-000000000001', userDisplayName: 'Nora Halvorsen',
  userPrincipalName: 'nora.halvorsen@practice.example', emailAddress: 'nora.halvorsen@practice.example' }
const samir = { userId: '00000000-5eed-4000-9000-000000000002', userDisplayName: 'Samir Haddad',
  userPrincipalName: 'samir.haddad@practice.example', emailAddress: 'samir.haddad@practice.example' }
const apple = { manufacturer: 'Apple', operatingSystem: 'iOS', managementAgent: 'mdm', managedDeviceOwnerType: 'company',
  isSupervised: true } as const
const google = { operatingSystem: 'Android', managementAgent: 'googleCloudDevicePolicyController',
  managedDeviceOwnerType: 'company', androidSecurityPatchLevel: '2026-10-01' } as const

const cast: readonly { readonly parts: Parts; readonly model?: Partial<DeviceModel> }[] = [
  { parts: { ...apple, ...nora, id: scenarioDeviceIds.iPhone, deviceName: 'Rehearsal iPhone', model: 'iPhone 15',
    osVersion: '26.1', serialNumber: 'PRACT00001', imei: '350000000000014', phoneNumber: '+44 7700 900001',
    deviceType: 'iPhone', deviceEnrollmentType: 'appleBulkWithUser' } },
  { parts: { ...apple, id: scenarioDeviceIds.iPad, deviceName: 'Rehearsal shared iPad', model: 'iPad (10th generation)',
    osVersion: '26.1', serialNumber: 'PRACT00002', deviceType: 'iPad', deviceEnrollmentType: 'appleBulkWithoutUser' } },
  { parts: { ...google, id: scenarioDeviceIds.androidDedicated, deviceName: 'Rehearsal scanner',
    manufacturer: 'Zebra Technologies', model: 'TC52', osVersion: '13', serialNumber: '24000500000003',
    deviceType: 'androidEnterprise', deviceEnrollmentType: 'androidEnterpriseDedicatedDevice' } },
  { parts: { ...google, ...samir, id: scenarioDeviceIds.androidFullyManaged, deviceName: 'Rehearsal Pixel',
    manufacturer: 'Google', model: 'Pixel 9', osVersion: '16', serialNumber: '40000FDH200004', imei: '350000000000048',
    deviceType: 'androidEnterprise', deviceEnrollmentType: 'androidEnterpriseFullyManaged' } },
  { parts: { ...google, managementAgent: 'intuneAosp', id: scenarioDeviceIds.androidAosp, deviceName: 'Rehearsal headset',
    manufacturer: 'Oculus', model: 'Quest 3', osVersion: '14', serialNumber: '2G0YC000000005', deviceType: 'androidnGMS',
    deviceEnrollmentType: 'androidAOSPUserlessDeviceEnrollment' } },
  { parts: { ...google, ...nora, managedDeviceOwnerType: 'personal', id: scenarioDeviceIds.workProfile,
    deviceName: 'Rehearsal work profile', manufacturer: 'samsung', model: 'SM-S921B', osVersion: '15', serialNumber: '',
    deviceType: 'androidForWork', deviceEnrollmentType: 'userEnrollment' } },
  { parts: { ...google, ...samir, managedDeviceOwnerType: 'personal', id: scenarioDeviceIds.workProfileTokenInactive,
    deviceName: 'Rehearsal work profile, token not active', manufacturer: 'samsung', model: 'SM-A546B', osVersion: '14',
    serialNumber: '', deviceType: 'androidForWork', deviceEnrollmentType: 'userEnrollment' },
    model: { resetTokenActive: false } },
  { parts: { ...apple, ...samir, id: scenarioDeviceIds.iPhoneWrongToken, deviceName: 'Rehearsal iPhone, wrong unlock token',
    model: 'iPhone 13 mini', osVersion: '18.7.2', serialNumber: 'PRACT00008', imei: '350000000000089', deviceType: 'iPhone',
    deviceEnrollmentType: 'appleBulkWithUser' }, model: { unlockTokenRight: false } },
  { parts: { ...apple, ...nora, managedDeviceOwnerType: 'personal', isSupervised: false, id: scenarioDeviceIds.iPhoneOffline,
    deviceName: 'Rehearsal iPhone, switched off', model: 'iPhone 14', osVersion: '18.7.1', serialNumber: 'PRACT00009',
    imei: '350000000000097', deviceType: 'iPhone', deviceEnrollmentType: 'userEnrollment' }, model: { online: false } },
  { parts: { ...apple, ...samir, managedDeviceOwnerType: 'personal', isSupervised: false,
    id: scenarioDeviceIds.userEnrollment, deviceName: 'Rehearsal iPhone, User Enrollment', model: 'iPhone 16',
    osVersion: '26.1', serialNumber: '', deviceType: 'iPhone', deviceEnrollmentType: 'appleUserEnrollment' } },
  { parts: { ...google, ...samir, managementAgent: 'mdm', managedDeviceOwnerType: 'personal',
    id: scenarioDeviceIds.deviceAdministrator, deviceName: 'Rehearsal old Android', manufacturer: 'samsung',
    model: 'SM-T580', osVersion: '8.1.0', serialNumber: 'R58A000000B', deviceType: 'android',
    deviceEnrollmentType: 'userEnrollment' } },
  { parts: { ...apple, ...nora, operatingSystem: 'macOS', id: scenarioDeviceIds.mac, deviceName: 'Rehearsal MacBook',
    model: 'MacBook Pro', osVersion: '26.1 (25B78)', serialNumber: 'PRACT0000C', deviceType: 'macMDM',
    deviceEnrollmentType: 'appleBulkWithUser' } },
  { parts: { ...nora, id: scenarioDeviceIds.windowsPc, deviceName: 'REHEARSAL-PC', operatingSystem: 'Windows',
    manufacturer: 'LENOVO', model: '21HD0067GE', osVersion: '10.0.26200.7171', serialNumber: 'PF00000D',
    managementAgent: 'mdm', deviceType: 'windows10x', deviceEnrollmentType: 'windowsAzureADJoin', joinType: 'azureADJoined' } },
  { parts: { ...apple, ...samir, id: scenarioDeviceIds.wipePending, deviceName: 'Rehearsal iPhone, being wiped',
    model: 'iPhone XR', osVersion: '18.5', serialNumber: 'PRACT0000E', imei: '350000000000147', deviceType: 'iPhone',
    deviceEnrollmentType: 'appleBulkWithUser', managementState: 'wipePending' } },
  { parts: { ...google, ...nora, id: scenarioDeviceIds.androidNoPolicy, deviceName: 'Rehearsal phone, no passcode policy',
    manufacturer: 'Google', model: 'Pixel 8a', osVersion: '16', serialNumber: '40000FDH20000F', imei: '350000000000154',
    deviceType: 'androidEnterprise', deviceEnrollmentType: 'androidEnterpriseFullyManaged' }, model: { passcodePolicy: false } },
]

/** Makes the fixed devices; `now` in ms. */
export function createScenarioDevices(now: number): TenantDevice[] {
  const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
  return cast.map(({ parts, model }, index) => newDevice(
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
