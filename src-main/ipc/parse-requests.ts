import { z } from 'zod'
import { linkNames } from '../../src-shared/app-info.ts'
import { reasonMaxLength, ticketMaxLength } from '../../src-shared/attempts.ts'
import { sortKeys } from '../../src-shared/device.ts'
import type { RequestChannel, RequestOf } from '../../src-shared/ipc-contract.ts'

export type RequestParsers = { readonly [C in RequestChannel]: z.ZodType<RequestOf<C>> }

const nothing = z.undefined()
/** Graph's device ids and our attempt ids are both GUIDs; nothing else ever reaches a URL. */
const guid = z.guid()
const attempt = z.strictObject({ attemptId: guid })
const rows = z.strictObject({ offset: z.int().min(0), limit: z.int().min(1).max(200) })

/** What each channel accepts. The renderer is not trusted: everything else is `invalid-request`. */
export const requestParsers: RequestParsers = {
  'app:info': nothing,
  'app:copy-text': z.strictObject({ text: z.string().max(2000) }),
  'app:open-link': z.strictObject({ link: z.enum(linkNames), ruleId: z.string().max(200).optional() }),
  'preferences:get': nothing,
  'preferences:save': z.strictObject({
    theme: z.enum(['system', 'light', 'dark']),
    notifications: z.boolean(),
    practiceProfile: z.enum(['graph-admin', 'company-portal']),
  }),
  'session:get': nothing,
  'session:sign-in': nothing,
  'session:cancel-sign-in': nothing,
  'session:open-page-again': nothing,
  'session:sign-out': nothing,
  'directory:query': z.strictObject({
    text: z.string().max(500),
    sort: z.strictObject({ key: z.enum(sortKeys), direction: z.enum(['ascending', 'descending']) }),
    window: rows,
  }),
  'directory:status': nothing,
  'directory:refresh': nothing,
  'device:open': z.strictObject({ deviceId: guid }),
  'reset-passcode:begin': z.strictObject({
    deviceId: guid,
    ticket: z.string().trim().max(ticketMaxLength),
    reason: z.string().trim().max(reasonMaxLength),
  }),
  'reset-passcode:sign-out': attempt,
  'reset-passcode:send': attempt,
  'reset-passcode:cancel': attempt,
  'device-actions:list': nothing,
  'device-actions:reveal-passcode': attempt,
  'device-actions:copy-passcode': attempt,
  'audit:attempts': z.strictObject({ text: z.string().max(200), window: rows }),
  'audit:story': attempt,
  'audit:health': nothing,
}
