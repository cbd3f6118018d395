import { afterEach, describe, expect, it } from 'vitest'
import { readApproval } from '../../../src-main/graph/approval-requests.ts'
import { sendDeviceRequest } from '../../../src-main/graph/device-writes.ts'
import type { WriteAnswer, WriteOptions } from '../../../src-main/graph/device-writes.ts'
import { createTestClient, graphError, intuneError, sendJson, startServer } from './misbehaving-server.ts'
import type { MisbehavingServer } from './misbehaving-server.ts'

let server: MisbehavingServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})
const serve = async (...args: Parameters<typeof startServer>): Promise<MisbehavingServer> => (server = await startServer(...args))

const code = '0f0e0d0c-0b0a-4908-8706-050403020100'
const path = '/v1.0/deviceManagement/managedDevices/11111111-1111-4111-8111-111111111111/retire'
const clientRequestId = '22222222-2222-4222-8222-222222222222'
const send = (graphBaseUrl: string, approval: WriteOptions['approval']): Promise<WriteAnswer> =>
  sendDeviceRequest({ graphBaseUrl, fetch: globalThis.fetch, request: { method: 'POST', path, body: null }, approval, token: 't', clientRequestId, timeoutMs: 10_000 })
const justification = { kind: 'justification', text: 'lost on the train' } as const
const approved = { kind: 'code', code } as const
/** As Multi Admin Approval answers. */
const required = graphError('ApprovalRequired', `Approval Required. Request Approval using the request ID returned as part of the x-msft-approval-code response header. x-msft-approval-code: ${code}`)

describe('what goes along for a second administrator', () => {
  it.each(['lost on the train', 'verloren – Zürich 📱', 'two\r\nlines: x', 'x'.repeat(500)])('is why, as Base64 of UTF-8: %j', async (text) => {
    const { url, requests } = await serve((_request, response) => response.writeHead(204).end())
    await send(url, { kind: 'justification', text })
    const header = requests[0]?.headers['x-msft-approval-justification']
    expect(Buffer.from(String(header), 'base64').toString('utf8')).toBe(text)
    expect(String(header)).toMatch(/^[A-Za-z0-9+/]+=*$/)
    expect(requests[0]?.headers['x-msft-approval-code']).toBeUndefined()
  })
  it('is the code alone, once it was approved', async () => {
    const { url, requests } = await serve((_request, response) => response.writeHead(204).end())
    expect(await send(url, approved)).toMatchObject({ status: 'requested' })
    expect(requests[0]?.headers['x-msft-approval-code']).toBe(code)
    expect(requests[0]?.headers['x-msft-approval-justification']).toBeUndefined()
  })
  it('is nothing, where there is no reason', async () => {
    const { url, requests } = await serve((_request, response) => response.writeHead(204).end())
    await send(url, null)
    expect(Object.keys(requests[0]?.headers ?? {}).filter((name) => name.includes('approval'))).toEqual([])
  })
})

describe('an action that a second administrator must approve', () => {
  it.each<[string, Record<string, string>, unknown]>([
    ['in the header', { 'x-msft-approval-code': code }, graphError('ApprovalRequired', 'Approval Required.')],
    ['in the header, in capitals', { 'x-msft-approval-code': code.toUpperCase() }, required],
    ['only in the message', {}, required],
    ['in Intune’s document inside the message', {}, intuneError('UnknownError', { ErrorCode: 'ApprovalRequired', Message: `x-msft-approval-code: ${code}` })],
  ])('is not done; its code is found %s, and nothing is sent again', async (_where, headers, body) => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 403, body, headers))
    expect(await send(url, justification)).toMatchObject({ status: 'approval-required', approvalCode: code, reference: { httpStatus: 403, graphCode: 'ApprovalRequired' } })
    expect(requests).toHaveLength(1)
  })
  it.each<[string, number, unknown, Record<string, string>, WriteOptions['approval'], string]>([
    ['that says the sent code back', 403, required, { 'x-msft-approval-code': code }, approved, 'approval-refused'],
    ['without any code', 403, graphError('ApprovalRequired', 'Approval Required.'), {}, justification, 'approval-refused'],
    ['with a code that is none', 403, graphError('ApprovalRequired', 'Approval Required.'), { 'x-msft-approval-code': '../x' }, justification, 'approval-refused'],
    ['of a missing reason, as 400', 400, graphError('BadRequest', 'The header x-msft-approval-justification is required.'), {}, null, 'approval-justification-missing'],
    ['of a missing reason, as 403', 403, graphError('Forbidden', 'Missing X-MSFT-Approval-Justification'), {}, null, 'approval-justification-missing'],
    ['of a request that waits already', 403, graphError('ApprovalRequestPending', 'x'), {}, justification, 'approval-pending'],
    ['of a request that is there already', 409, graphError('ApprovalAlreadyExists', 'x'), {}, justification, 'approval-pending'],
    ['of a code that is not accepted', 403, graphError('ApprovalNotGranted', 'x'), {}, approved, 'approval-refused'],
    ['about no approval at all', 403, intuneError('Forbidden', { Message: 'An error has occurred' }), {}, approved, 'graph-missing-role'],
    ['whose code came with another status', 400, graphError('ApprovalRequired', code), { 'x-msft-approval-code': code }, justification, 'approval-refused'],
  ])('is refused for an answer %s', async (_what, status, body, headers, approval, expected) => {
    const { url, requests } = await serve((_request, response) => sendJson(response, status, body, headers))
    expect(await send(url, approval)).toMatchObject({ status: 'refused', code: expected, reference: { httpStatus: status } })
    expect(requests).toHaveLength(1)
  })
})

describe('how a request for approval stands', () => {
  const one = { id: 'b0000000-0000-4000-8000-000000000001', requestId: code, status: 'approved', expirationDateTime: '2026-11-26T09:00:00Z' }
  const other = { ...one, id: 'b0000000-0000-4000-8000-000000000002', requestId: 'c0000000-0000-4000-8000-000000000002', status: 'rejected' }
  const read = async (body: unknown, status = 200) => {
    const served = await serve((_request, response) => sendJson(response, status, body))
    return { answer: await readApproval(createTestClient(served.url), code), requests: served.requests }
  }

  it('is asked by its code, on beta', async () => {
    const { answer, requests } = await read({ value: [one] })
    expect(answer).toEqual({ status: 'ok', approval: { approvalStatus: 'approved', expiresAt: '2026-11-26T09:00:00.000Z' } })
    expect(requests).toHaveLength(1)
    const { pathname, searchParams } = new URL(requests[0]?.url ?? '', 'http://x')
    expect(pathname).toBe('/beta/deviceManagement/operationApprovalRequests')
    expect(searchParams.get('$filter')).toBe(`requestId eq '${code}'`)
  })
  it.each<[string, unknown[]]>([
    ['the filter is ignored and everything comes', [other, one]],
    ['it is named by its id', [other, { ...one, id: code, requestId: '' }]],
    ['the code comes in capitals', [other, { ...one, requestId: code.toUpperCase() }]],
    ['one comes, and names nothing', [{ status: 'approved', expirationDateTime: one.expirationDateTime }]],
  ])('is found when %s', async (_how, value) => {
    expect((await read({ value })).answer).toMatchObject({ status: 'ok', approval: { approvalStatus: 'approved' } })
  })
  it.each<[string, unknown[]]>([
    ['none comes', []], ['only another comes', [other]], ['several come that name nothing', [{ status: 'approved' }, { status: 'approved' }]],
  ])('is not known when %s', async (_how, value) => {
    expect((await read({ value })).answer).toMatchObject({ status: 'refused', code: 'no-record' })
  })
  it('is read without a date that is none', async () => {
    expect((await read({ value: [{ ...one, expirationDateTime: '9999-12-31T23:59:59Z' }] })).answer).toMatchObject({ approval: { expiresAt: null } })
  })
  it.each<[unknown, number, string]>([
    ['{"value":"x"}', 200, 'graph-bad-response'], ['[]', 200, 'graph-bad-response'], ['{"value":[1]}', 200, 'graph-bad-response'],
    [graphError('NotFound', 'x'), 404, 'graph-rejected'], [graphError('Forbidden', 'x'), 403, 'graph-missing-role'],
  ])('is not known from %j with %i', async (body, status, expected) => {
    expect((await read(body, status)).answer).toMatchObject({ status: 'refused', code: expected })
  })
})
