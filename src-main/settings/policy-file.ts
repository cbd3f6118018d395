import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { auditSchema, policySchema, usualAudit } from './policy-schema.ts'
import type { AuditPolicy, Policy } from './policy-schema.ts'

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

/** Where this console looks for its policy file; only one that is not packaged lets the environment name another place. */
export function policyFileInUse(isPackaged: boolean): string {
  const given = isPackaged ? undefined : process.env['HELPDESK_POLICY_FILE']
  return given ?? policyFilePath(process.platform)
}

/** Reads this PC's policy file. */
export function openPolicyFile(isPackaged: boolean): PolicyFile {
  return readPolicyFile(policyFileInUse(isPackaged))
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
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch (cause) {
    return { status: 'invalid', file, detail: whereInJson(text, cause) }
  }
  const parsed = policySchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const key = issue?.path.join('.') ?? ''
    return { status: 'invalid', file, detail: `${key === '' ? 'the file' : key}: ${issue?.message ?? 'is not as it should be'}` }
  }
  return { status: 'ok', policy: parsed.data }
}

function whereInJson(text: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const position = /position (\d+)/.exec(message)?.[1]
  if (position === undefined) return message
  const line = text.slice(0, Number(position)).split('\n').length
  return `line ${line}: ${message}`
}
