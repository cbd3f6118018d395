import type { DeviceProperties } from './device.ts'
import type { DeviceModel } from './device-model.ts'
import { scenarioDeviceIds } from './scenario-ids.ts'

type Parts = Partial<DeviceProperties> & Pick<DeviceProperties,
  'id' | 'deviceName' | 'operatingSystem' | 'osVersion' | 'model' | 'serialNumber' | 'deviceType' | 'deviceEnrollmentType'>

export const nora = { userId: '00000000-5eed-4000-9000-000000000001', userDisplayName: 'Nora Halvorsen',
  userPrincipalName: 'nora.halvorsen@practice.example', emailAddress: 'nora.halvorsen@practice.example' }
export const samir = { userId: '00000000-5eed-4000-9000-000000000002', userDisplayName: 'Samir Haddad',
  userPrincipalName: 'samir.haddad@practice.example', emailAddress: 'samir.haddad@practice.example' }
export const apple = { manufacturer: 'Apple', operatingSystem: 'iOS', managementAgent: 'mdm', managedDeviceOwnerType: 'company',
  isSupervised: true } as const
export const google = { operatingSystem: 'Android', managementAgent: 'googleCloudDevicePolicyController',
  managedDeviceOwnerType: 'company', androidSecurityPatchLevel: '2026-10-01' } as const

/** A device of the cast: what Graph says of it, and what only the tenant knows. */
export interface ScenarioDevice {
  readonly parts: Parts
  readonly model?: Partial<DeviceModel>
}

/** For each thing that a reset can come to, a device on which it does. */
export const firstCast: readonly ScenarioDevice[] = [
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
