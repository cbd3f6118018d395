import type { NextStep } from '../../../src-shared/availability.ts'
import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, cannot, fromVersion, kindUnknown } from '../eligibility.ts'
import { notPromised } from '../eligibility-decision.ts'

const iosRemoval = can('passcode-removed', 'ios-touch-id-again')
const androidDevice = can('temporary-device-passcode', 'android-passcode-policy')
const oldWorkProfile = cannot('work-profile-old-android', 'factory-reset')
const deviceAdministrator = cannot('device-administrator', 'factory-reset')
const userEnrollment = cannot('user-enrollment', 'factory-reset')
const platformCannot = (nextStep: NextStep) => cannot('platform-cannot-reset-passcode', nextStep)

/** What Intune's administrators' documents allow through Graph. The default profile. */
const graphAdmin: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'remove-passcode', decision: iosRemoval },
  'ios-automated': { document: 'remove-passcode', decision: iosRemoval },
  'ios-user-enrollment': { document: 'reset-passcode-2022', decision: userEnrollment },
  // Google took the call away in Android 7; Android 6 is the last that the 2022 page allows, and the newest page lists no
  // device administrator at all. So: none, whatever the version.
  'android-device-administrator': { document: 'troubleshoot-device-actions', decision: deviceAdministrator },
  'android-work-profile': {
    document: 'reset-passcode-2022',
    decision: fromVersion('8.0', can('temporary-work-profile-passcode', 'android-passcode-policy', 'work-profile-reset-token'), oldWorkProfile),
  },
  'android-dedicated': { document: 'reset-passcode', decision: androidDevice },
  // The newest page says "work profile, not device-level", but a fully managed device has no work profile; the 2022 page says
  // device-level for every Device Owner enrolment. Intune does offer the action, so it is offered, and the agent is told.
  'android-fully-managed': {
    document: 'reset-passcode-2022',
    decision: can('temporary-device-passcode', 'android-passcode-policy', 'documents-disagree'),
  },
  'android-corporate-work-profile': {
    document: 'reset-passcode',
    decision: can('temporary-work-profile-passcode', 'android-passcode-policy', 'work-profile-reset-token'),
  },
  'android-aosp-user': { document: 'reset-passcode', decision: androidDevice },
  'android-aosp-userless': { document: 'reset-passcode', decision: androidDevice },
  macos: { document: 'reset-passcode-2022', decision: platformCannot('mac-account') },
  windows: { document: 'reset-passcode-2022', decision: platformCannot('windows-account') },
  chromeos: { document: 'reset-passcode', decision: platformCannot('ask-supervisor') },
  linux: { document: 'reset-passcode', decision: platformCannot('ask-supervisor') },
  // The newest edition of the page adds visionOS 1.1 and later; earlier editions of the same page list iOS/iPadOS only.
  visionos: {
    document: 'remove-passcode',
    decision: fromVersion('1.1', can('passcode-removed', 'documents-disagree'), platformCannot('intune-admin-center')),
  },
  tvos: { document: 'remove-passcode', decision: platformCannot('ask-supervisor') },
  unknown: { document: 'reset-passcode', decision: kindUnknown },
}

/**
 * The stricter list: what Microsoft's end-user page promises. Where that page is silent and the administrators' documents say
 * no, the no stands: this profile never allows what `graph-admin` refuses.
 */
const companyPortal: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'company-portal-reset', decision: iosRemoval },
  'ios-automated': { document: 'company-portal-reset', decision: iosRemoval },
  'ios-user-enrollment': { document: 'company-portal-app', decision: userEnrollment },
  'android-device-administrator': { document: 'company-portal-reset', decision: deviceAdministrator },
  'android-work-profile': {
    document: 'company-portal-reset',
    decision: fromVersion('8.0', cannot('work-profile-self-service', 'factory-reset'), oldWorkProfile),
  },
  'android-dedicated': {
    document: 'company-portal-reset',
    decision: fromVersion('8.0', cannot('dedicated-self-service', 'factory-reset'), androidDevice),
  },
  'android-fully-managed': { document: 'company-portal-reset', decision: notPromised },
  'android-corporate-work-profile': { document: 'company-portal-reset', decision: notPromised },
  'android-aosp-user': { document: 'company-portal-reset', decision: notPromised },
  'android-aosp-userless': { document: 'company-portal-reset', decision: notPromised },
  macos: { document: 'company-portal-reset', decision: platformCannot('mac-account') },
  windows: { document: 'company-portal-reset', decision: platformCannot('windows-account') },
  chromeos: { document: 'company-portal-reset', decision: platformCannot('ask-supervisor') },
  linux: { document: 'company-portal-reset', decision: platformCannot('ask-supervisor') },
  visionos: { document: 'company-portal-reset', decision: notPromised },
  tvos: { document: 'company-portal-reset', decision: platformCannot('ask-supervisor') },
  unknown: { document: 'company-portal-reset', decision: kindUnknown },
}

/** Which devices can have their passcode reset. */
export const resetPasscodeTable: EligibilityTable = { 'graph-admin': graphAdmin, 'company-portal': companyPortal }
