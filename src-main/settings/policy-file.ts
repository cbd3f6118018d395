import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { SupportContact } from '../../src-shared/app-info.ts'
import type { EligibilityProfile } from '../../src-shared/device-actions.ts'

/** As tokens and issuers write them, whatever the administrator pasted. */
const lowerCaseGuid = z.guid().transform((id) => id.toLowerCase())

const loginSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('entra'),
    /** The login: {upn} is the agent's; a group's name where the server knows groups. */
    user: z.string().min(1).max(200).default('{upn}'),
    scope: z.string().min(1).max(300).default('https://ossrdbms-aad.database.windows.net/.default'),
  }),
  z.strictObject({ kind: z.literal('password'), user: z.string().min(1).max(200), password: z.string().min(1).max(500) }),
])

const centralSchema = z.strictObject({
  host: z.string().min(1).max(253).regex(/^[A-Za-z0-9.-]+$/, 'must be a host name or an IPv4 address'),
  port: z.int().min(1).max(65_535).default(5432),
  database: z.string().min(1).max(63),
  /** PEM file of the certificate authority; null: the ones that this PC trusts. */
  caFile: z.string().min(1).max(500).nullable().default(null),
  login: loginSchema,
  /** Of whoever reads; absent: `login`. */
  supervisorLogin: loginSchema.optional(),
})

const usualHours = { days: [1, 2, 3, 4, 5], fromHour: 7, toHour: 19 }
const usualAudit = { workingHours: usualHours, keepDays: null, central: null }
const auditSchema = z.strictObject({
  workingHours: z.strictObject({
    /** 0 is Sunday. */
    days: z.array(z.int().min(0).max(6)).max(7),
    fromHour: z.int().min(0).max(23),
    toHour: z.int().min(1).max(24),
  }).refine(({ fromHour, toHour }) => fromHour < toHour, 'fromHour must be before toHour').default(usualHours),
  keepDays: z.int().min(1).max(36_500).nullable().default(null),
  central: centralSchema.nullable().default(null),
})

const policySchema = z.strictObject({
  $schema: z.string().optional(),
  tenantId: lowerCaseGuid,
  clientId: lowerCaseGuid,
  tenantName: z.string().min(1).max(100),
  eligibilityProfile: z.enum(['graph-admin', 'company-portal']).default('graph-admin'),
  kiosk: z.boolean().default(false),
  audit: auditSchema.default(usualAudit),
  support: z.strictObject({
    name: z.string().max(40),
    phone: z.string().max(20),
    email: z.union([z.email().max(40), z.literal('')]),
    website: z.union([z.url({ protocol: /^https$/ }).max(150), z.literal('')]),
  }),
})

/** What the organisation has decided for this PC. */
export interface Policy {
  readonly tenantId: string
  readonly clientId: string
  readonly tenantName: string
  readonly eligibilityProfile: EligibilityProfile
  /** A PC that several agents share: no device is kept on its disk. */
  readonly kiosk: boolean
  readonly support: SupportContact
  readonly audit: AuditPolicy
}

/** How the audit log is kept. */
export interface AuditPolicy {
  /** Whole hours of this PC's day; days of the week, 0 is Sunday. */
  readonly workingHours: { readonly days: readonly number[]; readonly fromHour: number; readonly toHour: number }
  /** Days after which a closed log may be removed; null: never. */
  readonly keepDays: number | null
  readonly central: CentralPolicy | null
}

/** Where the central log is, and as whom a console comes there. */
export interface CentralPolicy {
  readonly host: string
  readonly port: number
  readonly database: string
  /** PEM file of the certificate authority; null: the ones that this PC trusts. */
  readonly caFile: string | null
  readonly login: CentralLogin
  /** As whom a supervisor reads every desk's log, where that is not `login`. */
  readonly supervisorLogin?: CentralLogin | undefined
}

/** The same server for a supervisor who reads. */
export const readersPolicy = (central: CentralPolicy): CentralPolicy => ({ ...central, login: central.supervisorLogin ?? central.login })

/** `entra`: the agent's own Microsoft Entra token is the password; `user` may hold {upn}. `password`: one login for every agent who can read the policy file. */
export type CentralLogin =
  | { readonly kind: 'entra'; readonly user: string; readonly scope: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }

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

/** Reads this PC's policy file; only a console that is not packaged lets the environment name another one. */
export function openPolicyFile(isPackaged: boolean): PolicyFile {
  const given = isPackaged ? undefined : process.env['HELPDESK_POLICY_FILE']
  return readPolicyFile(given ?? policyFilePath(process.platform))
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
  const { tenantId, clientId, tenantName, eligibilityProfile, kiosk, support, audit } = parsed.data
  return { status: 'ok', policy: { tenantId, clientId, tenantName, eligibilityProfile, kiosk, support, audit } }
}

function whereInJson(text: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const position = /position (\d+)/.exec(message)?.[1]
  if (position === undefined) return message
  const line = text.slice(0, Number(position)).split('\n').length
  return `line ${line}: ${message}`
}
