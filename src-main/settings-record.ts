import type { Preferences } from '../src-shared/app-info.ts'
import type { AuditEvent } from '../src-shared/audit.ts'
import type { Account } from '../src-shared/session.ts'
import type { PolicyAccess } from './settings/policy-access.ts'
import type { PolicyFile } from './settings/policy-file.ts'
import { actorOf } from '../src-shared/session.ts'

export type SettingsRow = Extract<AuditEvent, { kind: 'settings' }>

/** Values in JSON under names such as "audit.keepDays". */
type Flat = ReadonlyMap<string, string>

/** Of these the log is told only that there is one. */
const secretNames: ReadonlySet<string> = new Set(['audit.central.login.password', 'audit.central.supervisorLogin.password'])
const isSet = JSON.stringify('set')

/** The setting by which the log is told that others than administrators can write the file. */
const writableName = 'file.writableBy'

/** What differs between the policy in force and what the log's settings rows (oldest first) come to; null when nothing does. A password that became another one is no difference: nothing of it is kept to tell by. Who can write the file is told once it is known; until then it is as it was. */
export function policyRowOf(rows: readonly SettingsRow[], policy: PolicyFile, access: PolicyAccess): SettingsRow | null {
  const before = new Map<string, string>()
  for (const { source, changes } of rows) {
    if (source !== 'policy') continue
    for (const { name, to } of changes) {
      if (to === null) before.delete(name)
      else before.set(name, to)
    }
  }
  const now = flatPolicy(policy)
  const writableBefore = before.get(writableName)
  if (access.status === 'others') now.set(writableName, JSON.stringify(access.permission))
  else if (access.status === 'checking' && writableBefore !== undefined) now.set(writableName, writableBefore)
  return rowOf('policy', null, before, now)
}

/** What a person changed of their preferences, but for their saved views and how their columns look: what somebody likes to search for decides nothing, and may name people. Null when nothing. */
export function preferencesRowOf(account: Account | null, before: Preferences, now: Preferences): SettingsRow | null {
  const told = ({ views: _, columns: __, ...rest }: Preferences): Flat => flatSettings(rest)
  return rowOf('preferences', account, told(before), told(now))
}

function rowOf(source: SettingsRow['source'], account: Account | null, before: Flat, now: Flat): SettingsRow | null {
  const names = [...new Set([...before.keys(), ...now.keys()])].sort()
  const changes = names.map((name) => ({ name, from: before.get(name) ?? null, to: now.get(name) ?? null })).filter(({ from, to }) => from !== to)
  return changes.length === 0 ? null : { kind: 'settings', source, actor: account === null ? null : actorOf(account), changes }
}

/** A file that cannot be used is one setting: that it is so. No file: none. */
function flatPolicy(policy: PolicyFile): Map<string, string> {
  if (policy.status === 'absent') return new Map()
  return policy.status === 'invalid' ? new Map([['file', JSON.stringify('invalid')]]) : flatSettings(policy.policy)
}

/** Every setting under a name such as "audit.keepDays", its value in JSON; of a password only that there is one. */
export function flatSettings(value: object, prefix = ''): Map<string, string> {
  const entries = new Map<string, string>()
  for (const [key, member] of Object.entries(value) as [string, unknown][]) {
    const name = prefix + key
    if (secretNames.has(name)) entries.set(name, isSet)
    else if (typeof member === 'object' && member !== null && !Array.isArray(member)) for (const [inner, text] of flatSettings(member, `${name}.`)) entries.set(inner, text)
    // What is null is not there: so that "none" has one form only.
    else if (member !== null && member !== undefined) entries.set(name, JSON.stringify(member))
  }
  return entries
}
