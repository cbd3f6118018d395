/**
 * Every property of a managedDevice that the tenant serves, with the value it has when a device says nothing else.
 * v1.0 is the public metadata of v1.0; the beta-only ones are those that Microsoft's beta types add.
 */
export const v1Defaults: Readonly<Record<string, unknown>> = {
  id: '', userId: '', deviceName: '', managedDeviceName: '', managedDeviceOwnerType: 'unknown',
  enrolledDateTime: '0001-01-01T00:00:00Z',
  lastSyncDateTime: '0001-01-01T00:00:00Z', operatingSystem: '', complianceState: 'unknown', jailBroken: 'Unknown',
  managementAgent: 'unknown',
  osVersion: '', easActivated: false, easDeviceId: '', easActivationDateTime: '0001-01-01T00:00:00Z', azureADRegistered: null,
  deviceEnrollmentType: 'unknown', activationLockBypassCode: null, emailAddress: '', azureADDeviceId: '',
  deviceRegistrationState: 'registered',
  deviceCategoryDisplayName: 'Unknown', isSupervised: false, exchangeLastSuccessfulSyncDateTime: '0001-01-01T00:00:00Z',
  exchangeAccessState: 'none',
  exchangeAccessStateReason: 'none', remoteAssistanceSessionUrl: null, remoteAssistanceSessionErrorDetails: null,
  isEncrypted: false,
  userPrincipalName: '', model: '', manufacturer: '', imei: '', complianceGracePeriodExpirationDateTime: '9999-12-31T23:59:59Z',
  serialNumber: '',
  phoneNumber: '', androidSecurityPatchLevel: '', userDisplayName: '', configurationManagerClientEnabledFeatures: null,
  wiFiMacAddress: '',
  deviceHealthAttestationState: null, subscriberCarrier: '', meid: '', totalStorageSpaceInBytes: 0, freeStorageSpaceInBytes: 0,
  partnerReportedThreatState: 'unknown', requireUserEnrollmentApproval: null,
  managementCertificateExpirationDate: '9999-12-31T23:59:59Z', iccid: null,
  udid: null, notes: null, ethernetMacAddress: null, physicalMemoryInBytes: 0, enrollmentProfileName: '',
  managementState: 'managed', deviceActionResults: [],
}

const betaOnlyDefaults: Readonly<Record<string, unknown>> = {
  ownerType: 'unknown', deviceType: 'unknown', joinType: 'unknown', lostModeState: 'disabled', chassisType: 'unknown',
  processorArchitecture: 'unknown',
  aadRegistered: null, azureActiveDirectoryDeviceId: '', autopilotEnrolled: false, bootstrapTokenEscrowed: false,
  enrolledByUserPrincipalName: null,
  hardwareInformation: null, managementFeatures: 'none', retireAfterDateTime: '0001-01-01T00:00:00Z', roleScopeTagIds: [],
  securityPatchLevel: null,
  skuFamily: '', skuNumber: 0, specificationVersion: null, usersLoggedOn: [], cloudPcRemoteActionResults: [],
  chromeOSDeviceInfo: [],
  deviceFirmwareConfigurationInterfaceManaged: false, windowsActiveMalwareCount: 0, windowsRemediatedMalwareCount: 0,
  preferMdmOverGroupPolicyAppliedDateTime: '0001-01-01T00:00:00Z', configurationManagerClientHealthState: null,
  configurationManagerClientInformation: null,
}

export const betaDefaults: Readonly<Record<string, unknown>> = { ...v1Defaults, ...betaOnlyDefaults }

/** Given empty in every list, whatever is selected; only the single GET has the value. */
export const emptiedInLists: Readonly<Record<string, unknown>> = {
  deviceActionResults: [], activationLockBypassCode: null, ethernetMacAddress: null, iccid: null, udid: null, notes: null,
  physicalMemoryInBytes: 0,
  remoteAssistanceSessionUrl: null, hardwareInformation: null, chromeOSDeviceInfo: [], bootstrapTokenEscrowed: false,
  windowsActiveMalwareCount: 0,
  windowsRemediatedMalwareCount: 0, roleScopeTagIds: [],
}

/** Enum members that v1.0's metadata knows. What Graph sends for the others is not documented; the tenant sends the sentinel. */
export const v1EnrollmentTypes = new Set([
  'unknown', 'userEnrollment', 'deviceEnrollmentManager', 'appleBulkWithUser', 'appleBulkWithoutUser', 'windowsAzureADJoin',
  'windowsBulkUserless',
  'windowsAutoEnrollment', 'windowsBulkAzureDomainJoin', 'windowsCoManagement', 'windowsAzureADJoinUsingDeviceAuth',
  'appleUserEnrollment',
  'appleUserEnrollmentWithServiceAccount', 'unknownFutureValue',
])
export const v1ManagementAgents = new Set([
  'eas', 'mdm', 'easMdm', 'intuneClient', 'easIntuneClient', 'configurationManagerClient', 'configurationManagerClientMdm',
  'configurationManagerClientMdmEas', 'unknown', 'jamf', 'googleCloudDevicePolicyController', 'microsoft365ManagedMdm', 'msSense',
])
