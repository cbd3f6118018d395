import type { LinkName, SupportContact } from '../../src-shared/app-info.ts'

const fixed = {
  'new-passcode-ios': 'https://support.apple.com/guide/iphone/set-a-passcode-iph14a867ae/ios',
  'new-passcode-android': 'https://support.google.com/android/answer/9079129',
} as const

/** The address behind one of the console's own links; null when there is none. The renderer never sends an address. */
export function addressOf(
  link: LinkName,
  ruleId: string | undefined,
  support: SupportContact,
  pageOfRule: (ruleId: string) => string | null,
): string | null {
  switch (link) {
    case 'rule-source':
      return ruleId === undefined ? null : pageOfRule(ruleId)
    case 'support-website':
      return support.website === '' ? null : support.website
    case 'support-email':
      return support.email === '' ? null : `mailto:${support.email}`
    default:
      return fixed[link]
  }
}
