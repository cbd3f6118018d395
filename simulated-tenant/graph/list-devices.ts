import type { TenantDevice } from '../devices/device.ts'
import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import type { TenantState } from '../state.ts'
import { readFilter } from './filter.ts'
import type { GraphTrace } from './errors.ts'
import { graphError } from './errors.ts'
import { nextLink, pageSizeOf } from './paging.ts'
import type { GraphVersion } from './project-device.ts'
import { createProjection } from './project-device.ts'

/** The names in a `$select`; null when there is none. */
export function selected(query: URLSearchParams): readonly string[] | null {
  const text = query.get('$select')
  return text === null || text.trim() === '' ? null : text.split(',').map((name) => name.trim()).filter((name) => name !== '')
}

/** The 400 of a `$select` that names what the version does not have. */
export function unknownProperty(trace: GraphTrace, property: string): Reply {
  return graphError(
    trace,
    400,
    'BadRequest',
    `Parsing OData Select and Expand failed: Could not find a property named '${property}' on type 'microsoft.graph.managedDevice'.`
  )
}

/** Answers `GET …/managedDevices`: at most 1,000 rows, and a nextLink whose token nobody can read. */
export function listDevices(
  state: TenantState, trace: GraphTrace, version: GraphVersion, url: URL, isVisible: (device: TenantDevice) => boolean
): Reply {
  const query = url.searchParams
  const size = pageSizeOf(trace, query)
  if (typeof size !== 'number') return size

  const projection = createProjection(version, selected(query), 'list')
  if (projection.status === 'unknown-property') return unknownProperty(trace, projection.property)

  const filter = query.get('$filter')
  const read = filter === null ? null : readFilter(filter)
  if (read?.status === 'unsupported' && state.settings.unsupportedFilter === 'reject') {
    return graphError(trace, 400, 'BadRequest', 'Invalid filter clause')
  }
  // As seen on real tenants: a filter that is not supported is ignored, and every device comes back.
  const matches = read?.status === 'ok' ? read.matches : (): boolean => true

  const token = query.get('$skiptoken')
  const cursor = token === null ? { after: -1 } : state.skipTokens.read(token)
  if (cursor === undefined) return graphError(trace, 400, 'BadRequest', 'Skip token is invalid or has expired.')

  const value: Record<string, unknown>[] = []
  let last = cursor.after
  let more = false
  for (const device of state.devices.from(cursor.after)) {
    if (!isVisible(device) || !matches(device)) continue
    if (value.length === size) {
      more = true
      break
    }
    value.push(projection.project(device))
    last = device.index
  }

  const page: Record<string, unknown> = {
    '@odata.context': `${url.origin}/${version}/$metadata#deviceManagement/managedDevices${query.get('$select') === null ? '' : `(${selected(query)?.join(',') ?? ''})`}`,
    '@odata.count': value.length,
  }
  if (more) page['@odata.nextLink'] = nextLink(url, state.skipTokens.issue({ after: last }))
  return json(
    200,
    { ...page, value },
    { 'content-type': 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8' }
  )
}
