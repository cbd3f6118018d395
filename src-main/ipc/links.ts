import { assertNever } from '../../src-shared/assert-never.ts'
import type { LinkName, SupportContact } from '../../src-shared/app-info.ts'

const fixed = {
  'new-passcode-ios': 'https://support.apple.com/guide/iphone/set-a-passcode-iph14a867ae/ios',
  'new-passcode-android': 'https://support.google.com/android/answer/9079129',
} as const

/** Where the addresses that are not fixed come from. */
export interface LinkSources {
  readonly support: () => SupportContact
  /** The page that a rule of the eligibility table comes from. */
  readonly pageOfRule: (ruleId: string) => string | null
  /** The device's page in Intune; on the practice tenant its trainer's page; null while there is no tenant. */
  readonly pageOfDevice: (deviceId: string) => string | null
}

export interface LinkRequest {
  readonly link: LinkName
  readonly ruleId?: string | undefined
  readonly deviceId?: string | undefined
}

/** The address behind one of the console's own links; null when there is none. The renderer never sends an address. */
export function addressOf({ link, ruleId, deviceId }: LinkRequest, sources: LinkSources): string | null {
  const support = sources.support()
  switch (link) {
    case 'rule-source':
      return ruleId === undefined ? null : sources.pageOfRule(ruleId)
    case 'open-in-intune':
      return deviceId === undefined ? null : sources.pageOfDevice(deviceId)
    case 'support-website':
      return support.website === '' ? null : support.website
    case 'support-email':
      return support.email === '' ? null : `mailto:${support.email}`
    case 'new-passcode-ios':
    case 'new-passcode-android':
      return fixed[link]
    default:
      return assertNever(link)
  }
}

/** A device's overview in an Intune admin center, such as "https://intune.microsoft.com". */
export function intunePageOf(adminCenter: string, deviceId: string): string {
  return `${adminCenter}/#view/Microsoft_Intune_Devices/DeviceSettingsMenuBlade/~/overview/mdmDeviceId/${deviceId}`
}
