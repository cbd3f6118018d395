import { setTimeout as wait } from 'node:timers/promises'
import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import type { Fault } from './fault.ts'

/** What becomes of an answer. */
export type Outcome =
  | { readonly kind: 'send'; readonly reply: Reply }
  /** The head and half of the body go out, then the connection closes. */
  | { readonly kind: 'cut'; readonly reply: Reply }
  | { readonly kind: 'stall' }
  | { readonly kind: 'reset' }

/** Builds an error body the way this part of the tenant words it. */
export type ErrorReply = (status: number, code: string, message: string, headers?: Readonly<Record<string, string>>) => Reply

const badRows: readonly unknown[] = [
  null, 42, 'row', {}, { id: null, deviceName: 7 }, { id: 12345 }, { deviceName: 'a row without an id' },
]

const codeOfStatus: Readonly<Record<number, string>> = {
  400: 'BadRequest', 401: 'InvalidAuthenticationToken', 403: 'Forbidden', 404: 'ResourceNotFound', 409: 'Conflict',
  429: 'TooManyRequests',
  500: 'InternalServerError', 502: 'BadGateway', 503: 'ServiceUnavailable', 504: 'GatewayTimeout',
}

function htmlPage(status: number): Reply {
  const body = `<!DOCTYPE html><html><head><title>Service</title></head><body><h1>${status}</h1><p>The page cannot be displayed.</p></body></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

function errorOf(fault: Fault, fallback: number, errorReply: ErrorReply): Reply {
  const status = fault.status ?? fallback
  const retryAfter: Record<string, string> = {}
  if (fault.retryAfter !== undefined && fault.retryAfter !== null) retryAfter['retry-after'] = String(fault.retryAfter)
  return errorReply(status, fault.graphCode ?? codeOfStatus[status] ?? 'UnknownError', `Practice fault: ${status}.`, retryAfter)
}

/** Carries out a fault that strikes before anything is done; null when the request is to be handled first. */
export async function strikeBefore(fault: Fault, errorReply: ErrorReply, challenge: () => Reply): Promise<Outcome | null> {
  switch (fault.kind) {
    case 'status':
      return { kind: 'send', reply: errorOf(fault, 500, errorReply) }
    case 'throttle':
      return {
        kind: 'send', reply: errorOf(fault.retryAfter === undefined ? { ...fault, retryAfter: 2 } : fault, 429, errorReply)
      }
    case 'claims-challenge':
      return { kind: 'send', reply: challenge() }
    case 'expired-skip-token':
      return { kind: 'send', reply: errorReply(400, 'BadRequest', 'The skip token has expired.') }
    case 'html':
      return { kind: 'send', reply: htmlPage(fault.status ?? 502) }
    case 'stall-before':
      return { kind: 'stall' }
    case 'reset-before':
      return { kind: 'reset' }
    case 'delay':
      await wait(fault.delayMs ?? 1000)
      return null
    default:
      return null
  }
}

function changeList(reply: Reply, change: (page: { value: unknown[]; '@odata.nextLink'?: string }) => void): Reply {
  const page = JSON.parse(reply.body) as { value?: unknown[]; '@odata.nextLink'?: string }
  if (!Array.isArray(page.value)) return reply
  change(page as { value: unknown[] })
  return { ...reply, body: JSON.stringify(page) }
}

/** Spoils an answer after its request was carried out. `selfUrl` is the address that was asked for, whole. */
export function strikeAfter(fault: Fault, reply: Reply, selfUrl: string, errorReply: ErrorReply): Outcome {
  switch (fault.kind) {
    case 'stall-after':
      return { kind: 'stall' }
    case 'reset':
      return { kind: 'reset' }
    case 'status-after':
      return { kind: 'send', reply: errorOf(fault, 500, errorReply) }
    case 'html-after':
      return { kind: 'send', reply: htmlPage(fault.status ?? 502) }
    case 'truncated-json':
      return { kind: 'send', reply: { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) } }
    case 'cut':
      return { kind: 'cut', reply }
    case 'wrong-json':
      return { kind: 'send', reply: json(reply.status === 204 ? 200 : reply.status, { value: 'this is not what was asked for' }) }
    case 'foreign-next-link': {
      const link = new URL(selfUrl)
      link.port = ''
      link.host = fault.host ?? 'graph.attacker.example'
      link.searchParams.set('$skiptoken', 'foreign')
      return { kind: 'send', reply: changeList(reply, (page) => { page['@odata.nextLink'] = link.href }) }
    }
    case 'empty-page':
      return { kind: 'send', reply: changeList(reply, (page) => {
        page.value = []
        page['@odata.nextLink'] = selfUrl
      }) }
    case 'short-list':
      return { kind: 'send', reply: changeList(reply, (page) => { delete page['@odata.nextLink'] }) }
    case 'bad-row':
      return {
        kind: 'send', reply: changeList(reply, (page) => { page.value.splice(Math.floor(page.value.length / 2), 0, ...badRows) })
      }
    default:
      return { kind: 'send', reply }
  }
}
