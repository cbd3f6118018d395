import { z } from 'zod'
import { approvableActions } from '../approvals/approval-desk.ts'
import { actionNames } from '../devices/queued-action.ts'
import { graphScopes } from '../entra/graph-scopes.ts'
import { faultKinds } from '../faults/fault.ts'

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

const path = z.string().min(1).max(500).refine(
  (text) => !/^\/.+\/[a-z]*$/.test(text) || isExpression(text.slice(1, text.lastIndexOf('/'))), 'not a regular expression'
)

const faultSchema = z.strictObject({
  match: z.strictObject({
    method: z.string().max(10).optional(),
    path: path.optional(),
    nth: z.int().min(1).optional(),
    times: z.union([z.int().min(1), z.literal('always')]).optional(),
  }).default({}),
  kind: z.enum(faultKinds),
  status: z.int().min(200).max(599).optional(),
  retryAfter: z.union([z.number().min(0), z.string().max(100), z.null()]).optional(),
  graphCode: z.string().max(100).optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  host: z.string().max(200).optional(),
})

const guid = z.string().max(100)
const upn = z.string().max(200)
const ms = z.number().min(0)
const limit = z.int().min(0).max(1_000_000).optional()

const settingsSchema = z.strictObject({
  accessTokenSeconds: z.int().min(1).max(31_536_000).optional(),
  pace: z.strictObject({ pendingMs: ms, activeMs: ms }).optional(),
  goneMs: ms.optional(),
  androidRenameMs: ms.optional(),
  unsupportedFilter: z.enum(['ignore', 'reject']).optional(),
  throttle: z.strictObject({ windowMs: z.number().min(1).optional(), writes: limit, any: limit, auditAny: limit }).optional(),
  dailyLimits: z.strictObject({ wipe: limit, retire: limit, delete: limit }).optional(),
  approvalRequired: z.array(z.enum(approvableActions)).optional(),
})

const modelSchema = z.strictObject({
  online: z.boolean().optional(),
  /** From now, in milliseconds; null: it does not come back by itself. */
  nextCheckInInMs: z.number().nullable().optional(),
  resetTokenActive: z.boolean().optional(),
  passcodePolicy: z.boolean().optional(),
  unlockTokenRight: z.boolean().optional(),
  hasPasscode: z.boolean().optional(),
  reportsWipe: z.boolean().optional(),
  factoryResetBlocked: z.boolean().optional(),
  locationEnabled: z.boolean().optional(),
  lostMode: z.boolean().optional(),
  nameTemplate: z.string().max(255).nullable().optional(),
  lockedWithPin: z.boolean().optional(),
  nextAction: z.enum(['fail', 'notSupported']).nullable().optional(),
})

/** One order to the practice tenant: any of these, carried out in this order. */
export const controlSchema = z.strictObject({
  reset: z.literal(true).optional(),
  advanceMs: z.number().optional(),
  faults: z.array(faultSchema).max(100).optional(),
  addFaults: z.array(faultSchema).max(100).optional(),
  entra: z.strictObject({
    authTime: z.enum(['on-request', 'always', 'never', 'stale', 'future']).optional(),
    ignorePromptLogin: z.boolean().optional(),
    signInAs: z.string().max(200).nullable().optional(),
    badNonce: z.boolean().optional(),
    badSignature: z.boolean().optional(),
    withheldScopes: z.array(z.string().refine((scope) => graphScopes.includes(scope), 'not a permission of the app registration')).optional(),
  }).optional(),
  settings: settingsSchema.optional(),
  expireSkipTokens: z.literal(true).optional(),
  device: z.strictObject({
    id: guid,
    patch: z.record(z.string().max(100), z.unknown()).optional(),
    model: modelSchema.optional(),
    /** It checks in now, whether it is online or not. */
    checkIn: z.literal(true).optional(),
    /** Ends an action that waits or runs. */
    finish: z.strictObject({ action: z.enum(actionNames), state: z.enum(['done', 'failed', 'notSupported']) }).optional(),
  }).optional(),
  removeDevice: guid.optional(),
  person: z.strictObject({
    upn,
    roles: z.array(z.string().max(100)).max(20).optional(),
    permissions: z.array(z.string().max(200)).max(500).optional(),
    /** null: sees every device. */
    scopeTagIds: z.array(z.string().max(100)).max(100).nullable().optional(),
    revokeSessions: z.literal(true).optional(),
    revokeAccessTokens: z.literal(true).optional(),
  }).optional(),
  /** What another administrator decides, about one request or about the newest. */
  approvals: z.strictObject({ code: guid.optional(), decision: z.enum(['approve', 'reject', 'cancel']) }).optional(),
  /** The device's own user asks for it in Company Portal. */
  selfService: z.strictObject({ deviceId: guid, action: z.enum(actionNames) }).optional(),
})

/** An order, parsed. */
export type ControlOrder = z.infer<typeof controlSchema>
