import type { ServerResponse } from 'node:http'
import type { Outcome } from '../faults/apply-fault.ts'
import type { JournalEntry } from '../journal/journal.ts'
import type { Reply } from './reply.ts'
import { send } from './reply.ts'

/** The error code in an answer, if it is an error and has one. */
export function codeIn(reply: Reply): string | null {
  if (reply.status < 400) return null
  try {
    const body = JSON.parse(reply.body) as { error?: string | { code?: string } }
    return (typeof body.error === 'string' ? body.error : body.error?.code) ?? null
  } catch {
    return null
  }
}

/** Carries out what was decided about an answer, and notes it. `decided` is the answer before a fault spoilt it. */
export function deliver(
  response: ServerResponse,
  outcome: Outcome,
  decided: Reply | null,
  entry: JournalEntry,
  headers: Readonly<Record<string, string>> = {},
): void {
  switch (outcome.kind) {
    case 'send':
      entry.status = outcome.reply.status
      entry.graphCode = codeIn(outcome.reply)
      entry.answer = 'sent'
      send(response, { ...outcome.reply, headers: { ...headers, ...outcome.reply.headers } })
      return
    case 'stall':
      entry.status = decided?.status ?? null
      entry.answer = 'stalled'
      return
    case 'reset':
      entry.status = decided?.status ?? null
      entry.answer = 'reset'
      response.socket?.resetAndDestroy()
      return
    case 'cut': {
      entry.status = outcome.reply.status
      entry.answer = 'cut'
      const bytes = Buffer.from(outcome.reply.body)
      response.writeHead(
        outcome.reply.status, { ...headers, ...outcome.reply.headers, 'content-length': String(bytes.length + 1) }
      )
      response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.socket?.destroy())
    }
  }
}
