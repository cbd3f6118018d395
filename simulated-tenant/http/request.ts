import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

/** Reads a request's body as text; answers null when it is longer than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit = 256 * 1024): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A stand-in for `request` whose body, already read, is `body`: for handing on to a handler that reads the stream itself. */
export function withBody(request: IncomingMessage, body: string): IncomingMessage {
  const bytes = Buffer.from(body)
  const copy = Object.assign(Readable.from([bytes], { objectMode: false }), {
    method: request.method,
    url: request.url,
    headers: { ...request.headers, 'content-length': String(bytes.length) },
    socket: request.socket,
    httpVersion: request.httpVersion,
    httpVersionMajor: request.httpVersionMajor,
    httpVersionMinor: request.httpVersionMinor,
    complete: true,
  })
  return copy as unknown as IncomingMessage
}

/** One header as text, "" when absent. */
export function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value ?? ''
}

/** Percent-decoded text; as it was when it is not well-formed. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
