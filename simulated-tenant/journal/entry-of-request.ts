import type { IncomingMessage } from 'node:http'
import type { JournalEntry } from './journal.ts'

/** Lets the code behind oidc-provider find the journal entry of the request that it is answering. */
const entries = new WeakMap<IncomingMessage, JournalEntry>()

export function rememberEntry(request: IncomingMessage, entry: JournalEntry): void {
  entries.set(request, entry)
}

/** Notes who the request turned out to be from. */
export function noteCaller(request: IncomingMessage, oid: unknown): void {
  const entry = entries.get(request)
  if (entry !== undefined && typeof oid === 'string') entry.oid = oid
}
