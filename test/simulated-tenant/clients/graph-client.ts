import type { Middleware } from '@microsoft/microsoft-graph-client'
import { Client, MiddlewareFactory } from '@microsoft/microsoft-graph-client'

/**
 * What stands in front of a service that speaks http when its clients insist on https: it takes the "s" off on the way in,
 * and puts it on the service's own addresses on the way out.
 */
function httpsInFrontOf(baseUrl: string): Middleware {
  const outside = baseUrl.replace('http://', 'https://')
  let next: Middleware | undefined
  return {
    setNext: (middleware) => { next = middleware },
    execute: async (context) => {
      if (typeof context.request !== 'string') throw new Error('The client asked with a Request; only addresses are known here.')
      context.request = context.request.replace(outside, baseUrl)
      await next?.execute(context)
      context.request = context.request.replace(baseUrl, outside)
      const { response } = context
      if (response?.headers.get('content-type')?.startsWith('application/json') !== true) return
      const { status, headers } = response
      context.response = new Response((await response.text()).replaceAll(baseUrl, outside), { status, headers })
    },
  }
}

/**
 * Microsoft's Graph client with all of its own chain (token, retry, redirect, telemetry, fetch). It puts a token only on https
 * and follows only https addresses, so one handler more stands before the last, as its documentation has it:
 * https://github.com/microsoftgraph/msgraph-sdk-javascript/blob/dev/docs/CustomMiddlewareChain.md
 */
export function createGraphClient(baseUrl: string, token: () => Promise<string>, defaultVersion = 'v1.0'): Client {
  const chain = MiddlewareFactory.getDefaultMiddlewareChain({ getAccessToken: token })
  return Client.initWithMiddleware({
    baseUrl: `${baseUrl.replace('http://', 'https://')}/`,
    customHosts: new Set([new URL(baseUrl).hostname]),
    defaultVersion,
    middleware: [...chain.slice(0, -1), httpsInFrontOf(baseUrl), ...chain.slice(-1)],
  })
}
