import { z } from 'zod'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { IntuneLogEntry } from '../../src-shared/reconciliation.ts'
import type { GraphClient, ReadOptions } from './http-client.ts'
import { readActivity, readRemoteAction } from './intune-log-words.ts'
import { parseGraphDate, text } from './managed-device.ts'
import { readList } from './read-list.ts'

/** A span of time in milliseconds on Graph's clock; `toMs` is not in it. */
export interface LogSpan {
  readonly fromMs: number
  readonly toMs: number
}

export interface IntuneLogRead {
  readonly entries: readonly IntuneLogEntry[]
  /** Rows without an id, a time or a device, or of another shape. */
  readonly unreadable: number
}

/** A list that is read without a filter goes back two years. More pages than this are a server that goes in circles. */
const mostPages = 1000

const when = z.unknown().transform(parseGraphDate).pipe(z.string())
const remoteActionSchema = z.object({
  id: z.string().min(1), action: text, requestDateTime: when, managedDeviceId: z.string().min(1), deviceDisplayName: text,
  initiatedByUserPrincipalName: text, actionState: text,
})

/** Intune's list of remote actions (beta only), in a span of time, in no promised order. */
export async function readRemoteActionAudits(client: GraphClient, span: LogSpan, options?: ReadOptions): Promise<Answer<IntuneLogRead>> {
  // Without Prefer a deletion is called "unknownFutureValue".
  const prefer = 'include-unknown-enum-members'
  const read = await readSpan(client, '/beta/deviceManagement/remoteActionAudits', 'requestDateTime', span, { ...options, prefer })
  if (read.status === 'refused') return read
  return parseRows(read.rows, span, (row) => {
    const parsed = remoteActionSchema.safeParse(row)
    if (!parsed.success) return 'unreadable'
    const { id, action, requestDateTime, managedDeviceId, deviceDisplayName, initiatedByUserPrincipalName, actionState } = parsed.data
    return {
      source: 'remote-action-audits', id, at: requestDateTime, graphAction: action, action: readRemoteAction(action), deviceId: managedDeviceId,
      deviceName: deviceDisplayName, initiatedBy: initiatedByUserPrincipalName, application: '', state: actionState,
    }
  })
}

const actor = z.object({ userPrincipalName: text, servicePrincipalName: text, applicationDisplayName: text })
const eventSchema = z.object({ id: z.string().min(1), activityType: z.string(), activityDateTime: when, activityResult: text, actor: actor.nullish() })
const resourcesSchema = z.object({
  resources: z.array(z.object({ displayName: text, auditResourceType: text, resourceId: text })).min(1),
})

/** What Intune's audit log has about managed devices, in a span of time. The client's token needs DeviceManagementApps.Read.All. */
export async function readAuditEvents(client: GraphClient, span: LogSpan, options?: ReadOptions): Promise<Answer<IntuneLogRead>> {
  const read = await readSpan(client, '/v1.0/deviceManagement/auditEvents', 'activityDateTime', span, options)
  if (read.status === 'refused') return read
  return parseRows(read.rows, span, (row) => {
    const event = eventSchema.safeParse(row)
    if (!event.success) return 'unreadable'
    const { id, activityType, activityDateTime, activityResult } = event.data
    const { isOnDevice, action } = readActivity(activityType)
    // A policy, an app, a role: nothing that was done to a device.
    if (!isOnDevice) return 'another-matter'
    const about = resourcesSchema.safeParse(row)
    const resources = about.success ? about.data.resources : []
    const device = resources.find(({ auditResourceType }) => /manageddevice$/i.test(auditResourceType)) ?? resources[0]
    if (device === undefined || device.resourceId === '') return 'unreadable'
    return {
      source: 'audit-events', id, at: activityDateTime, graphAction: activityType, action, deviceId: device.resourceId, deviceName: device.displayName,
      initiatedBy: event.data.actor?.userPrincipalName || (event.data.actor?.servicePrincipalName ?? ''),
      application: event.data.actor?.applicationDisplayName ?? '', state: activityResult,
    }
  })
}

/** Asks for a span of time; a tenant that answers 400 to the filter is asked for everything. */
async function readSpan(client: GraphClient, path: string, field: string, { fromMs, toMs }: LogSpan, options?: ReadOptions): Promise<Answer<{ rows: readonly unknown[] }>> {
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString())
  const filter = encodeURIComponent(`${field} ge ${from} and ${field} lt ${to}`)
  const read = await readList(client, `${path}?$filter=${filter}`, mostPages, options)
  const isFilterRefused = read.status === 'refused' && read.code === 'graph-rejected' && read.reference?.httpStatus === 400
  return isFilterRefused ? readList(client, path, mostPages, options) : read
}

/** Graph's filters are not to be trusted, so the span is looked at again. */
function parseRows(rows: readonly unknown[], { fromMs, toMs }: LogSpan, parse: (row: unknown) => IntuneLogEntry | 'unreadable' | 'another-matter'): Answer<IntuneLogRead> {
  const entries: IntuneLogEntry[] = []
  let unreadable = 0
  for (const row of rows) {
    const entry = parse(row)
    if (entry === 'unreadable') unreadable += 1
    else if (entry !== 'another-matter' && Date.parse(entry.at) >= fromMs && Date.parse(entry.at) < toMs) entries.push(entry)
  }
  return { status: 'ok', entries, unreadable }
}
