import type { Cloud } from '../../src-shared/clouds.ts'
import type { SetupFinding, SetupPlatform, SetupStepName, SetupStepState } from '../../src-shared/setup.ts'
import type { Tone } from './tones.ts'

export const cloudNames: Readonly<Record<Cloud, string>> = {
  public: 'Public (login.microsoftonline.com)',
  'us-government': 'US Government, GCC High (login.microsoftonline.us)',
  'us-government-dod': 'US Government, DoD (login.microsoftonline.us)',
  china: 'China, 21Vianet (login.partner.microsoftonline.cn)',
}

export const setupStepTitles: Readonly<Record<SetupStepName, string>> = {
  discovery: 'The tenant, in this cloud',
  'sign-in': 'Signing in with the app registration',
  scopes: 'Permissions and consent',
  role: 'An app role for this account',
  devices: 'Intune answers',
  permissions: 'Intune role of this account',
  acting: 'Signing in to act',
  'auth-time': 'The time of the sign-in (auth_time)',
  'reading-only': 'The reading registration cannot act',
}

export const setupStates: Readonly<Record<SetupStepState, { readonly word: string; readonly tone: Tone }>> = {
  waiting: { word: 'Not yet', tone: 'neutral' },
  running: { word: 'Under way', tone: 'wait' },
  passed: { word: 'Good', tone: 'good' },
  warned: { word: 'Works, with a gap', tone: 'warn' },
  failed: { word: 'To be corrected', tone: 'bad' },
  skipped: { word: 'Not tried', tone: 'neutral' },
}

interface FindingWords {
  readonly what: string
  /** Where to correct it, for whoever administers Entra; empty where nothing is to be done. */
  readonly fix: string
}
const good = (what: string): FindingWords => ({ what, fix: '' })
const registration = 'Entra admin center > App registrations > your app'

/** 'error-code' has the words of its code. */
export const setupFindings: Readonly<Record<Exclude<SetupFinding, 'error-code'>, FindingWords>> = {
  'tenant-found': good('The tenant exists in this cloud. Its id:'),
  'tenant-not-found': { what: 'This cloud has no tenant of that name or id.', fix: 'Copy the tenant id from Entra admin center > Overview, and check the cloud.' },
  'other-cloud': { what: 'The tenant exists, and signs in somewhere else:', fix: 'Choose the cloud that this address belongs to, then check again.' },
  'not-a-sign-in-service': { what: 'What answered is not the sign-in service of a tenant.', fix: 'Use the tenant’s own id or domain, not “common” or “organizations”. If it is right, something between here and Microsoft changes answers.' },
  'signed-in': good('Sign-in, redirect and token are as they should be. Signed in as:'),
  'nobody-came': {
    what: 'The sign-in page never came back, or it was cancelled here.',
    fix: 'If the page showed an error, look for its AADSTS number in the list below. Entra shows the commonest mistakes on its page only, and tells the console nothing.',
  },
  declined: { what: 'The sign-in or the consent was declined on the page.', fix: 'Check again and accept, or let an administrator grant consent first: API permissions > Grant admin consent.' },
  'reply-address': { what: 'The redirect address is not registered.', fix: `${registration} > Authentication > Add a platform > Mobile and desktop applications: http://localhost, with no port and no path.` },
  'unknown-application': { what: 'The tenant has no application with this client id.', fix: 'Copy “Application (client) ID” from the registration’s Overview; the object id is another one. Check that it is registered in this tenant.' },
  'not-public': {
    what: 'Entra asks for a client secret, so it takes the registration for a web application.',
    fix: `${registration} > Authentication: move http://localhost from “Web” to “Mobile and desktop applications”. If it is there, set “Allow public client flows” to Yes.`,
  },
  'wrong-platform': { what: 'The redirect is registered for a single-page application.', fix: `${registration} > Authentication: remove it there, and add http://localhost under “Mobile and desktop applications”.` },
  'not-consented': { what: 'Nobody has consented to what the console asks for.', fix: `${registration} > API permissions > Grant admin consent. It takes a minute to count.` },
  'not-assigned': { what: 'This account is not assigned to the application.', fix: 'Enterprise applications > your app > Users and groups: add the person or a group, with a role of the console.' },
  'blocked-by-access-policy': { what: 'Conditional Access blocked the sign-in.', fix: 'Entra admin center > Sign-in logs shows which policy. This PC, network or browser may have to meet it, or the app needs a policy of its own.' },
  'sign-in-refused': { what: 'Entra refused the sign-in.', fix: 'Look up the number at https://login.microsoftonline.com/error, and in Entra’s sign-in logs. Without a number, the console’s log has the cause.' },
  'scopes-granted': good('Every permission that the console asks for has consent.'),
  'scopes-missing': { what: 'The console cannot work without these permissions:', fix: `${registration} > API permissions > Add > Microsoft Graph > Delegated. Then Grant admin consent.` },
  'some-scopes-missing': {
    what: 'These have no consent. ReadWrite.All is for Delete record and the management name, Apps.Read.All for comparing with Intune’s audit log; the rest works.',
    fix: 'Leave them out if you want to do without. Otherwise add them as delegated permissions and grant admin consent.',
  },
  'role-there': good('This account has a role of the console:'),
  'role-missing': {
    what: 'This account has no role of the console, and nobody without one gets in.',
    fix: `${registration} > App roles: Helpdesk.Agent and Helpdesk.Supervisor, for users and groups. Then Enterprise applications > your app > Users and groups: assign them.`,
  },
  'devices-counted': good('Devices that Intune counts:'),
  'no-devices': { what: 'Intune answers, and counts no devices.', fix: 'Right for a new tenant. Otherwise check that Intune is what manages your devices.' },
  'devices-not-allowed': { what: 'Intune answers, and does not let this account read devices.', fix: 'Intune admin center > Tenant administration > Roles: assign a role with Managed devices / Read, such as Help Desk Operator.' },
  'permissions-all': good('This account’s Intune role covers every action.'),
  'permissions-some': {
    what: 'This account’s Intune role does not cover these actions; agents with the same role see that:',
    fix: 'Right for supervisors, and for agents who are not meant to do them. Otherwise: Intune admin center > Tenant administration > Roles.',
  },
  'permissions-none': { what: 'This account has no Intune role for any action.', fix: 'Intune admin center > Tenant administration > Roles: assign one to your agents, such as Help Desk Operator.' },
  'acting-works': good('The second registration signs the same person in, and may act.'),
  'acting-scopes-missing': { what: 'The second registration may not act. Missing:', fix: 'In that registration: API permissions > Add > Microsoft Graph > Delegated. Then Grant admin consent.' },
  'acting-scopes-some-missing': { what: 'The second registration may act. Without this, Delete record and the management name are refused:', fix: 'Leave it out if you want to do without; otherwise add it there and grant admin consent.' },
  'other-person': { what: 'Another person came back from the second sign-in:', fix: 'Sign that account out in the browser, then check again.' },
  'auth-time-there': good('The token says when somebody last signed in.'),
  'auth-time-missing': {
    what: 'The token does not say when somebody last signed in. Every action that asks for a fresh sign-in would be refused.',
    fix: `${registration} > Token configuration > Add optional claim > ID > auth_time. With two registrations: on the one that acts.`,
  },
  'reading-only': good('The everyday token can read and cannot act.'),
  'reading-can-act': { what: 'The reading registration may act, so the second one protects nothing. It has:', fix: 'Remove these permissions from the reading registration, and revoke the consent: Enterprise applications > your app > Permissions.' },
}

/** What Entra shows on its own page only: the console never hears of it. */
export const pageNumbers: readonly { readonly number: string; readonly finding: Exclude<SetupFinding, 'error-code'> }[] = [
  { number: 'AADSTS50011', finding: 'reply-address' },
  { number: 'AADSTS700016', finding: 'unknown-application' },
  { number: 'AADSTS7000218', finding: 'not-public' },
  { number: 'AADSTS65001, AADSTS90094', finding: 'not-consented' },
  { number: 'AADSTS50105', finding: 'not-assigned' },
  { number: 'AADSTS53003', finding: 'blocked-by-access-policy' },
]

/** How an administrator puts policy.json in its place, so that nobody else can change it. */
export function placingCommands(platform: SetupPlatform, path: string): string {
  const folder = path.replace(/[\\/][^\\/]*$/, '')
  if (platform === 'windows') {
    return [
      `mkdir "${folder}"`,
      // Whoever made the folder before would own it, and could give the rights back to themselves.
      `icacls "${folder}" /setowner *S-1-5-32-544 /T`,
      `icacls "${folder}" /inheritance:r /grant *S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX`,
      `copy policy.json "${path}"`,
    ].join('\n')
  }
  const owner = platform === 'macos' ? '-o root -g wheel' : '-o root -g root'
  return [`sudo install -d ${owner} -m 755 "${folder}"`, `sudo install ${owner} -m 644 policy.json "${path}"`].join('\n')
}
export const placingRule: Readonly<Record<SetupPlatform, string>> = {
  windows: 'Administrators and SYSTEM may write there, everybody else may read: ProgramData allows more unless it is taken away. In a command prompt that runs as administrator:',
  macos: 'It belongs to root, and only root may write; everybody may read. In Terminal:',
  linux: 'It belongs to root, and only root may write; everybody may read. In a terminal:',
}
