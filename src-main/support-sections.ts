import type { Preferences } from '../src-shared/app-info.ts'
import type { AuditHealth } from '../src-shared/audit-health.ts'
import type { CentralLogStatus } from '../src-shared/central-log.ts'
import type { DirectoryStatus } from '../src-shared/device.ts'
import type { SessionState } from '../src-shared/session.ts'
import type { PolicyFile } from './settings/policy-file.ts'
import { flatSettings } from './settings-record.ts'

/** A name and what is known about it; null: nothing. */
export type Fact = readonly [name: string, value: string | number | boolean | null]

/** "name: value", a line each. */
export const factLines = (facts: readonly Fact[]): string => facts.map(([name, value]) => `${name}: ${value === null ? '-' : String(value)}\n`).join('')

/** Settings of the policy whose values say nothing about the organisation; of every other it is told only that it is set. */
const shownPolicy: ReadonlySet<string> = new Set([
  'eligibilityProfile', 'cloud', 'practice', 'kiosk.lockAfterSeconds', 'kiosk.signOutAfterSeconds', 'kiosk.signIn', 'updates.mode', 'age.warnWeeks', 'age.supervisorWeeks', 'age.readOnlyWeeks',
  'actions.stepUp', 'actions.ticket.required', 'actions.brakes.agentPerHour', 'actions.brakes.agentPerDay', 'actions.brakes.machinePerHour', 'actions.brakes.machinePerDay',
  'audit.workingHours.days', 'audit.workingHours.fromHour', 'audit.workingHours.toHour', 'audit.keepDays', 'audit.central.login.kind',
  'audit.central.supervisorLogin.kind',
])
/** Ids by their end, so that two PCs can be told to have the same. */
const shownEnds: ReadonlySet<string> = new Set(['tenantId', 'clientId', 'actionClientId'])

/** Which keys of the policy file are set. */
export function policySection(policy: PolicyFile): string {
  if (policy.status === 'absent') return factLines([['policy file', 'none']])
  if (policy.status === 'invalid') return factLines([['policy file', 'cannot be used'], ['file', policy.file], ['because', policy.detail]])
  return `${factLines([['policy file', 'in force']])}${[...flatSettings(policy.policy)].map(([name, value]) => `${policyLine(name, value)}\n`).join('')}`
}

function policyLine(name: string, value: string): string {
  if (shownPolicy.has(name)) return `${name}: ${value}`
  return shownEnds.has(name) ? `${name} is set, and ends with ${value.replaceAll('"', '').slice(-4)}` : `${name} is ${value === '""' ? 'empty' : 'set'}`
}

/** The log's state in codes and counts: no row of it. */
export function auditSection(health: AuditHealth, central: CentralLogStatus): string {
  const findings = new Map<string, number>()
  for (const { code } of health.findings) findings.set(code, (findings.get(code) ?? 0) + 1)
  return factLines([
    ['status', health.status], ['rows', health.rows], ['rows that wait', health.heldRows], ['first row that does not verify', health.brokenAt],
    ['findings', findings.size === 0 ? 'none' : [...findings].map(([code, count]) => `${code} (${count})`).join(', ')],
    ['follows a log that was', health.unacknowledged?.reason ?? null], ['earlier logs in doubt', health.doubtfulLogs], ['verified at', health.checkedAt],
    ['sealed rows', health.sealed?.rows ?? null], ['sealed at', health.sealed?.at ?? null], ['key kept in', health.keyStore],
    ['central log', central.state], ['since', central.since], ['rows that it lacks', central.waitingRows], ['confirmed at', central.confirmedAt], ['central log code', central.code],
  ])
}

/** How reading the device list goes; no device of it. */
export function deviceListSection(status: DirectoryStatus, session: SessionState): string {
  return factLines([
    ['session', session.status], ['session code', session.status === 'signed-out' ? session.code : null],
    ['phase', status.phase], ['devices', status.count], ['devices expected', status.expected], ['unreadable rows', status.badRows], ['devices a second', status.perSecond],
    ['whole list read at', status.syncedAt], ['changes read at', status.changedAt], ['source', status.source], ['notice', status.notice], ['last error', status.code],
  ])
}

/** A person's preferences, but for what they search for. */
export function settingsSection({ theme, notifications, practiceProfile, views, columns }: Preferences): string {
  return factLines([
    ['theme', theme], ['notifications', notifications], ['practice rules', practiceProfile], ['saved views', views.length],
    ['columns shown', columns.shown?.length ?? 'as many as fit'], ['columns moved', columns.order.length], ['columns resized', Object.keys(columns.widths).length],
  ])
}

/** "PROXY, DIRECT" of Chromium's "PROXY proxy.contoso.example:8080; DIRECT": which kinds are tried, not where they are. */
export function proxyKind(answer: string): string {
  const kinds = answer.split(';').map((entry) => /^\s*([A-Z]\w*)/.exec(entry)?.[1]).filter((kind) => kind !== undefined)
  return kinds.length === 0 ? 'not known' : kinds.join(', ')
}
