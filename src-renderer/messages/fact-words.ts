/** 63_999_000_000 → "64 GB", as shops count. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = count
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`
}

/** What Intune's values mean, in words; a value that is not listed is shown as it came. */
const agents: Readonly<Record<string, string>> = {
  mdm: 'Intune (MDM)', eas: 'Exchange ActiveSync', easMdm: 'Intune (MDM) and Exchange ActiveSync', intuneClient: 'Intune client',
  easIntuneClient: 'Intune client and Exchange ActiveSync', configurationManagerClient: 'Configuration Manager',
  configurationManagerClientMdm: 'Configuration Manager and Intune (MDM)',
  configurationManagerClientMdmEas: 'Configuration Manager, Intune (MDM) and Exchange ActiveSync', jamf: 'Jamf',
  googleCloudDevicePolicyController: 'Intune through Android Enterprise', google: 'Google', microsoft365ManagedMdm: 'Microsoft 365',
  msSense: 'Microsoft Defender for Endpoint', intuneAosp: 'Intune for AOSP', unknown: 'Not known', unknownFutureValue: 'Not known',
}
const states: Readonly<Record<string, string>> = {
  managed: 'Managed', retirePending: 'Retire is waiting', retireFailed: 'Retire failed', wipePending: 'Wipe is waiting', wipeFailed: 'Wipe failed',
  unhealthy: 'Not healthy', deletePending: 'Delete is waiting', retireIssued: 'Retire was sent', wipeIssued: 'Wipe was sent',
  wipeCanceled: 'Wipe was cancelled', retireCanceled: 'Retire was cancelled', discovered: 'Discovered', unknownFutureValue: 'Not known',
}
const enrolments: Readonly<Record<string, string>> = {
  userEnrollment: 'By its user', deviceEnrollmentManager: 'By an enrolment manager', appleBulkWithUser: 'Apple, automated, with a user',
  appleBulkWithoutUser: 'Apple, automated, without a user', windowsAzureADJoin: 'Windows, joined to Entra', windowsBulkUserless: 'Windows, in bulk, without a user',
  windowsAutoEnrollment: 'Windows, automatic', windowsBulkAzureDomainJoin: 'Windows, in bulk, joined to Entra', windowsCoManagement: 'Windows, co-managed',
  windowsAzureADJoinUsingDeviceAuth: 'Windows, joined to Entra by the device', appleUserEnrollment: 'Apple User Enrollment',
  appleUserEnrollmentWithServiceAccount: 'Apple User Enrollment with a service account', androidEnterpriseDedicatedDevice: 'Android Enterprise, dedicated',
  androidEnterpriseFullyManaged: 'Android Enterprise, fully managed', androidEnterpriseCorporateWorkProfile: 'Android Enterprise, corporate with a work profile',
  androidAOSPUserOwnedDeviceEnrollment: 'Android AOSP, with a user', androidAOSPUserlessDeviceEnrollment: 'Android AOSP, without a user',
  unknown: 'Not known', unknownFutureValue: 'Not known',
}
const truths: Readonly<Record<string, string>> = { true: 'Yes', false: 'No', unknown: 'Not known' }

const inWords = (words: Readonly<Record<string, string>>, raw: string, key = raw): string => (Object.hasOwn(words, key) ? words[key] ?? raw : raw)

export const agentInWords = (raw: string): string => inWords(agents, raw)
export const managementStateInWords = (raw: string): string => inWords(states, raw)
export const enrolmentInWords = (raw: string): string => inWords(enrolments, raw)
/** Intune writes some answers as text: "True", "False", "Unknown". */
export const truthInWords = (raw: string): string => inWords(truths, raw, raw.toLowerCase())

export function yesNo(value: boolean | null): string {
  return value === null ? 'Not reported' : value ? 'Yes' : 'No'
}
