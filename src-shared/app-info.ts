import type { ShownActionRules } from './action-rules.ts'
import type { EligibilityProfile } from './device-actions.ts'
import type { DeviceFilter } from './device-filter.ts'
import type { DirectoryQuery, SortKey } from './device.ts'
import type { ErrorCode } from './error-codes.ts'
import type { SetupInfo } from './setup.ts'

/** Who to call when the console cannot help. From the policy file; the practice tenant has its own. */
export interface SupportContact {
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly website: string
}

export interface AppInfo {
  readonly version: string
  /** True on the practice tenant: a banner is always visible. */
  readonly isPractice: boolean
  readonly tenantName: string
  readonly support: SupportContact
  readonly profile: EligibilityProfile
  readonly rules: ShownActionRules
  /** Such as "Electron 45.4.1" or "stand-in, Node 24.21.0". */
  readonly runtime: string
  /** Whether the device list is kept on this PC, sealed, for the next start; not on a shared PC, and not where the system has no store for its key. */
  readonly listKept: 'kept' | 'no-key-store' | 'shared-pc'
  /** Something at start that the person should know: 'policy-invalid' with where, preferences that were reset. */
  readonly notices: readonly StartNotice[]
  /** Where nothing is set up yet: a policy file is missing and nobody chose to practise; else null. */
  readonly setup: SetupInfo | null
}

export type StartNotice =
  | { readonly kind: 'preferences-reset' } // the preferences file was corrupt; defaults are in use, the old file is kept beside it
  | { readonly kind: 'policy-invalid'; readonly code: ErrorCode; readonly file: string; readonly detail: string }
  /** Others than administrators can write it; `detail` names the permission. */
  /** This version is so many whole weeks old; `isReadOnly`: so old that nothing is done to a device. */
  | { readonly kind: 'console-old'; readonly weeks: number; readonly isReadOnly: boolean }
  | { readonly kind: 'policy-writable'; readonly file: string; readonly detail: string }

/** Views of the device list that are kept. */
export const savedViewsMost = 20
export const viewNameMaxLength = 40

/** What the device list shows, by a name. */
export interface SavedView {
  readonly name: string
  readonly text: string
  readonly sort: DirectoryQuery['sort']
  readonly filter: DeviceFilter
}

/** Narrower than that nothing can be read; wider, and the next column is off the screen. CSS pixels. */
export const columnWidths = { least: 60, most: 900 } as const

/** How this person likes the columns of the device grid. */
export interface ColumnChoice {
  /** Columns that were moved by hand, in order; those missing keep their usual place. */
  readonly order: readonly SortKey[]
  /** null: nothing was chosen, so as many as fit. */
  readonly shown: readonly SortKey[] | null
  /** CSS pixels of the columns that were resized by hand. */
  readonly widths: Readonly<Partial<Record<SortKey, number>>>
}

export const usualColumns: ColumnChoice = { order: [], shown: null, widths: {} }

/** Preferences of one person on one PC; nothing that decides what may be done. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark'
  readonly notifications: boolean
  /** Practice only: which profile to rehearse. Ignored outside the practice tenant. */
  readonly practiceProfile: EligibilityProfile
  /** In the order in which they were saved; no two with one name. */
  readonly views: readonly SavedView[]
  readonly columns: ColumnChoice
}

/** The only addresses the console opens in a browser by name. */
export const linkNames = [
  'new-passcode-ios', 'new-passcode-android', 'rule-source', 'support-website', 'support-email', 'open-in-intune',
] as const
export type LinkName = (typeof linkNames)[number]
