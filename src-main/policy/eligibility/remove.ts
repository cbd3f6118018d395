import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, cannot, ifCorporate, ifJoined, kindUnknown } from '../eligibility.ts'
import { notPromised } from '../eligibility-decision.ts'

const companyData = can('company-data-removed', 'at-next-check-in', 'app-tokens-stay')
const workProfile = can('work-profile-removed', 'at-next-check-in')
const automated = can('company-data-removed', 'at-next-check-in', 'app-tokens-stay', 'autopilot-comes-back')
const stays = can('pc-unenrolled', 'at-next-check-in', 'app-tokens-stay')
const unjoined = can('pc-unjoined', 'at-next-check-in', 'local-admin-first', 'recovery-key-first', 'app-tokens-stay')
const maybeUnjoined = can('pc-unjoined', 'at-next-check-in', 'join-not-said', 'local-admin-first', 'recovery-key-first', 'app-tokens-stay')
const corporateAndroid = cannot('corporate-android', 'reset-device')
const aosp = cannot('aosp', 'reset-device')

const graphAdmin: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'retire', decision: companyData },
  'ios-automated': { document: 'retire', decision: automated },
  'ios-user-enrollment': { document: 'retire', decision: companyData },
  'android-device-administrator': { document: 'retire', decision: companyData },
  'android-work-profile': { document: 'retire', decision: workProfile },
  'android-dedicated': { document: 'retire', decision: corporateAndroid },
  'android-fully-managed': { document: 'retire', decision: corporateAndroid },
  'android-corporate-work-profile': { document: 'retire', decision: corporateAndroid },
  'android-aosp-user': { document: 'retire', decision: aosp },
  'android-aosp-userless': { document: 'retire', decision: aosp },
  macos: { document: 'retire', decision: companyData },
  windows: { document: 'retire', decision: ifJoined('azureadjoined', unjoined, stays, maybeUnjoined) },
  // ChromeOS is deprovisioned, which is another action with other consequences.
  chromeos: { document: 'retire', decision: cannot('platform-cannot', 'deprovision') },
  linux: { document: 'retire', decision: cannot('platform-cannot', 'intune-admin-center') },
  visionos: { document: 'retire', decision: companyData },
  tvos: { document: 'retire', decision: companyData },
  unknown: { document: 'retire', decision: kindUnknown },
}

const corporateAndroidUser = cannot('corporate-android', 'intune-admin-center')
const aospUser = cannot('aosp', 'intune-admin-center')

const companyPortal: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'company-portal-app', decision: companyData },
  'ios-automated': { document: 'company-portal-app', decision: cannot('automated-self-service', 'intune-admin-center') },
  'ios-user-enrollment': { document: 'company-portal-app', decision: companyData },
  'android-device-administrator': { document: 'company-portal-app', decision: companyData },
  'android-work-profile': { document: 'company-portal-app', decision: workProfile },
  'android-dedicated': { document: 'company-portal-app', decision: corporateAndroidUser },
  'android-fully-managed': { document: 'company-portal-app', decision: corporateAndroidUser },
  'android-corporate-work-profile': { document: 'company-portal-app', decision: corporateAndroidUser },
  'android-aosp-user': { document: 'retire', decision: aospUser },
  'android-aosp-userless': { document: 'retire', decision: aospUser },
  macos: { document: 'company-portal-app', decision: companyData },
  // Never on an Entra-joined PC, and the button is always hidden on a corporate-owned one.
  windows: {
    document: 'company-portal-app',
    decision: ifJoined(
      'azureadjoined',
      cannot('joined-self-service', 'intune-admin-center'),
      ifCorporate(cannot('corporate-self-service', 'intune-admin-center'), stays),
      cannot('join-unknown', 'intune-admin-center'),
    ),
  },
  chromeos: graphAdmin.chromeos,
  linux: graphAdmin.linux,
  visionos: { document: 'company-portal-remove', decision: notPromised },
  tvos: { document: 'company-portal-remove', decision: notPromised },
  unknown: { document: 'company-portal-app', decision: kindUnknown },
}

/** Which devices can be retired. */
export const removeTable: EligibilityTable = { 'graph-admin': graphAdmin, 'company-portal': companyPortal }
