import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AskedFile } from './file-access/who-can-write.ts'
import { checkPolicyText, wordsOf } from './policy-problems.ts'
import { actionsSchema, auditSchema, usualAudit } from './policy-schema.ts'
import type { ActionsPolicy, AuditPolicy, Policy } from './policy-schema.ts'

export type PolicyFile =
  | { readonly status: 'ok'; readonly policy: Policy }
  | { readonly status: 'absent' }
  /** `detail` names the line or the key. */
  | { readonly status: 'invalid'; readonly file: string; readonly detail: string }

/**
 * Where an administrator puts the policy file. Not looked up in the environment (%ProgramData%), which everybody sets
 * as they like for what they start: the organisation's rules would be gone with it.
 */
export function policyFilePath(platform: NodeJS.Platform): string {
  if (platform === 'win32') return join('C:\\ProgramData', 'Helpdesk Console', 'policy.json')
  if (platform === 'darwin') return '/Library/Application Support/Helpdesk Console/policy.json'
  return '/etc/helpdesk-console/policy.json'
}

/** This PC's policy file; only a console that is not packaged lets the environment name another one. */
export function policyFileInUse(isPackaged: boolean): AskedFile {
  const given = isPackaged ? undefined : process.env['HELPDESK_POLICY_FILE']
  return given === undefined ? { file: policyFilePath(process.platform), isOwn: false } : { file: given, isOwn: true }
}

/** Reads {@link policyFileInUse}. */
export function openPolicyFile(isPackaged: boolean): PolicyFile {
  return readPolicyFile(policyFileInUse(isPackaged).file)
}

/**
 * What actions demand where there is no policy file, in practice: nothing. A console that is not packaged takes it from the file that
 * HELPDESK_PRACTICE_ACTIONS names, so that a policy's demands can be tried with the practice tenant. Throws when that file cannot be used.
 */
export function openPracticeActions(isPackaged: boolean): ActionsPolicy | null {
  const given = isPackaged ? undefined : process.env['HELPDESK_PRACTICE_ACTIONS']
  return given === undefined ? null : actionsSchema.parse(JSON.parse(readFileSync(given, 'utf8')))
}

/**
 * The rules of the audit log where there is no policy file, in practice. A console that is not packaged takes them from the file that
 * HELPDESK_PRACTICE_AUDIT names, so that a central log can be tried with the practice tenant. Throws when that file cannot be used.
 */
export function openPracticeAudit(isPackaged: boolean): AuditPolicy {
  const given = isPackaged ? undefined : process.env['HELPDESK_PRACTICE_AUDIT']
  return given === undefined ? usualAudit : auditSchema.parse(JSON.parse(readFileSync(given, 'utf8')))
}

/** Reads and checks the policy file. A file that is there and cannot be used is `invalid`: the console then acts on nothing. */
export function readPolicyFile(file: string): PolicyFile {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { status: 'absent' }
      : { status: 'invalid', file, detail: `it cannot be read (${String(code)})` }
  }
  const checked = checkPolicyText(text)
  if (checked.status === 'ok') return { status: 'ok', policy: checked.policy }
  const [first, ...more] = checked.problems
  const others = more.length === 0 ? '' : ` (and ${more.length} more: "npm run policy -- check" lists them)`
  return { status: 'invalid', file, detail: `${first === undefined ? 'it is not as it should be' : wordsOf(first)}${others}` }
}
