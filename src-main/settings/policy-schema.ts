import { z } from 'zod'
import { clouds } from '../../src-shared/clouds.ts'
import type { Cloud } from '../../src-shared/clouds.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import type { DeviceActionName, EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { SupportContact } from '../../src-shared/app-info.ts'

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
export const usualAudit = { workingHours: usualHours, keepDays: null, central: null }
export const auditSchema = z.strictObject({
  workingHours: z.strictObject({
    /** 0 is Sunday. */
    days: z.array(z.int().min(0).max(6)).max(7),
    fromHour: z.int().min(0).max(23),
    toHour: z.int().min(1).max(24),
  }).refine(({ fromHour, toHour }) => fromHour < toHour, 'fromHour must be before toHour').default(usualHours),
  keepDays: z.int().min(1).max(36_500).nullable().default(null),
  central: centralSchema.nullable().default(null),
})

const usualKiosk: KioskPolicy = { lockAfterSeconds: 60, signOutAfterSeconds: 300, signIn: 'edge-inprivate' }
const kioskSchema = z.strictObject({
  lockAfterSeconds: z.int().min(15).max(3600).default(usualKiosk.lockAfterSeconds),
  signOutAfterSeconds: z.int().min(30).max(7200).default(usualKiosk.signOutAfterSeconds),
  signIn: z.enum(['edge-inprivate', 'window']).default(usualKiosk.signIn),
}).refine(({ lockAfterSeconds, signOutAfterSeconds }) => lockAfterSeconds <= signOutAfterSeconds, 'lockAfterSeconds must not be more than signOutAfterSeconds')

const brake = z.int().min(1).max(10_000).nullable()
const usualBrakes: BrakePolicy = { agentPerHour: 20, agentPerDay: 60, machinePerHour: 40, machinePerDay: 120 }
const usualTicket: TicketPolicy = { required: false, pattern: null, example: '' }
const usualActions = { stepUp: [], ticket: usualTicket, brakes: usualBrakes }
const pattern = z.string().min(1).max(200).refine((text) => {
  try {
    return new RegExp(text, 'u').source !== ''
  } catch {
    return false
  }
}, 'must be a regular expression')
export const actionsSchema = z.strictObject({
  stepUp: z.array(z.enum(deviceActionNames)).default([]),
  ticket: z.strictObject({
    required: z.boolean().default(usualTicket.required),
    pattern: pattern.nullable().default(usualTicket.pattern),
    example: z.string().max(40).default(usualTicket.example),
  }).default(usualTicket),
  brakes: z.strictObject({
    agentPerHour: brake.default(usualBrakes.agentPerHour), agentPerDay: brake.default(usualBrakes.agentPerDay),
    machinePerHour: brake.default(usualBrakes.machinePerHour), machinePerDay: brake.default(usualBrakes.machinePerDay),
  }).default(usualBrakes),
})

const usualUpdates: UpdatePolicy = { mode: 'off', url: null }
const usualAge: AgePolicy = { warnWeeks: 8, supervisorWeeks: 16, readOnlyWeeks: 24 }
const weeks = z.int().min(1).max(520)

/** The policy file; `npm run policy -- schema` writes it as JSON Schema. */
export const policySchema = z.strictObject({
  $schema: z.string().optional(),
  tenantId: lowerCaseGuid,
  clientId: lowerCaseGuid,
  actionClientId: z.guid().nullable().default(null).transform((id) => id?.toLowerCase() ?? null),
  tenantName: z.string().min(1).max(100),
  cloud: z.enum(clouds).default('public'),
  practice: z.boolean().default(true),
  eligibilityProfile: z.enum(['graph-admin', 'company-portal']).default('graph-admin'),
  actions: actionsSchema.default(usualActions),
  kiosk: z.union([z.boolean(), kioskSchema]).default(false).transform((kiosk): KioskPolicy | null => (kiosk === true ? usualKiosk : kiosk === false ? null : kiosk)),
  updates: z.strictObject({
    mode: z.enum(['off', 'ask', 'automatic']).default(usualUpdates.mode),
    url: z.url({ protocol: /^https$/ }).max(300).nullable().default(usualUpdates.url),
  }).default(usualUpdates),
  age: z.strictObject({
    warnWeeks: weeks.default(usualAge.warnWeeks), supervisorWeeks: weeks.default(usualAge.supervisorWeeks), readOnlyWeeks: weeks.default(usualAge.readOnlyWeeks),
  }).default(usualAge),
  audit: auditSchema.default(usualAudit),
  support: z.strictObject({
    name: z.string().max(40),
    phone: z.string().max(20),
    email: z.union([z.email().max(40), z.literal('')]),
    website: z.union([z.url({ protocol: /^https$/ }).max(150), z.literal('')]),
  }),
}).transform(({ $schema: _schema, ...policy }): Policy => policy)

/** What the organisation has decided for this PC. */
export interface Policy {
  readonly tenantId: string
  /** The app registration of the everyday session, whose token can only read. */
  readonly clientId: string
  /** The one that the step-up signs in to, whose token can act; null: the same. */
  readonly actionClientId: string | null
  readonly tenantName: string
  readonly cloud: Cloud
  /** Whether agents may rehearse with the practice tenant on this PC. */
  readonly practice: boolean
  readonly eligibilityProfile: EligibilityProfile
  readonly actions: ActionsPolicy
  /** A PC that several agents share; null: it is none. */
  readonly kiosk: KioskPolicy | null
  readonly updates: UpdatePolicy
  readonly age: AgePolicy
  readonly support: SupportContact
  readonly audit: AuditPolicy
}

/** What actions demand on this PC, beyond what the console always demands: a policy cannot ask for less. */
export interface ActionsPolicy {
  /** Actions that demand a fresh sign-in too, besides those that always do. */
  readonly stepUp: readonly DeviceActionName[]
  readonly ticket: TicketPolicy
  readonly brakes: BrakePolicy
}
export interface TicketPolicy {
  readonly required: boolean
  /** A regular expression that all of the ticket must match; null: any text. */
  readonly pattern: string | null
  /** Shown to agents, such as "INC0012345". */
  readonly example: string
}
/** So many requests that wipe, remove or unlock a device in an hour and in a day (60 minutes and 24 hours back from now); null: no end. */
export interface BrakePolicy {
  readonly agentPerHour: number | null
  readonly agentPerDay: number | null
  readonly machinePerHour: number | null
  readonly machinePerDay: number | null
}
/** Without input for so long, the console is locked, and the agent signed out. */
export interface KioskPolicy {
  readonly lockAfterSeconds: number
  readonly signOutAfterSeconds: number
  /** Where agents sign in: Edge in a private window, or a window of the console that leaves nothing. */
  readonly signIn: 'edge-inprivate' | 'window'
}
export interface UpdatePolicy {
  readonly mode: 'off' | 'ask' | 'automatic'
  /** Where updates are; null: nowhere. */
  readonly url: string | null
}
/** What the age of this version does, weeks from its build. */
export interface AgePolicy {
  readonly warnWeeks: number
  readonly supervisorWeeks: number
  readonly readOnlyWeeks: number
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
