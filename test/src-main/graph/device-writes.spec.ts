import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ActionParameters } from '../../../src-shared/device-actions.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { deviceRequestOf } from '../../../src-main/graph/device-requests.ts'
import type { DeviceRequest } from '../../../src-main/graph/device-requests.ts'
import { sendDeviceRequest } from '../../../src-main/graph/device-writes.ts'
import type { WriteAnswer, WriteOptions } from '../../../src-main/graph/device-writes.ts'
import { provesNothingWasSent } from '../../../src-main/http/network-errors.ts'
import { graphError, intuneError, sendJson, startServer } from './misbehaving-server.ts'
import type { MisbehavingServer } from './misbehaving-server.ts'

let server: MisbehavingServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})
const serve = async (...args: Parameters<typeof startServer>): Promise<MisbehavingServer> => (server = await startServer(...args))

const deviceId = '11111111-1111-4111-8111-111111111111'
const requestOf = (parameters: ActionParameters): DeviceRequest => deviceRequestOf(deviceId, parameters, { wipeOptions: [], recoveryPin: null })
const clientRequestId = '22222222-2222-4222-8222-222222222222'
const send = (graphBaseUrl: string, overrides: Partial<WriteOptions> = {}): Promise<WriteAnswer> =>
  sendDeviceRequest({ graphBaseUrl, fetch: globalThis.fetch, request: requestOf({ action: 'reset-passcode' }), approval: null, token: 'token-1', clientRequestId, timeoutMs: 10_000, ...overrides })

describe('one write', () => {
  it('is one POST to exactly this device, and 204 means requested', async () => {
    const { url, requests } = await serve((_request, response) => response.writeHead(204, { 'request-id': 'r-1' }).end())
    expect(await send(url)).toEqual({
      status: 'requested',
      reference: { httpStatus: 204, graphCode: null, requestId: 'r-1', clientRequestId, serverDate: expect.any(String) as string },
    })
    expect(requests).toMatchObject([{
      method: 'POST',
      url: `/v1.0/deviceManagement/managedDevices/${deviceId}/resetPasscode`,
      headers: { 'authorization': 'Bearer token-1', 'client-request-id': clientRequestId, 'content-length': '0' },
    }])
  })

  it.each<[ActionParameters, string, number, string]>([
    [{ action: 'set-management-name', managedDeviceName: 'Ünal’s 📱' }, 'PATCH', 204, '{"managedDeviceName":"Ünal’s 📱"}'],
    [{ action: 'set-management-name', managedDeviceName: 'a' }, 'PATCH', 200, '{"managedDeviceName":"a"}'],
    [{ action: 'delete-record' }, 'DELETE', 204, ''],
    [{ action: 'rename', deviceName: 'NEW' }, 'POST', 204, '{"deviceName":"NEW"}'],
    [{ action: 'sync' }, 'POST', 204, ''],
  ])('%j goes as %s, and %i means requested', async (parameters, method, status, body) => {
    const { url, requests } = await serve((_request, response) => sendJson(response, status, status === 204 ? '' : { id: deviceId }))
    const request = requestOf(parameters)
    expect(await send(url, { request })).toMatchObject({ status: 'requested', reference: { httpStatus: status } })
    expect(requests).toMatchObject([{ method, url: request.path, body }])
    // A content-type without a body makes some gateways wait for one.
    expect(requests[0]?.headers['content-type']).toBe(body === '' ? undefined : 'application/json')
  })

  const noScope = intuneError('Forbidden', { Message: 'Application must have one of the following scopes: X' })
  it.each<[string, number, unknown, Record<string, string>, ErrorCode]>([
    ['400', 400, intuneError('BadRequest', { Message: 'An error has occurred' }), {}, 'graph-rejected'],
    ['401', 401, graphError('InvalidAuthenticationToken', 'x'), {}, 'graph-unauthorized'],
    ['403 for a scope', 403, noScope, {}, 'graph-missing-scope'],
    ['403 for a role', 403, intuneError('Forbidden', { Message: 'An error' }), {}, 'graph-missing-role'],
    ['404', 404, graphError('ResourceNotFound', 'x'), {}, 'device-not-found'],
    ['409', 409, graphError('Conflict', 'x'), {}, 'graph-rejected'],
    ['429 with Retry-After 0', 429, graphError('TooManyRequests', 'x'), { 'retry-after': '0' }, 'graph-throttled'],
    ['429 as a page', 429, '<html>', { 'content-type': 'text/html' }, 'graph-throttled'],
  ])('that Graph refuses with %s is refused, and not sent again', async (_name, status, body, headers, code) => {
    const { url, requests } = await serve((_request, response) => sendJson(response, status, body, headers))
    expect(await send(url)).toMatchObject({ status: 'refused', code, reference: { httpStatus: status, clientRequestId } })
    expect(requests).toHaveLength(1)
  })

  it.each<[string, Parameters<typeof startServer>[0]]>([
    ['a reset after it was read', (_q, r) => r.socket?.resetAndDestroy()],
    ['a connection closed after it was read', (_q, r) => r.socket?.end()],
    ['500', (_q, r) => sendJson(r, 500, graphError('InternalServerError', 'x'))],
    ['503 with Retry-After 0', (_q, r) => sendJson(r, 503, {}, { 'retry-after': '0' })],
    ['504 as a page', (_q, r) => sendJson(r, 504, '<html>', { 'content-type': 'text/html' })],
    ['408', (_q, r) => sendJson(r, 408, {})],
    ['499', (_q, r) => sendJson(r, 499, {})],
    ['304', (_q, r) => void r.writeHead(304).end()],
    ['a redirect', (_q, r) => r.writeHead(307, { location: '/elsewhere' }).end()],
    ['a page with status 200', (_q, r) => sendJson(r, 200, '<html>', { 'content-type': 'text/html' })],
    ['rubbish instead of a status line', (_q, r) => r.socket?.end('SSH-2.0-nonsense\r\n\r\n')],
  ])('that is answered with %s is unknown, and not sent again', async (_name, answer) => {
    const { url, requests } = await serve(answer)
    expect(await send(url)).toMatchObject({ status: 'unknown', code: 'graph-silent', reference: { clientRequestId } })
    expect(requests).toHaveLength(1)
  })

  it('that meets silence is unknown, and not sent again', async () => {
    const { url, requests } = await serve(() => undefined)
    // Long enough for the request to arrive on a busy machine.
    expect(await send(url, { timeoutMs: 1000 })).toMatchObject({ status: 'unknown', code: 'graph-silent', reference: { clientRequestId } })
    expect(requests).toHaveLength(1)
  })

  it('is requested even when the body behind a 200 breaks off', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{')
      setTimeout(() => response.socket?.resetAndDestroy(), 5)
    })
    expect(await send(url)).toMatchObject({ status: 'requested', reference: { httpStatus: 200 } })
  })

  it('arrives once even on a connection that was kept open and then breaks', async () => {
    const { url, requests } = await serve((request, response) => {
      if (request.method === 'POST') response.socket?.resetAndDestroy()
      else sendJson(response, 200, {}, { connection: 'keep-alive' })
    })
    for (let i = 0; i < 3; i += 1) await (await fetch(`${url}/warm`)).text()
    expect(await send(url)).toMatchObject({ status: 'unknown', code: 'graph-silent' })
    const posts = requests.filter(({ method }) => method === 'POST')
    expect(posts).toHaveLength(1)
    // Without this, the spec would say nothing about a kept connection.
    expect(requests.slice(0, -1).map(({ remotePort }) => remotePort)).toContain(posts[0]?.remotePort)
  })

  it('is refused, not unknown, when nobody listens: nothing was sent', async () => {
    const { url, close } = await startServer(() => undefined)
    await close()
    expect(await send(url)).toMatchObject({ status: 'refused', code: 'tenant-unreachable', reference: { httpStatus: null, clientRequestId } })
  })

  it('is unknown when a server takes the connection and hangs up without a word', async () => {
    const mute = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    expect(await send(`http://127.0.0.1:${(mute.address() as AddressInfo).port}`)).toMatchObject({ status: 'unknown', code: 'graph-silent' })
    await new Promise((resolve) => mute.close(resolve))
  })

  it('sends nothing once it was aborted before', async () => {
    const { url, requests } = await serve((_request, response) => response.writeHead(204).end())
    expect(await send(url, { signal: AbortSignal.abort() })).toMatchObject({ status: 'refused', code: 'interrupted' })
    expect(requests).toHaveLength(0)
  })

  it('is unknown when it is aborted while waiting', async () => {
    const stop = new AbortController()
    const { url } = await serve(() => stop.abort())
    expect(await send(url, { signal: stop.signal })).toMatchObject({ status: 'unknown', code: 'graph-silent' })
  })

  it.each(['https://evil.example/x', 'http://127.0.0.1:1/x', 'nonsense'])('never leaves for another host: %j', async (path) => {
    const { url, requests } = await serve((_request, response) => response.writeHead(204).end())
    expect(await send(url, { request: { method: 'POST', path, body: null } })).toMatchObject({ status: 'refused', code: 'unexpected' })
    expect(requests).toHaveLength(0)
  })
})

describe('proof that nothing was sent', () => {
  const coded = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more })
  it.each<[string, unknown]>([
    ['a refused connection', new TypeError('fetch failed', { cause: coded('ECONNREFUSED') })],
    ['an unknown host', new TypeError('fetch failed', { cause: coded('ENOTFOUND', { syscall: 'getaddrinfo' }) })],
    ['no route while connecting', new TypeError('fetch failed', { cause: coded('EHOSTUNREACH', { syscall: 'connect' }) })],
    ['every address refused', new TypeError('fetch failed', { cause: new AggregateError([coded('ECONNREFUSED'), coded('ETIMEDOUT', { syscall: 'connect' })]) })],
    ['a certificate of somebody else', new TypeError('fetch failed', { cause: coded('ERR_TLS_CERT_ALTNAME_INVALID') })],
    ['Chromium’s unknown host', new Error('net::ERR_NAME_NOT_RESOLVED')],
    ['Chromium’s refused connection', new Error('net::ERR_CONNECTION_REFUSED')],
    ['Chromium’s certificate check', new Error('net::ERR_CERT_AUTHORITY_INVALID')],
  ])('is given by %s', (_name, error) => expect(provesNothingWasSent(error)).toBe(true))

  it.each<[string, unknown]>([
    ['a reset', new TypeError('fetch failed', { cause: coded('ECONNRESET', { syscall: 'read' }) })],
    ['no route while reading', new TypeError('fetch failed', { cause: coded('EHOSTUNREACH', { syscall: 'read' }) })],
    ['one of several addresses', new TypeError('fetch failed', { cause: new AggregateError([coded('ECONNREFUSED'), coded('ECONNRESET')]) })],
    ['Chromium’s reset', new Error('net::ERR_CONNECTION_RESET')],
    ['Chromium’s time-out', new Error('net::ERR_TIMED_OUT')],
    ['Chromium’s unreachable address', new Error('net::ERR_ADDRESS_UNREACHABLE')],
    ['a change of network', new Error('net::ERR_NETWORK_CHANGED')],
    ['an empty answer', new Error('net::ERR_EMPTY_RESPONSE')],
    ['a bare failure', new TypeError('fetch failed')],
    ['nothing at all', null],
    ['text', 'ECONNREFUSED'],
  ])('is not given by %s', (_name, error) => expect(provesNothingWasSent(error)).toBe(false))
})
