/** One request that the tenant received. Never holds a password, a token, a PIN, or the text of a justification. */
export interface JournalEntry {
  /** From 1, without gaps; goes on growing after the journal was cleared. */
  readonly seq: number
  /** When it arrived, on the tenant's clock, ISO 8601. */
  readonly at: string
  /** `graph`, or `entra` for everything below the authority. */
  readonly part: 'graph' | 'entra'
  readonly method: string
  readonly path: string
  /** Whether it is one request of a `$batch`; the batch itself has an entry of its own, just before its requests. */
  batch: boolean
  /** The query string without "?", with secrets struck out; "" when there is none. */
  readonly query: string
  /** The status that was decided on; null while it is being worked on. With a stall or a reset the client never saw it. */
  status: number | null
  /** Whether the answer was sent, is being held back, or was cut off by a fault. */
  answer: 'open' | 'sent' | 'stalled' | 'reset' | 'cut'
  /** Who called, from a valid access token. */
  oid: string | null
  /** The scopes of that token, space-separated. */
  scp: string | null
  readonly clientRequestId: string | null
  requestId: string | null
  deviceId: string | null
  /** Graph's name of the action ("resetPasscode") for a POST to one; "delete" and "updateManagedDevice" for DELETE and PATCH. */
  action: string | null
  /** The JSON body of such a request, with secrets struck out; null when there was none. */
  body: unknown
  /** Which header of Multi Admin Approval came with it. */
  approval: 'justification' | 'code' | null
  /** The error code in the answer, when it is an error. */
  graphCode: string | null
  /** The kind of the fault that was applied. */
  fault: string | null
  /** What happened in the tenant, whatever the client was told: `accepted` when an action was really queued. */
  effect: { accepted: boolean } | null
}

export interface Journal {
  add(entry: Pick<JournalEntry, 'part' | 'method' | 'path' | 'query' | 'clientRequestId'> & { readonly at: string }): JournalEntry
  entries(): readonly JournalEntry[]
  clear(): void
}

const capacity = 100_000
const secrets = new Set([
  'code', 'code_verifier', 'id_token_hint', 'refresh_token', 'client_secret', 'password', 'access_token', 'device_code',
  'user_code',
])

/** Strikes out what must not be kept of a query string. */
export function withoutSecrets(query: string): string {
  if (query === '') return ''
  return query.split('&').map((pair) => {
    const name = pair.split('=', 1)[0] ?? ''
    return secrets.has(name) ? `${name}=***` : pair
  }).join('&')
}

const secretParameters = new Set(['macOsUnlockCode'])

/** A body as it may be kept. */
export function bodyWithoutSecrets(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body ?? null
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, secretParameters.has(name) && value !== null ? '***' : value as unknown])
  )
}

/** An empty journal; the oldest entries go when it holds 100,000. */
export function createJournal(): Journal {
  let entries: JournalEntry[] = []
  let seq = 0
  return {
    add: (received) => {
      seq += 1
      const entry: JournalEntry = {
        seq, ...received, query: withoutSecrets(received.query), batch: false, status: null, answer: 'open', oid: null, scp: null,
        requestId: null,
        deviceId: null, action: null, body: null, approval: null, graphCode: null, fault: null, effect: null,
      }
      entries.push(entry)
      if (entries.length > capacity) entries = entries.slice(capacity / 10)
      return entry
    },
    entries: () => entries,
    clear: () => { entries = [] },
  }
}
