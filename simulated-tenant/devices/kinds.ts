import type { HardwareModel } from './models.ts'
import {
  androidPhones, aospDevices, appleTvs, chromebooks, iPads, iPhones, linuxPcs, macs, oddities, oldAndroids, ruggedAndroids,
    visionPros, windowsPcs,
} from './models.ts'

/** How devices of one kind look in Graph: a row of the table "how to tell the enrolment kind". */
export interface KindRecipe {
  readonly kind: string
  /** Share of a tenant, in percent or so. */
  readonly weight: number
  readonly operatingSystem: string
  readonly deviceType: string
  readonly enrollmentTypes: readonly string[]
  readonly managementAgents: readonly string[]
  readonly owner: 'company' | 'personal' | 'unknown'
  readonly supervised: boolean
  /** Chance that it belongs to nobody: shared, kiosk, or bulk-enrolled. */
  readonly userless: number
  readonly models: readonly HardwareModel[]
}

const mdm = ['mdm'] as const
const google = ['googleCloudDevicePolicyController'] as const

export const kindRecipes: readonly KindRecipe[] = [
  { kind: 'ios-personal', weight: 13, operatingSystem: 'iOS', deviceType: 'iPhone', enrollmentTypes: ['userEnrollment'],
    managementAgents: mdm, owner: 'personal', supervised: false, userless: 0, models: [...iPhones, ...iPads.slice(0, 2)] },
  { kind: 'ios-automated', weight: 14, operatingSystem: 'iOS', deviceType: 'iPhone', enrollmentTypes: ['appleBulkWithUser'],
    managementAgents: mdm, owner: 'company', supervised: true, userless: 0, models: [...iPhones, ...iPads] },
  { kind: 'ios-automated', weight: 4, operatingSystem: 'iOS', deviceType: 'iPad', enrollmentTypes: ['appleBulkWithoutUser'],
    managementAgents: mdm, owner: 'company', supervised: true, userless: 1, models: iPads },
  { kind: 'ios-user-enrollment', weight: 3, operatingSystem: 'iOS', deviceType: 'iPhone',
    enrollmentTypes: ['appleUserEnrollment', 'appleUserEnrollmentWithServiceAccount', 'appleAccountDrivenUserEnrollment'],
    managementAgents: mdm, owner: 'personal', supervised: false, userless: 0, models: iPhones },
  { kind: 'android-device-administrator', weight: 2, operatingSystem: 'Android', deviceType: 'android',
    enrollmentTypes: ['userEnrollment', 'deviceEnrollmentManager'], managementAgents: mdm, owner: 'personal',
    supervised: false, userless: 0.1, models: oldAndroids },
  { kind: 'android-work-profile', weight: 14, operatingSystem: 'Android', deviceType: 'androidForWork',
    enrollmentTypes: ['userEnrollment'], managementAgents: ['mdm', ...google], owner: 'personal', supervised: false,
    userless: 0, models: androidPhones },
  { kind: 'android-dedicated', weight: 6, operatingSystem: 'Android', deviceType: 'androidEnterprise',
    enrollmentTypes: ['androidEnterpriseDedicatedDevice'], managementAgents: google, owner: 'company', supervised: true,
    userless: 1, models: ruggedAndroids },
  { kind: 'android-fully-managed', weight: 7, operatingSystem: 'Android', deviceType: 'androidEnterprise',
    enrollmentTypes: ['androidEnterpriseFullyManaged'], managementAgents: google, owner: 'company', supervised: true,
    userless: 0, models: [...androidPhones, ...ruggedAndroids] },
  { kind: 'android-corporate-work-profile', weight: 5, operatingSystem: 'Android', deviceType: 'androidEnterprise',
    enrollmentTypes: ['androidEnterpriseCorporateWorkProfile'], managementAgents: google, owner: 'company', supervised: true,
    userless: 0, models: androidPhones },
  { kind: 'android-aosp-user', weight: 1, operatingSystem: 'Android', deviceType: 'androidnGMS',
    enrollmentTypes: ['androidAOSPUserOwnedDeviceEnrollment'], managementAgents: ['intuneAosp'], owner: 'company',
    supervised: false, userless: 0, models: aospDevices },
  { kind: 'android-aosp-userless', weight: 1.5, operatingSystem: 'Android', deviceType: 'androidnGMS',
    enrollmentTypes: ['androidAOSPUserlessDeviceEnrollment'], managementAgents: ['intuneAosp'], owner: 'company',
    supervised: false, userless: 1, models: aospDevices },
  { kind: 'macos', weight: 7, operatingSystem: 'macOS', deviceType: 'macMDM', enrollmentTypes: ['userEnrollment',
    'appleBulkWithUser'], managementAgents: mdm, owner: 'company', supervised: true, userless: 0.03, models: macs },
  { kind: 'windows', weight: 20, operatingSystem: 'Windows', deviceType: 'windows10x',
    enrollmentTypes: ['windowsAzureADJoin', 'windowsAutoEnrollment', 'windowsBulkAzureDomainJoin', 'windowsCoManagement',
    'windowsAzureADJoinUsingDeviceAuth'], managementAgents: ['mdm', 'intuneClient', 'configurationManagerClientMdm'],
    owner: 'company', supervised: false, userless: 0.08, models: windowsPcs },
  { kind: 'chromeos', weight: 0.7, operatingSystem: 'ChromeOS', deviceType: 'chromeOS', enrollmentTypes: ['unknown'],
    managementAgents: ['google'], owner: 'company', supervised: false, userless: 0.5, models: chromebooks },
  { kind: 'linux', weight: 0.6, operatingSystem: 'Linux', deviceType: 'linux', enrollmentTypes: ['unknown'],
    managementAgents: mdm, owner: 'company', supervised: false, userless: 0, models: linuxPcs },
  { kind: 'visionos', weight: 0.3, operatingSystem: 'visionOS', deviceType: 'visionOS',
    enrollmentTypes: ['appleBulkWithUser'], managementAgents: mdm, owner: 'company', supervised: true, userless: 0,
    models: visionPros },
  { kind: 'tvos', weight: 0.4, operatingSystem: 'tvOS', deviceType: 'tvOS', enrollmentTypes: ['appleBulkWithoutUser'],
    managementAgents: mdm, owner: 'company', supervised: true, userless: 1, models: appleTvs },
  { kind: 'unknown', weight: 0.5, operatingSystem: 'Unknown', deviceType: 'unknown', enrollmentTypes: ['unknown',
    'unknownFutureValue'], managementAgents: ['unknown', 'eas'], owner: 'unknown', supervised: false, userless: 0.5,
    models: oddities },
  { kind: 'unknown', weight: 0.3, operatingSystem: 'Android', deviceType: 'androidEnterprise', enrollmentTypes: ['unknown'],
    managementAgents: google, owner: 'company', supervised: false, userless: 0.3, models: androidPhones },
]
