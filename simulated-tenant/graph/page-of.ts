import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import type { GraphCall } from './device-routes.ts'
import { graphError } from './errors.ts'
import { nextLink, pageSizeOf } from './paging.ts'

type Operator = 'eq' | 'ge' | 'gt' | 'le' | 'lt'

/** What a `$filter` may ask of a row: texts are compared without regard to case, numbers are times in ms. */
export type FilterFields<T> = Readonly<Record<string, {
  readonly operators: readonly Operator[]
  readonly of: (row: T) => string | number
}>>

type Predicate<T> = (row: T) => boolean

function clauseOf<T>(text: string, fields: FilterFields<T>): Predicate<T> | null {
  const read = /^(\w+) +(eq|ge|gt|le|lt) +(?:'((?:[^']|'')*)'|(\S+))$/i.exec(text)
  const [, name = '', operator = '', quoted, bare = ''] = read ?? []
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field === undefined || !field.operators.some((known) => known === operator.toLowerCase())) return null
  const wanted = (quoted ?? bare).replaceAll('\'\'', '\'')
  if (operator.toLowerCase() === 'eq') return (row) => String(field.of(row)).toLowerCase() === wanted.toLowerCase()
  const moment = Date.parse(wanted)
  if (Number.isNaN(moment)) return null
  return (row) => {
    const value = Number(field.of(row))
    switch (operator.toLowerCase()) {
      case 'ge': return value >= moment
      case 'gt': return value > moment
      case 'le': return value <= moment
      default: return value < moment
    }
  }
}

/** One page of rows that are newest first; `$top`, `$filter` with `and`, `$skiptoken`. Rows that come in between do not shift it. */
export function pageOf<T extends { readonly seq: number }>(
  { state, trace, version, url }: GraphCall, name: string, rows: readonly T[], view: (row: T) => Record<string, unknown>,
  fields: FilterFields<T>,
): Reply {
  const query = url.searchParams
  const size = pageSizeOf(trace, query)
  if (typeof size !== 'number') return size
  const filter = query.get('$filter')
  const clauses = filter === null ? [] : filter.split(/ +and +/i).map((part) => clauseOf(part.trim(), fields))
  const predicates = clauses.filter((clause) => clause !== null)
  const isSupported = predicates.length === clauses.length
  if (!isSupported && state.settings.unsupportedFilter === 'reject') return graphError(trace, 400, 'BadRequest', 'Invalid filter clause')

  const token = query.get('$skiptoken')
  const cursor = token === null ? { after: Infinity } : state.skipTokens.read(token)
  if (cursor === undefined) return graphError(trace, 400, 'BadRequest', 'Skip token is invalid or has expired.')
  const wanted = rows.filter((row) => row.seq < cursor.after && (!isSupported || predicates.every((fits) => fits(row))))
  const page = wanted.slice(0, size)
  const last = page.at(-1)
  const more = last !== undefined && wanted.length > size
  return json(200, {
    '@odata.context': `${url.origin}/${version}/$metadata#deviceManagement/${name}`,
    '@odata.count': page.length,
    ...(more ? { '@odata.nextLink': nextLink(url, state.skipTokens.issue({ after: last.seq })) } : {}),
    value: page.map(view),
  })
}
