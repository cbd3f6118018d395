import { z } from 'zod'
import { clouds } from '../../src-shared/clouds.ts'
import { linkNames } from '../../src-shared/app-info.ts'
import { managementNameMaxLength, reasonMaxLength, ticketMaxLength } from '../../src-shared/attempts.ts'
import { auditScopes } from '../../src-shared/central-log.ts'
import { bulkActions, bulkLargest } from '../../src-shared/bulk-runs.ts'
import { attemptFlags, attemptStatuses } from '../../src-shared/audit-attempts.ts'
import { deviceActionNames, obliterationBehaviors } from '../../src-shared/device-actions.ts'
import type { PlainAction } from '../../src-shared/device-actions.ts'
import { mostExcepted } from '../../src-shared/device-export.ts'
import { sortKeys, ticketTextMaxLength } from '../../src-shared/device.ts'
import type { RequestChannel, RequestOf } from '../../src-shared/ipc-contract.ts'
import { otherKinds } from '../../src-shared/other-rows.ts'
import { reconciliationLongestMs } from '../../src-shared/reconciliation.ts'
import { bundleNoteMaxLength } from '../../src-shared/support-bundle.ts'
import { filterSchema } from '../directory/directory-query.ts'
import { savedViewsSchema } from '../settings/saved-views.ts'
import { columnChoice } from '../settings/column-choice.ts'

export type RequestParsers = { readonly [C in RequestChannel]: z.ZodType<RequestOf<C>> }

const nothing = z.undefined()
/** Graph's device ids and our attempt ids are both GUIDs, in small letters; nothing else ever reaches a URL. */
const guid = z.guid().toLowerCase()
const typedGuid = z.string().trim().toLowerCase().pipe(z.guid())
const attempt = z.strictObject({ attemptId: guid })
const sort = z.strictObject({ key: z.enum(sortKeys), direction: z.enum(['ascending', 'descending']) })
const rows = z.strictObject({ offset: z.int().min(0), limit: z.int().min(1).max(200) })

const ticket = z.string().trim().max(ticketMaxLength)
const reason = z.string().trim().max(reasonMaxLength)
const plainActions = ['remove', 'reset-passcode', 'remote-lock', 'sync', 'restart', 'locate', 'delete-record'] as const satisfies readonly PlainAction[]
const parameters = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('rename'), deviceName: z.string().max(255) }),
  z.strictObject({ action: z.literal('set-management-name'), managedDeviceName: z.string().trim().max(managementNameMaxLength) }),
  z.strictObject({
    action: z.literal('reset-device'),
    wipe: z.strictObject({
      keepEnrollmentData: z.boolean(), keepUserData: z.boolean(), persistEsimDataPlan: z.boolean(), useProtectedWipe: z.boolean(),
      obliterationBehavior: z.enum(obliterationBehaviors), withRecoveryPin: z.boolean(),
    }),
  }),
  z.strictObject({ action: z.enum(plainActions) }),
])
const auditFilter = z.strictObject({
  text: z.string().max(200),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  agentOid: z.string().max(100).nullable(),
  deviceId: z.string().max(100).nullable(),
  userId: z.string().max(100).nullable(),
  actions: z.array(z.enum(deviceActionNames)).max(deviceActionNames.length),
  statuses: z.array(z.enum(attemptStatuses)).max(attemptStatuses.length),
  ticket,
  flags: z.array(z.enum(attemptFlags)).max(attemptFlags.length),
  reviewed: z.enum(['signed-off', 'open']).nullable(),
})
const reconciliationRange = z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }).refine(({ from, to }) => {
  const lengthMs = Date.parse(to) - Date.parse(from)
  return lengthMs > 0 && lengthMs <= reconciliationLongestMs
})
const run = z.strictObject({ runId: guid })
const scope = z.enum(auditScopes)
const attemptOfScope = attempt.extend({ deskId: guid.nullable() })
const log = z.strictObject({ installId: guid })
const bundle = z.strictObject({ bundleId: guid })

const deviceExport = z.strictObject({
  choice: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('found'),
      question: z.strictObject({ text: z.string().max(500), sort, filter: filterSchema.exactOptional() }),
      except: z.array(guid).max(mostExcepted),
    }),
    z.strictObject({ kind: z.literal('ticked'), ids: z.array(guid).min(1).max(bulkLargest) }),
  ]),
  columns: z.array(z.enum(sortKeys)).min(1).max(sortKeys.length).refine((keys) => new Set(keys).size === keys.length),
})

/** What each channel accepts. The renderer is not trusted: everything else is `invalid-request`. */
export const requestParsers: RequestParsers = {
  'app:info': nothing,
  'app:copy-text': z.strictObject({ text: z.string().max(200_000) }),
  'app:open-link': z.strictObject({ link: z.enum(linkNames), ruleId: z.string().max(200).optional(), deviceId: guid.optional() }),
  'preferences:get': nothing,
  'preferences:save': z.strictObject({
    theme: z.enum(['system', 'light', 'dark']),
    notifications: z.boolean(),
    practiceProfile: z.enum(['graph-admin', 'company-portal']),
    views: savedViewsSchema,
    columns: columnChoice,
  }),
  'support:make': nothing,
  'support:note': bundle.extend({ text: z.string().trim().max(bundleNoteMaxLength) }),
  'support:save': bundle,
  'support:copy': bundle,
  'setup:check': z.strictObject({
    tenant: z.string().trim().toLowerCase().regex(/^[a-z0-9][a-z0-9.-]{0,252}$/),
    clientId: typedGuid, actionClientId: typedGuid.nullable(), cloud: z.enum(clouds), tenantName: z.string().trim().max(100),
  }),
  'setup:cancel': nothing,
  'setup:open-page-again': nothing,
  'setup:save-policy': nothing,
  'setup:look-again': nothing,
  'setup:practise': z.strictObject({ practise: z.boolean() }),
  'session:get': nothing,
  'session:sign-in': nothing,
  'session:cancel-sign-in': nothing,
  'session:open-page-again': nothing,
  'session:sign-out': nothing,
  'directory:query': z.strictObject({
    text: z.string().max(500),
    sort,
    window: rows,
    filter: filterSchema.exactOptional(),
    counts: z.boolean().exactOptional(),
  }),
  'directory:find-in-text': z.strictObject({ text: z.string().max(ticketTextMaxLength) }),
  'directory:export': deviceExport,
  'directory:cancel-export': z.strictObject({ exportId: guid }),
  'directory:copy': deviceExport,
  'directory:status': nothing,
  'directory:refresh': nothing,
  'device:open': z.strictObject({ deviceId: guid }),
  'attempt:begin': z.strictObject({
    deviceId: guid, parameters, ticket, reason, recoveryPin: z.string().max(12).nullable(), completes: guid.nullable(),
  }),
  'attempt:sign-out': attempt,
  'attempt:send': z.strictObject({ attemptId: guid, typed: z.string().max(40).nullable() }),
  'attempt:cancel': attempt,
  'device-actions:list': nothing,
  'device-actions:reveal-secret': attempt,
  'device-actions:copy-secret': attempt,
  'device-actions:read-location': attempt,
  'bulk:begin': z.strictObject({ action: z.enum(bulkActions), deviceIds: z.array(guid).min(1).max(bulkLargest) }),
  'bulk:start': z.strictObject({ runId: guid, ticket, reason }),
  'bulk:cancel': run,
  'bulk:current': nothing,
  'audit:attempts': z.strictObject({
    filter: auditFilter,
    window: rows,
    beside: z.strictObject({ direction: z.enum(['older', 'newer']), startedAt: z.iso.datetime(), attemptId: guid }).nullable(),
    scope,
  }),
  'audit:story': attemptOfScope,
  'audit:related': attemptOfScope,
  'audit:figures': z.strictObject({ filter: auditFilter, scope }),
  'audit:choices': z.strictObject({ scope }),
  'audit:review': attemptOfScope.extend({ verdict: z.enum(['note', 'signed-off']), text: reason }),
  'audit:events': z.strictObject({
    kinds: z.array(z.enum(otherKinds)).max(otherKinds.length),
    before: z.strictObject({ installId: guid, seq: z.int().min(1) }).nullable(),
    limit: z.int().min(1).max(200),
  }),
  'audit:reconcile': reconciliationRange,
  'audit:export': z.strictObject({ format: z.enum(['csv', 'jsonl', 'pdf']), filter: auditFilter, scope, installId: guid.nullable() }),
  'audit:cancel-export': z.strictObject({ exportId: guid }),
  'audit:current-export': nothing,
  'audit:logs': nothing,
  'audit:close-log': nothing,
  'audit:remove-log': log,
  'audit:central': nothing,
  'audit:desks': nothing,
  'audit:verify-desk': log,
  'audit:cancel-verify': log,
  'audit:acknowledge': z.strictObject({ text: reason.min(1) }),
  'audit:health': nothing,
}
