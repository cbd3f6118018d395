import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PracticeTenantAddress } from '../src-shared/practice-tenant.ts'
import { createTenantClock } from './clock.ts'
import { handleControl, handleJournal } from './control/handle-control.ts'
import { createProvider } from './entra/create-provider.ts'
import { createGrantStore } from './entra/grant-store.ts'
import { handleEntra } from './entra/handle-entra.ts'
import { createSigningKeys } from './entra/keys.ts'
import { page } from './entra/page.ts'
import { createTokenCheck } from './graph/check-token.ts'
import { handleGraph } from './graph/handle-graph.ts'
import { json, send } from './http/reply.ts'
import type { TenantState } from './state.ts'
import { createState } from './state.ts'
import { createTrainer, isTrainerPath } from './trainer/handle-trainer.ts'

export interface TenantOptions {
  /** 0: any free port. */
  readonly port: number
  readonly devices: number
  readonly seed: number
}

export interface RunningTenant {
  readonly address: PracticeTenantAddress
  /** Stops listening and closes every connection, stalled ones too. */
  close(): Promise<void>
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function addressOf(state: TenantState, baseUrl: string): PracticeTenantAddress {
  return {
    graphBaseUrl: baseUrl,
    authority: `${baseUrl}/${state.tenantId}`,
    journalUrl: `${baseUrl}/practice/journal`,
    controlUrl: `${baseUrl}/practice/control`,
    clientId: state.clientId,
    readingClientId: state.readingClientId,
    actingClientId: state.actingClientId,
    tenantId: state.tenantId,
    people: state.people.map(({ upn, displayName, oid, roles, password }) => ({ upn, displayName, oid, roles, password })),
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void

/**
 * Whether the request was meant for another host: a page that had its own name resolve to 127.0.0.1 must not reach the tenant.
 */
function isForeign(request: IncomingMessage, port: number): boolean {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`]
  return !own.includes(request.headers.host ?? '')
}

/** Starts the practice tenant on 127.0.0.1. Rejects when the port is taken. */
export async function startTenant({ port, devices, seed }: TenantOptions): Promise<RunningTenant> {
  const clock = createTenantClock()
  const state = createState(seed, devices, clock)
  const grants = createGrantStore(() => clock.now())
  const keys = await createSigningKeys()

  let handle: Handler = (_request, response) => send(response, json(503, { error: 'The practice tenant is starting.' }))
  const server = createServer((request, response) => clock.run(() => {
    response.setHeader('date', new Date(clock.now()).toUTCString())
    Promise.resolve(handle(request, response)).catch((error: unknown) => {
      process.stderr.write(`practice tenant: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
      if (response.headersSent) response.destroy()
      else send(
        response,
        json(
          500,
          { error: { code: 'InternalServerError', message: 'A defect in the practice tenant; its standard error has the cause.' } }
        )
      )
    })
  }))
  const actualPort = await listen(server, port)
  const baseUrl = `http://127.0.0.1:${actualPort}`
  const address = addressOf(state, baseUrl)
  const issuer = `${address.authority}/v2.0`

  const provider = createProvider(state, keys, grants, { issuer, graphBaseUrl: baseUrl })
  const entra = { state, provider, grants, graphBaseUrl: baseUrl }
  const checkToken = createTokenCheck(keys.publicKeys, {
    issuer, audience: baseUrl, tenantId: state.tenantId, now: clock.now,
    personOf: (oid) => state.people.find((person) => person.oid === oid),
  })
  const graph = { state, baseUrl, authorizeUrl: `${address.authority}/oauth2/v2.0/authorize`, checkToken }

  const trainer = createTrainer(state, grants)

  handle = async (request, response) => {
    if (isForeign(request, actualPort)) {
      send(response, json(421, { error: 'This is the practice tenant; it answers on 127.0.0.1 only.' }))
      return
    }
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (path.startsWith('/v1.0/')) return handleGraph(graph, 'v1.0', request, response)
    if (path.startsWith('/beta/')) return handleGraph(graph, 'beta', request, response)
    if (path.startsWith(`/${state.tenantId}/`)) return handleEntra(entra, request, response)
    if (isTrainerPath(path)) return trainer(request, response)
    if (path.startsWith('/practice/') && request.headers.origin !== undefined) {
      send(response, json(403, { error: 'Not for pages in a browser.' }))
    }
    else if (path === '/practice/control') await handleControl(state, grants, request, response)
    else if (path === '/practice/journal') handleJournal(state, request, response)
    else send(
      response,
      page(
        'Practice tenant',
        '<h1>Practice tenant</h1><p>The Helpdesk Console rehearses here.</p><p><a href="/practice/">The trainer’s page</a></p>',
        path === '/' ? 200 : 404
      )
    )
  }

  return {
    address,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}
