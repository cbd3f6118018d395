import type { ScenarioDevice } from './scenario-cast.ts'
import { apple, google, nora, samir } from './scenario-cast.ts'
import { scenarioDeviceIds } from './scenario-ids.ts'

const personal = { managedDeviceOwnerType: 'personal', isSupervised: false } as const
const fullyManaged = { deviceType: 'androidEnterprise', deviceEnrollmentType: 'androidEnterpriseFullyManaged' } as const
const supervisedIPhone = { deviceType: 'iPhone', deviceEnrollmentType: 'appleBulkWithUser' } as const
const windows = { operatingSystem: 'Windows', osVersion: '10.0.26200.7171', managementAgent: 'mdm', deviceType: 'windows10x' } as const

/** The other kinds of device, the ones on which an action goes wrong in its own way, and those that are easily mistaken. */
export const secondCast: readonly ScenarioDevice[] = [
  { parts: { ...apple, ...nora, operatingSystem: 'visionOS', id: scenarioDeviceIds.visionPro, deviceName: 'Rehearsal Vision Pro',
    model: 'Apple Vision Pro', osVersion: '26.1', serialNumber: 'PRACT00010', deviceType: 'visionOS',
    deviceEnrollmentType: 'appleBulkWithUser' } },
  { parts: { ...apple, operatingSystem: 'tvOS', id: scenarioDeviceIds.appleTv, deviceName: 'Rehearsal Apple TV',
    model: 'Apple TV 4K (3rd generation)', osVersion: '26.1', serialNumber: 'PRACT00011', deviceType: 'tvOS',
    deviceEnrollmentType: 'appleBulkWithoutUser' } },
  { parts: { id: scenarioDeviceIds.chromebook, deviceName: 'Rehearsal Chromebook', operatingSystem: 'ChromeOS',
    osVersion: '141.0.7390.137', manufacturer: 'HP', model: 'HP Chromebook x360 14c', serialNumber: '5CD0000012',
    managementAgent: 'google', deviceType: 'chromeOS', deviceEnrollmentType: 'unknown' } },
  { parts: { ...samir, id: scenarioDeviceIds.linuxPc, deviceName: 'Rehearsal Linux PC', operatingSystem: 'Linux',
    osVersion: '24.04', manufacturer: 'LENOVO', model: 'ThinkPad T14 Gen 4', serialNumber: 'PF000013', deviceType: 'linux',
    deviceEnrollmentType: 'unknown' } },
  { parts: { id: scenarioDeviceIds.unknownKind, deviceName: 'Rehearsal device of no known kind', operatingSystem: 'Unknown',
    osVersion: '0.0.0.0', model: 'Unknown', serialNumber: '', managementAgent: 'unknown', managedDeviceOwnerType: 'unknown',
    deviceType: 'unknown', deviceEnrollmentType: 'unknown' } },
  { parts: { ...google, ...nora, id: scenarioDeviceIds.corporateWorkProfile, deviceName: 'Rehearsal corporate work profile',
    manufacturer: 'samsung', model: 'SM-S921B', osVersion: '16', serialNumber: 'R5CX000015A', imei: '350000000000212',
    deviceType: 'androidEnterprise', deviceEnrollmentType: 'androidEnterpriseCorporateWorkProfile' } },
  { parts: { ...google, ...samir, managementAgent: 'intuneAosp', id: scenarioDeviceIds.androidAospUser,
    deviceName: 'Rehearsal glasses', manufacturer: 'RealWear', model: 'T21G', osVersion: '11', serialNumber: '7210000016',
    deviceType: 'androidnGMS', deviceEnrollmentType: 'androidAOSPUserOwnedDeviceEnrollment' } },
  { parts: { ...apple, ...samir, ...personal, operatingSystem: 'macOS', id: scenarioDeviceIds.personalMac,
    deviceName: 'Rehearsal personal Mac', model: 'MacBook Air', osVersion: '26.1 (25B78)', serialNumber: 'PRACT00017',
    deviceType: 'macMDM', deviceEnrollmentType: 'userEnrollment' } },
  { parts: { ...windows, ...samir, id: scenarioDeviceIds.hybridPc, deviceName: 'REHEARSAL-HYBRID', manufacturer: 'Dell Inc.',
    model: 'Latitude 7420', serialNumber: 'PRA0018', managementAgent: 'configurationManagerClientMdm',
    deviceEnrollmentType: 'windowsCoManagement', joinType: 'hybridAzureADJoined' } },
  { parts: { ...windows, ...nora, ...personal, id: scenarioDeviceIds.personalPc, deviceName: 'REHEARSAL-HOME', manufacturer: 'HP',
    model: 'HP ProBook 450 G8 Notebook PC', serialNumber: '5CD0000019', deviceEnrollmentType: 'userEnrollment',
    joinType: 'azureADRegistered' } },
  { parts: { ...google, ...fullyManaged, ...samir, id: scenarioDeviceIds.factoryResetBlocked,
    deviceName: 'Rehearsal phone, factory reset blocked', manufacturer: 'samsung', model: 'SM-G556B', osVersion: '15',
    serialNumber: 'R5CX00001AA', imei: '350000000000261' }, model: { factoryResetBlocked: true } },
  { parts: { ...apple, ...supervisedIPhone, ...nora, id: scenarioDeviceIds.iPhoneNameTemplate, deviceName: 'REHEARSAL-PRACT0001B',
    model: 'iPhone 16', osVersion: '26.1', serialNumber: 'PRACT0001B', imei: '350000000000279' },
    model: { nameTemplate: 'REHEARSAL-{{serialnumber}}' } },
  { parts: { ...apple, ...supervisedIPhone, ...nora, id: scenarioDeviceIds.twin, deviceName: 'Rehearsal twin', model: 'iPhone 14',
    osVersion: '26.1', serialNumber: 'PRACT0001C', imei: '350000000000287' } },
  { parts: { ...apple, ...supervisedIPhone, ...samir, id: scenarioDeviceIds.otherTwin, deviceName: 'Rehearsal twin',
    model: 'iPhone 14', osVersion: '26.1', serialNumber: 'PRACT0001D', imei: '350000000000295' } },
  // The "i" is a Cyrillic letter.
  { parts: { ...apple, ...supervisedIPhone, ...samir, id: scenarioDeviceIds.lookAlike, deviceName: 'Rehearsal tw\u0456n',
    model: 'iPhone 14', osVersion: '26.1', serialNumber: 'PRACT0001E', imei: '350000000000303' } },
  { parts: { ...apple, id: scenarioDeviceIds.sameSerial, deviceName: 'Rehearsal iPad with the serial number of a twin',
    model: 'iPad (9th generation)', osVersion: '18.7.2', serialNumber: 'PRACT0001C', deviceType: 'iPad',
    deviceEnrollmentType: 'appleBulkWithoutUser' } },
  { parts: { ...apple, ...supervisedIPhone, ...samir, id: scenarioDeviceIds.iPhoneSilentWipe,
    deviceName: 'Rehearsal iPhone, wipe not reported', model: 'iPhone 13 mini', osVersion: '18.7.2', serialNumber: 'PRACT00020',
    imei: '350000000000329' }, model: { reportsWipe: false } },
]
