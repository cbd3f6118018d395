import type { ServerResponse } from 'node:http'

/** An answer before it is put on the wire, so that faults can still change it. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** Puts an answer on the wire, whole. */
export function send(response: ServerResponse, reply: Reply): void {
  const bytes = Buffer.from(reply.body)
  response.writeHead(
    reply.status, reply.status === 204 ? reply.headers : { ...reply.headers, 'content-length': String(bytes.length) }
  )
  response.end(reply.status === 204 ? undefined : bytes)
}
