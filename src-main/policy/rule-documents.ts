/**
 * Microsoft's pages behind the eligibility table: titles as the pages carry them, public addresses. A rule names one of these,
 * and nothing else of the table is ever opened in a browser. Where a page has moved since, learn.microsoft.com forwards the old address.
 */
export const ruleDocuments = {
  /** The end-user page whose list of exclusions is the `company-portal` profile (11/2023). */
  'company-portal-reset': {
    title: 'Reset device passcode from Intune Company Portal website',
    url: 'https://learn.microsoft.com/en-us/intune/intune-service/user-help/reset-passcode-company-portal-website-style',
  },
  /** Notes 6 and 8 of its table of self-service actions (10/2025). */
  'company-portal-app': {
    title: 'How to configure the Intune Company Portal apps, Company Portal website, and Intune app',
    url: 'https://learn.microsoft.com/en-us/intune/intune-service/apps/company-portal-app',
  },
  /** The administrators' page for Android (10/2025). */
  'reset-passcode': {
    title: 'Device Action: Reset Passcode',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/reset-passcode',
  },
  /** The administrators' page for Apple devices (04/2026). */
  'remove-passcode': {
    title: 'Device Action: Remove Passcode',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/remove-passcode',
  },
  /** The older administrators' page: the only one with a yes or a no for every kind and Android version (08/2022). */
  'reset-passcode-2022': {
    title: 'Reset device passcodes with Microsoft Intune',
    url: 'https://learn.microsoft.com/en-us/mem/intune/remote-actions/device-passcode-reset',
  },
  /** Why the action is greyed out, and what "Not Supported" means (02/2025). */
  'troubleshoot-device-actions': {
    title: 'Troubleshoot device actions in Microsoft Intune',
    url: 'https://learn.microsoft.com/en-us/troubleshoot/mem/intune/device-management/troubleshoot-device-actions',
  },
} as const

export type RuleDocumentName = keyof typeof ruleDocuments
