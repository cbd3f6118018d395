import type { ApprovableAction, ApprovalDesk } from './approvals/approval-desk.ts'
import { createApprovalDesk } from './approvals/approval-desk.ts'
import type { AuditTrail } from './audit/audit-trail.ts'
import { createAuditTrail } from './audit/audit-trail.ts'
import type { TenantClock } from './clock.ts'
import type { DeviceStore } from './devices/device-store.ts'
import { createDeviceStore } from './devices/device-store.ts'
import { generateDevices } from './devices/generate-devices.ts'
import type { LifeCycleRules } from './devices/queued-action.ts'
import type { Faults } from './faults/fault.ts'
import { createFaults } from './faults/fault.ts'
import type { DailyLimits, Limits, ThrottleSettings } from './graph/limits.ts'
import { createLimits } from './graph/limits.ts'
import type { SkipTokens } from './graph/skip-tokens.ts'
import { createSkipTokens } from './graph/skip-tokens.ts'
import type { Journal } from './journal/journal.ts'
import { createJournal } from './journal/journal.ts'
import type { TenantPerson } from './people/people.ts'
import { createPeople } from './people/people.ts'
import { createRandom } from './random.ts'

/** How the sign-in part misbehaves. */
export interface EntraKnobs {
  /** When the ID token has `auth_time`, and whether it tells the truth. */
  authTime: 'on-request' | 'always' | 'never' | 'stale' | 'future'
  /** A browser session satisfies the sign-in though `prompt=login` or `max_age` was sent. */
  ignorePromptLogin: boolean
  /** Whoever signs in, this person comes back. */
  signInAs: string | null
  badNonce: boolean
  badSignature: boolean
  /** Graph permissions for which the administrator's consent was taken back: a token request that names one is refused. */
  withheldScopes: readonly string[]
}

/** Settings that hold until they are changed. */
export interface TenantSettings extends LifeCycleRules {
  accessTokenSeconds: number
  unsupportedFilter: 'ignore' | 'reject'
  throttle: ThrottleSettings
  /** For the whole tenant, by UTC day. */
  dailyLimits: DailyLimits
  /** Multi Admin Approval: which actions need a second administrator. */
  approvalRequired: readonly ApprovableAction[]
}

/** Everything that the tenant knows, between requests. */
export interface TenantState {
  readonly seed: number
  readonly deviceCount: number
  readonly tenantId: string
  readonly clientId: string
  /** Two more app registrations, for organisations that keep reading and acting apart: what one may do the other may not. */
  readonly readingClientId: string
  readonly actingClientId: string
  readonly clock: TenantClock
  readonly journal: Journal
  readonly faults: Faults
  readonly skipTokens: SkipTokens
  people: readonly TenantPerson[]
  devices: DeviceStore
  audit: AuditTrail
  approvals: ApprovalDesk
  limits: Limits
  entra: EntraKnobs
  settings: TenantSettings
}

const wellBehaved = (): EntraKnobs => ({
  authTime: 'on-request', ignorePromptLogin: false, signInAs: null, badNonce: false, badSignature: false, withheldScopes: [],
})
const ordinary = (): TenantSettings => ({
  accessTokenSeconds: 3600, pace: { pendingMs: 2000, activeMs: 2000 }, goneMs: 5000, androidRenameMs: 600_000,
  unsupportedFilter: 'ignore', throttle: { windowMs: 20_000, writes: 200, any: 2000, auditAny: 1000 },
  dailyLimits: { wipe: 500, retire: 1000, delete: 1000 }, approvalRequired: [],
})

/** Builds the tenant of a seed. */
export function createState(seed: number, deviceCount: number, clock: TenantClock): TenantState {
  const random = createRandom(seed, 'tenant')
  return {
    seed,
    deviceCount,
    tenantId: random.guid(),
    clientId: random.guid(),
    readingClientId: random.guid(),
    actingClientId: random.guid(),
    clock,
    journal: createJournal(),
    faults: createFaults(),
    skipTokens: createSkipTokens(),
    people: createPeople(seed),
    devices: createDeviceStore(generateDevices(seed, deviceCount, clock.now())),
    audit: createAuditTrail(seed),
    approvals: createApprovalDesk(seed),
    limits: createLimits(),
    entra: wellBehaved(),
    settings: ordinary(),
  }
}

/**
 * Puts everything back to how it was at the start, the clock included. Sessions and refresh tokens are the sign-in part's to
 * drop.
 */
export function resetState(state: TenantState): void {
  state.clock.advance(-state.clock.offsetMs())
  state.journal.clear()
  state.faults.set([])
  state.skipTokens.expireAll()
  state.people = createPeople(state.seed)
  state.devices = createDeviceStore(generateDevices(state.seed, state.deviceCount, state.clock.now()))
  state.audit = createAuditTrail(state.seed)
  state.approvals = createApprovalDesk(state.seed)
  state.limits = createLimits()
  state.entra = wellBehaved()
  state.settings = ordinary()
}
