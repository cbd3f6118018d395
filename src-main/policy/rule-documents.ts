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
  /** What users can do themselves: its table of self-service actions with notes (10/2025). */
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
  /** Which devices take a new name, and what a name may hold (10/2025). */
  rename: {
    title: 'Remote Device Action: Rename Device',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/rename',
  },
  /** Says of the management name that an administrator may edit it (01/2025). */
  'device-details': {
    title: 'View device details with Microsoft Intune',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/inventory-and-status/device-details',
  },
  /** Which devices can be retired, and what goes and what stays (08/2026). */
  retire: {
    title: 'Device Action: Retire',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/retire',
  },
  /** Which devices can be wiped, with the options of each platform (11/2025). */
  wipe: {
    title: 'Device Action: Wipe',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/wipe',
  },
  'remote-lock': {
    title: 'Device Action: Remote Lock',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/remote-lock',
  },
  sync: {
    title: 'Remote Device Action: Sync',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/sync',
  },
  restart: {
    title: 'Device Action: Restart',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/restart',
  },
  locate: {
    title: 'Device Action: Locate Device',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/locate',
  },
  /** Deleting a record retires or wipes the device: its table says which (10/2025). */
  delete: {
    title: 'Device Action: Delete',
    url: 'https://learn.microsoft.com/en-us/intune/device-management/actions/delete',
  },
  /** For users: Rename changes the name in Company Portal only (11/2024). */
  'company-portal-rename': {
    title: 'Rename your device on the Company Portal website',
    url: 'https://learn.microsoft.com/en-us/intune/user-help/device-actions/update-device-name-company-portal-website',
  },
  /** For users: Remove is for personal devices (11/2024). */
  'company-portal-remove': {
    title: 'Remove device from Company Portal website',
    url: 'https://learn.microsoft.com/en-us/intune/user-help/device-actions/remove-device-company-portal-website',
  },
  /** For users: Reset is for Windows, and for iPhones and iPads that are not supervised (10/2024). */
  'company-portal-wipe': {
    title: 'Reset a device from the Intune Company Portal website',
    url: 'https://learn.microsoft.com/en-us/intune/user-help/device-actions/reset-device-company-portal-website',
  },
  /** For users: Remote lock is for Android and iOS/iPadOS (11/2024). */
  'company-portal-lock': {
    title: 'Lock your device from the Company Portal | Microsoft Docs',
    url: 'https://learn.microsoft.com/en-us/intune/intune-service/user-help/remote-lock-your-device-cpwebsite',
  },
  /** For users of a device without Google's services: the Intune app syncs it (11/2024). */
  'sync-aosp': {
    title: 'Sync AOSP device with Intune',
    url: 'https://learn.microsoft.com/en-us/intune/user-help/device-actions/sync-device-aosp',
  },
} as const

export type RuleDocumentName = keyof typeof ruleDocuments
