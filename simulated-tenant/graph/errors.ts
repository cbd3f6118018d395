import { randomUUID } from 'node:crypto'
import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'

/** What every Graph answer carries, so that a person at Microsoft could find it again. */
export interface GraphTrace {
  readonly requestId: string
  readonly clientRequestId: string
  /** Tenant time, ms. */
  readonly now: number
}

/** Response headers of the trace. */
export function traceHeaders(trace: GraphTrace): Record<string, string> {
  return {
    'request-id': trace.requestId,
    'client-request-id': trace.clientRequestId,
    'x-ms-ags-diagnostic': JSON.stringify({
      ServerInfo: { DataCenter: 'Practice', Slice: 'E', Ring: '1', ScaleUnit: '000', RoleInstance: 'PRACTICE00000001' }
    }),
    'cache-control': 'no-cache',
  }
}

/** A Graph error body. */
export function graphError(
  trace: GraphTrace, status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}
): Reply {
  const date = new Date(trace.now).toISOString().slice(0, 19)
  const innerError = { date, 'request-id': trace.requestId, 'client-request-id': trace.clientRequestId }
  return json(status, { error: { code, message, innerError } }, headers)
}

/** Intune's habit: a JSON document as text inside `message`. `url` is the part after the service's name. */
export function intuneError(trace: GraphTrace, status: number, code: string, sentence: string, url: string): Reply {
  const activity = `Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: ${trace.clientRequestId}`
  const service = `https://fef.practice01.manage.microsoft.com/DeviceFE/StatelessDeviceFEService/${url}?api-version=5026-10-01`
  const inner = {
    _version: 3,
    Message: `${sentence} - ${activity} - Url: ${service}`,
    CustomApiErrorPhrase: '',
    RetryAfter: null,
    ErrorSourceService: '',
    HttpHeaders: '{}',
  }
  return graphError(trace, status, code, JSON.stringify(inner, null, 2).replaceAll('\n', '\r\n'))
}

/** The 403 of a token without any of the scopes that would do. */
export function missingScope(trace: GraphTrace, scopes: readonly string[], url: string): Reply {
  const sentence = `Application is not authorized to perform this operation. Application must have one of the following scopes: ${scopes.join(', ')}`
  return intuneError(trace, 403, 'Forbidden', sentence, url)
}

/** The 403 of a person whose Intune role does not cover it, though the token has the scope. */
export function missingRole(trace: GraphTrace, url: string): Reply {
  return intuneError(trace, 403, 'Forbidden', 'An error has occurred', url)
}

/** A new request id. */
export const newRequestId = (): string => randomUUID()
