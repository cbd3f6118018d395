import { afterEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { ownUrl } from '../../../src-main/graph/http-client.ts'
import type { GraphLogLine } from '../../../src-main/graph/http-client.ts'
import { createMovedTime, createTestClient, graphError, intuneError, sendJson, startServer } from './misbehaving-server.ts'
import type { MisbehavingServer } from './misbehaving-server.ts'

let server: MisbehavingServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})
const serve = async (...args: Parameters<typeof startServer>): Promise<MisbehavingServer> => (server = await startServer(...args))

const path = '/v1.0/deviceManagement/managedDevices'

describe('a read that goes well', () => {
  it('sends the token, a GUID of its own and Accept, and gives back the parsed body with its reference', async () => {
    const { url, requests } = await serve((_request, response) =>
      sendJson(response, 200, { value: [1] }, { 'request-id': 'graph-1', 'date': 'Mon, 23 Nov 2026 12:00:10 GMT' }))
    const answer = await createTestClient(url).getJson(path)
    expect(answer).toMatchObject({ status: 'ok', json: { value: [1] }, reference: { httpStatus: 200, requestId: 'graph-1', serverDate: '2026-11-23T12:00:10.000Z' } })
    expect(requests).toHaveLength(1)
    expect(requests[0]?.headers).toMatchObject({ 'authorization': 'Bearer token-1', 'accept': 'application/json' })
    expect(requests[0]?.headers['client-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/)
  })

  it('learns how far the server’s clock is ahead', async () => {
    const { url } = await serve((_request, response) => sendJson(response, 200, {}, { date: 'Mon, 23 Nov 2026 12:05:00 GMT' }))
    const client = createTestClient(url)
    expect(client.clockOffsetMs()).toBeNull()
    await client.getJson(path)
    expect(client.clockOffsetMs()).toBe(300_500)
  })

  it('logs neither token nor query', async () => {
    const { url } = await serve((_request, response) => sendJson(response, 200, {}))
    const lines: GraphLogLine[] = []
    await createTestClient(url, { log: (line) => lines.push(line) }).getJson(`${path}?$filter=secret`)
    expect(lines).toMatchObject([{ method: 'GET', path, code: null, httpStatus: 200, tryNumber: 1 }])
    expect(JSON.stringify(lines)).not.toMatch(/token-1|secret/)
  })
})

describe('an answer that says no', () => {
  const scopeText = 'Application is not authorized to perform this operation. Application must have one of the following scopes: X - Operation ID (…)'
  it.each<[string, number, unknown, Record<string, string>, ErrorCode, string | null]>([
    ['400 with Intune’s bare message', 400, intuneError('BadRequest', { Message: 'An error has occurred' }), {}, 'graph-rejected', 'BadRequest'],
    ['403 for a missing scope', 403, intuneError('Forbidden', { Message: scopeText }), {}, 'graph-missing-scope', 'Forbidden'],
    ['403 for a missing Intune role', 403, intuneError('Forbidden', { Message: 'An error has occurred' }), {}, 'graph-missing-role', 'Forbidden'],
    ['403 wrapped in UnknownError', 403, intuneError('UnknownError', { ErrorCode: 'Forbidden', Message: 'An error' }), {}, 'graph-missing-role', 'Forbidden'],
    ['403 that asks for a stronger token', 403, graphError('Forbidden', 'x'), { 'www-authenticate': 'Bearer error="insufficient_claims"' }, 'graph-unauthorized', 'Forbidden'],
    ['403 that waits for an approver', 403, graphError('ApprovalRequired', 'Approval Required.'), {}, 'approval-refused', 'ApprovalRequired'],
    ['404', 404, graphError('ResourceNotFound', 'not found'), {}, 'device-not-found', 'ResourceNotFound'],
    ['410', 410, graphError('Gone', 'x'), {}, 'graph-rejected', 'Gone'],
    ['500', 500, graphError('InternalServerError', 'x'), {}, 'graph-unavailable', 'InternalServerError'],
    ['500 without a body', 500, '', {}, 'graph-unavailable', null],
    ['403 as a page of a firewall', 403, '<html>blocked</html>', { 'content-type': 'text/html' }, 'graph-bad-response', null],
    ['400 with rubbish', 400, '{"error":{"code":7,"message":["x"],"innerError":5}}', {}, 'graph-rejected', null],
  ])('%s is refused at once, with a code and a reference', async (_name, status, body, headers, code, graphCode) => {
    const { url, requests } = await serve((_request, response) => sendJson(response, status, body, { 'request-id': 'r-1', ...headers }))
    const answer = await createTestClient(url).getJson(path)
    expect(answer).toMatchObject({ status: 'refused', code, reference: { httpStatus: status, requestId: 'r-1' } })
    if (code !== 'graph-bad-response') expect(answer).toMatchObject({ reference: { graphCode } })
    expect(answer).toMatchObject({ reference: { clientRequestId: requests[0]?.headers['client-request-id'] } })
    expect(requests).toHaveLength(1)
  })

  it('takes the request id from the body where no header has it', async () => {
    const { url } = await serve((_request, response) => sendJson(response, 404, graphError('NotFound', 'x')))
    expect(await createTestClient(url).getJson(path)).toMatchObject({ reference: { requestId: 'inner-request-id' } })
  })
})

describe('the token', () => {
  it('is renewed once after a 401, and the read goes on', async () => {
    const { url, requests } = await serve((request, response) =>
      sendJson(response, request.headers.authorization === 'Bearer fresh' ? 200 : 401, { ok: true }))
    const asked: string[] = []
    const answer = await createTestClient(url, {
      accessToken: async (why) => {
        asked.push(why)
        return { status: 'ok', token: why === 'rejected' ? 'fresh' : 'stale' }
      },
    }).getJson(path)
    expect(answer.status).toBe('ok')
    expect(asked).toEqual(['read', 'rejected'])
    expect(requests).toHaveLength(2)
  })

  it('that stays refused is not asked for again and again', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 401, graphError('InvalidAuthenticationToken', 'x')))
    expect(await createTestClient(url).getJson(path)).toMatchObject({ status: 'refused', code: 'graph-unauthorized' })
    expect(requests).toHaveLength(2)
  })

  it('that cannot be had sends nothing', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 200, {}))
    const client = createTestClient(url, { accessToken: async () => ({ status: 'refused', code: 'session-ended' }) })
    expect(await client.getJson(path)).toEqual({ status: 'refused', code: 'session-ended' })
    expect(requests).toHaveLength(0)
  })
})

describe('an answer that may be better next time', () => {
  it.each([429, 502, 503, 504])('%i is tried again', async (status) => {
    const { url, requests } = await serve((_request, response, number) => sendJson(response, number < 3 ? status : 200, {}))
    expect(await createTestClient(url).getJson(path)).toMatchObject({ status: 'ok' })
    expect(requests).toHaveLength(3)
  })

  it('backs off further each time and gives up after five tries', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 503, '<html>', { 'content-type': 'text/html' }))
    const time = createMovedTime()
    expect(await createTestClient(url, time).getJson(path)).toMatchObject({ status: 'refused', code: 'graph-unavailable', reference: { httpStatus: 503 } })
    expect(requests).toHaveLength(5)
    expect(time.slept).toEqual([500, 1000, 2000, 4000])
  })

  it.each<[string, string, number]>([
    ['seconds', '7', 7000],
    ['a date, by the server’s clock', 'Mon, 23 Nov 2026 08:00:09 GMT', 9000],
    ['a date that has passed', 'Mon, 23 Nov 2026 07:00:00 GMT', 0],
    ['an absurd number', '1000000000', 60_000],
    ['a negative number', '-5', 500],
    ['rubbish', 'soon', 500],
  ])('waits as Retry-After says: %s', async (_name, header, expected) => {
    const { url } = await serve((_request, response, number) =>
      sendJson(response, number === 1 ? 429 : 200, {}, { 'retry-after': header, 'date': 'Mon, 23 Nov 2026 08:00:00 GMT' }))
    const time = createMovedTime()
    expect(await createTestClient(url, time).getJson(path)).toMatchObject({ status: 'ok' })
    expect(time.slept).toEqual([expected])
  })

  it('gives up within two minutes when it is told to wait for longer', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 429, graphError('TooManyRequests', 'x'), { 'retry-after': '300' }))
    const time = createMovedTime()
    expect(await createTestClient(url, time).getJson(path)).toMatchObject({ code: 'graph-throttled' })
    expect(time.slept).toEqual([60_000])
    expect(requests).toHaveLength(2)
  })

  it('stops waiting when it is aborted', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 503, {}))
    const stop = new AbortController()
    const client = createTestClient(url, { sleep: async () => stop.abort() })
    expect(await client.getJson(path, { signal: stop.signal })).toMatchObject({ code: 'interrupted' })
    expect(requests).toHaveLength(1)
  })
})

describe('an answer that is none', () => {
  const once = { tries: 1 }
  it.each<[string, Parameters<typeof startServer>[0], ErrorCode]>([
    ['HTML with 200', (_q, r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the Wi-Fi</html>'), 'captive-portal'],
    ['truncated JSON', (_q, r) => sendJson(r, 200, '{"value":[{"id":'), 'graph-bad-response'],
    ['bytes that are not UTF-8', (_q, r) => r.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 'graph-bad-response'],
    ['an empty body', (_q, r) => sendJson(r, 200, ''), 'graph-bad-response'],
    ['a redirect', (_q, r) => r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'captive-portal'],
    ['a body that is announced too large', (_q, r) => r.writeHead(200, { 'content-type': 'application/json', 'content-length': '99999999' }).write('{'), 'graph-bad-response'],
    ['a body that grows too large', (_q, r) => sendJson(r, 200, `"${'x'.repeat(5000)}"`), 'graph-bad-response'],
    ['a reset before the answer', (_q, r) => r.socket?.resetAndDestroy(), 'tenant-unreachable'],
    ['a reset in the middle of the body', (_q, r) => {
      r.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"val')
      setTimeout(() => r.socket?.resetAndDestroy(), 5)
    }, 'tenant-unreachable'],
    ['silence', () => undefined, 'tenant-unreachable'],
    ['a body that never ends', (_q, r) => r.writeHead(200, { 'content-type': 'application/json' }).write('{'), 'tenant-unreachable'],
  ])('%s becomes a code', async (_name, answer, code) => {
    const { url } = await serve(answer)
    const client = createTestClient(url, { limits: { ...once, headersMs: 1000, totalMs: 1200, maxBytes: 1000 } })
    expect(await client.getJson(path)).toMatchObject({ status: 'refused', code })
  })

  it('is tried again when the network broke', async () => {
    const { url, requests } = await serve((_request, response, number) => {
      if (number === 1) response.socket?.resetAndDestroy()
      else sendJson(response, 200, {})
    })
    expect(await createTestClient(url).getJson(path)).toMatchObject({ status: 'ok' })
    expect(requests).toHaveLength(2)
  })

  it('JSON of great depth does no harm', async () => {
    const { url } = await serve((_request, response) => sendJson(response, 200, '['.repeat(100_000) + ']'.repeat(100_000)))
    expect(['ok', 'refused']).toContain((await createTestClient(url).getJson(path)).status)
  })

  it('comes from nobody when nobody listens', async () => {
    const { url, close } = await startServer(() => undefined)
    await close()
    expect(await createTestClient(url, { limits: once }).getJson(path)).toMatchObject({ code: 'tenant-unreachable', reference: { httpStatus: null } })
  })
})

describe('links', () => {
  it.each([
    'https://evil.example/v1.0/x', 'http://127.0.0.1:1/v1.0/x', 'https://graph.example@evil.example/', 'https://user:pw@graph.example/x', 'javascript:alert(1)',
    '//evil.example/x', 'https://graph.example.evil.example/', 'http://graph.example/x', '',
  ])('to elsewhere are not followed and get no token: %s', async (link) => {
    let asked = 0
    const client = createTestClient('https://graph.example', {
      fetch: async () => Promise.reject(new Error('must not be called')),
      accessToken: async () => {
        asked += 1
        return { status: 'ok', token: 't' }
      },
    })
    const url = ownUrl('https://graph.example', link)
    // A path that starts with two slashes stays a path of Graph's own origin.
    if (link.startsWith('//')) expect(url?.origin).toBe('https://graph.example')
    else {
      expect(await client.getJson(link)).toEqual({ status: 'refused', code: 'graph-foreign-link' })
      expect(asked).toBe(0)
    }
  })

  it('of Graph’s own are followed whole', () => {
    expect(ownUrl('https://graph.example/', 'https://graph.example/beta/x?$skiptoken=a%2Fb')?.href).toBe('https://graph.example/beta/x?$skiptoken=a%2Fb')
  })
})
