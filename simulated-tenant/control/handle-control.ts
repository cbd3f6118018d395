import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { GrantStore } from '../entra/grant-store.ts'
import { json, send } from '../http/reply.ts'
import { header, readBody } from '../http/request.ts'
import type { TenantState } from '../state.ts'
import { carryOut } from './carry-out.ts'
import { report } from './report.ts'
import { controlSchema } from './schema.ts'

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** GET tells the tenant's state; POST takes an order. A page in a browser can send neither: JSON only, and no foreign Origin. */
export async function handleControl(
  state: TenantState, grants: GrantStore, request: IncomingMessage, response: ServerResponse
): Promise<void> {
  if (request.method === 'GET') {
    send(response, json(200, report(state)))
    return
  }
  if (request.method !== 'POST' || !header(request, 'content-type').startsWith('application/json')) {
    send(response, json(415, { error: 'POST a JSON document with content-type application/json.' }))
    return
  }
  const body = await readBody(request)
  const order = controlSchema.safeParse(body === null ? undefined : parseJson(body))
  if (!order.success) {
    send(response, json(400, { error: `The order was not understood: ${z.prettifyError(order.error)}` }))
    return
  }
  const wrong = carryOut(state, grants, order.data)
  send(response, wrong === null ? json(200, report(state)) : json(400, { error: wrong }))
}

/** GET gives the journal, DELETE empties it. */
export function handleJournal(state: TenantState, request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'GET') {
    send(response, json(200, { entries: state.journal.entries() }))
    return
  }
  if (request.method === 'DELETE') {
    state.journal.clear()
    send(response, { status: 204, headers: {}, body: '' })
    return
  }
  send(response, json(405, { error: 'GET or DELETE.' }, { allow: 'GET, DELETE' }))
}
