import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import type { GraphErrorBody } from '../tenant-under-test.ts'
import { ada, everyScope, mei, tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest({ scopes: everyScope })

interface Item {
  readonly id: string
  readonly method?: string
  readonly url: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
  readonly dependsOn?: readonly string[]
}
interface ItemResponse {
  readonly id: string
  readonly status: number
  readonly headers: Record<string, string>
  readonly body?: { readonly id?: string; readonly error?: GraphErrorBody['error'] }
}

const post = async (requests: unknown, { version = 'v1.0', as = ada }: { version?: string; as?: string } = {}): Promise<Response> =>
  fetch(`${tenant.address.graphBaseUrl}/${version}/$batch`, {
    method: 'POST', body: JSON.stringify({ requests }),
    headers: { authorization: `Bearer ${await tenant.tokenOf(as)}`, 'content-type': 'application/json' },
  })

/** Sends a batch that has to be taken, and gives its answers by id. */
async function batch(items: readonly Item[], options: Parameters<typeof post>[1] = {}): Promise<Record<string, ItemResponse>> {
  const response = await post(items.map((item) => ({ method: 'GET', ...item })), options)
  expect(response.status).toBe(200)
  const { responses } = await response.json() as { responses: ItemResponse[] }
  expect(responses).toHaveLength(items.length)
  return Object.fromEntries(responses.map((one) => [one.id, one]))
}

const devices = 'deviceManagement/managedDevices'
const reset = (id: string, device: string, more: Partial<Item> = {}): Item =>
  ({ id, method: 'POST', url: `/${devices}/${device}/resetPasscode`, headers: { 'Content-Type': 'application/json' }, body: {}, ...more })
const me = (id: string): Item => ({ id, url: '/me' })

describe('a batch', () => {
  it('answers every request with a status, headers and a body of its own, in an order that nobody may count on', async () => {
    const { iPhone, mac } = scenarioDeviceIds
    const response = await post([
      { ...me('one'), method: 'get' },
      { id: 'two', method: 'GET', url: `${devices}/${iPhone}?$select=id` },
      { id: 'three', method: 'GET', url: `/${devices}/nobody` },
      reset('four', iPhone), reset('five', mac),
    ])
    const { responses } = await response.json() as { responses: ItemResponse[] }
    expect(responses.map(({ id }) => id)).toEqual(['five', 'four', 'three', 'two', 'one'])
    expect(responses.map(({ status }) => status)).toEqual([400, 204, 404, 200, 200])
    const [, four, three, two] = responses
    expect(four).not.toHaveProperty('body')
    expect(three?.body?.error?.code).toBe('ResourceNotFound')
    expect(two?.body).toEqual({ '@odata.context': expect.any(String) as string, id: iPhone })
    expect(two?.headers).toMatchObject({ 'Content-Type': 'application/json', 'request-id': expect.any(String) as string })
    expect(new Set(responses.map(({ headers }) => headers['request-id'])).size).toBe(5)
  })

  it('is in the journal with each of its requests, whoever sent it', async () => {
    const { androidFullyManaged } = scenarioDeviceIds
    await batch([me('a'), reset('b', androidFullyManaged, { headers: { 'content-type': 'application/json', 'client-request-id': 'mine' } })])
    const [whole, first, second, ...more] = await tenant.journal()
    const oid = tenant.address.people.find(({ upn }) => upn === ada)?.oid
    expect(more).toEqual([])
    expect(whole).toMatchObject({ method: 'POST', path: '/v1.0/$batch', batch: false, status: 200, oid })
    expect(first).toMatchObject({ method: 'GET', path: '/v1.0/me', batch: true, status: 200, answer: 'sent', oid })
    expect(second).toMatchObject({
      method: 'POST', batch: true, status: 204, action: 'resetPasscode', deviceId: androidFullyManaged, clientRequestId: 'mine',
      effect: { accepted: true }, oid,
    })
  })

  it('goes by its own token, and lets no request bring another', async () => {
    const { iPhone } = scenarioDeviceIds
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${await tenant.tokenOf(ada)}` }
    expect((await batch([reset('1', iPhone, { headers })], { as: mei }))['1']?.status).toBe(403)
    const refused = await tenant.graph('/v1.0/$batch', { method: 'POST', token: 'nonsense' })
    expect(refused.status).toBe(401)
  })

  it('does a request after those that it depends on, and not when one of them failed', async () => {
    const { iPhone, androidDedicated, mac } = scenarioDeviceIds
    const answers = await batch([
      reset('after-a-failure', iPhone, { dependsOn: ['works', 'fails'] }),
      reset('after-that', androidDedicated, { dependsOn: ['after-a-failure'] }),
      { id: 'look', url: `/${devices}/${androidDedicated}?$select=deviceActionResults`, dependsOn: ['works'] },
      reset('works', androidDedicated),
      reset('fails', mac),
    ])
    expect(Object.fromEntries(Object.entries(answers).map(([id, { status }]) => [id, status]))).toEqual({
      'after-a-failure': 424, 'after-that': 424, look: 200, works: 204, fails: 400,
    })
    expect(answers['look']?.body).toMatchObject({ deviceActionResults: [{ actionName: 'resetPasscode', actionState: 'pending' }] })
    const done = (await tenant.journal()).filter(({ effect }) => effect?.accepted === true)
    expect(done.map(({ deviceId }) => deviceId)).toEqual([androidDedicated])
  })

  it('says 405 in v1.0 to what only beta has', async () => {
    const rename: Item = {
      id: '1', method: 'POST', url: `/${devices}/${scenarioDeviceIds.windowsPc}/setDeviceName`,
      headers: { 'Content-Type': 'application/json' }, body: { deviceName: 'NEW' },
    }
    const audits: Item = { id: '2', url: 'deviceManagement/remoteActionAudits?$top=5' }
    const inV1 = await batch([rename, audits, me('3')])
    expect([inV1['1']?.status, inV1['2']?.status, inV1['3']?.status]).toEqual([405, 405, 200])
    const inBeta = await batch([rename, audits], { version: 'beta' })
    expect([inBeta['1']?.status, inBeta['2']?.status]).toEqual([204, 200])
    await tenant.control({ advanceMs: 60_000 })
    const renamed = await tenant.graph(`/beta/${devices}/${scenarioDeviceIds.windowsPc}?$select=deviceName`)
    expect(await renamed.json()).toMatchObject({ deviceName: 'NEW' })
    expect((await batch([{ id: '1', url: `/${devices}/${scenarioDeviceIds.iPhone}` }], { version: 'beta' }))['1']?.body).toHaveProperty('deviceType')
  })

  it.each([
    ['another host', 'https://127.0.0.1/v1.0/me'],
    ['another version', '/../beta/me'],
    ['the practice tenant\'s own pages', '/../practice/control'],
    ['the version once more', '/v1.0/me'],
    ['another batch', '/$batch'],
  ])('does not lead to %s', async (_where, url) => {
    expect((await batch([{ id: '1', url }]))['1']?.status).toBe(400)
  })

  it('takes twenty requests', async () => {
    const answers = await batch(Array.from({ length: 20 }, (_, index) => me(String(index))))
    expect(Object.values(answers).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  })

  const bare = { id: '2', method: 'POST', url: `/${devices}/${scenarioDeviceIds.iPhone}/resetPasscode` }
  it.each([
    ['twenty-one requests', Array.from({ length: 21 }, (_, index) => ({ ...me(String(index)), method: 'GET' })), 'exceeds the maximum value of 20'],
    ['the same id twice', [reset('1', scenarioDeviceIds.iPhone), { ...me('1'), method: 'GET' }], 'is not unique'],
    ['no id', [{ method: 'GET', url: '/me' }], 'Invalid batch payload'],
    ['no requests', [], 'Invalid batch payload'],
    ['something else than a list', 'requests', 'Invalid batch payload'],
    ['a body without Content-Type', [reset('1', scenarioDeviceIds.iPhone), { ...bare, body: {} }], 'Write request id : 2'],
    ['a POST without a body', [reset('1', scenarioDeviceIds.iPhone), { ...bare, headers: { 'Content-Type': 'application/json' } }], 'Write request id : 2'],
    ['a request that waits for nobody', [reset('1', scenarioDeviceIds.iPhone), { ...me('2'), method: 'GET', dependsOn: ['3'] }], 'dependsOn'],
    ['requests that wait for each other', [{ ...me('1'), method: 'GET', dependsOn: ['2'] }, { ...me('2'), method: 'GET', dependsOn: ['1'] }], 'dependsOn'],
  ])('is refused whole, and nothing is done, for %s', async (_what, requests, words) => {
    const response = await post(requests)
    expect(response.status).toBe(400)
    const { error } = await response.json() as GraphErrorBody
    expect([error.code, error.message]).toEqual(['BadRequest', expect.stringContaining(words)])
    expect(await tenant.journal()).toHaveLength(1)
  })
})

describe('what each request of a batch has to pass', () => {
  it('is the throttling, one by one; the batch itself does not count', async () => {
    const { iPhone, androidDedicated, androidFullyManaged } = scenarioDeviceIds
    await tenant.control({ settings: { throttle: { writes: 2 } } })
    const answers = await batch([reset('1', iPhone), reset('2', androidDedicated), reset('3', androidFullyManaged), me('4')])
    expect(['1', '2', '3', '4'].map((id) => answers[id]?.status)).toEqual([204, 204, 429, 200])
    expect(answers['3']).toMatchObject({ headers: { 'Retry-After': '20' }, body: { error: { code: 'TooManyRequests' } } })
  })

  it('is Multi Admin Approval, by headers of its own', async () => {
    const { iPhone } = scenarioDeviceIds
    await tenant.control({ settings: { approvalRequired: ['resetPasscode'] } })
    const withHeader = (name: string, value: string): Item =>
      reset('1', iPhone, { headers: { 'Content-Type': 'application/json', [name]: value } })
    const asked = (await batch([withHeader('X-MSFT-Approval-Justification', Buffer.from('Forgotten').toString('base64'))]))['1']
    expect([asked?.status, asked?.body?.error?.code]).toEqual([403, 'ApprovalRequired'])
    const code = asked?.headers['x-msft-approval-code'] ?? ''
    await tenant.control({ approvals: { code, decision: 'approve' } })
    expect((await batch([reset('1', iPhone)]))['1']?.status).toBe(403)
    expect((await batch([withHeader('x-msft-approval-code', code)]))['1']?.status).toBe(204)
  })
})

describe('faults in a batch', () => {
  it('strike one request and leave the others alone', async () => {
    const { iPhone, androidDedicated } = scenarioDeviceIds
    await tenant.control({ faults: [{ match: { path: iPhone }, kind: 'throttle', retryAfter: 7 }] })
    const answers = await batch([reset('1', iPhone), reset('2', androidDedicated)])
    expect(answers['1']).toMatchObject({ status: 429, headers: { 'Retry-After': '7' }, body: { error: { code: 'TooManyRequests' } } })
    expect(answers['2']?.status).toBe(204)
    expect((await tenant.journal()).map(({ fault, graphCode }) => [fault, graphCode])).toEqual([
      [null, null], ['throttle', 'TooManyRequests'], [null, null],
    ])
  })

  it.each([
    ['stall-after', 504, 'stalled'], ['reset', 502, 'reset'], ['cut', 502, 'cut'],
  ] as const)('turn %s into a %d of that request, which was done all the same', async (kind, status, answer) => {
    const { iPhone } = scenarioDeviceIds
    await tenant.control({ faults: [{ match: { path: iPhone }, kind }] })
    expect((await batch([reset('1', iPhone), me('2')]))['1']?.status).toBe(status)
    expect((await tenant.journal())[1]).toMatchObject({ batch: true, fault: kind, answer, status: 204, effect: { accepted: true } })
  })

  it('send what is not JSON as base64', async () => {
    await tenant.control({ faults: [{ match: { path: '/me' }, kind: 'html' }] })
    const { status, body, headers } = (await batch([me('1')]))['1']!
    expect([status, headers['Content-Type']]).toEqual([502, 'text/html; charset=utf-8'])
    expect(Buffer.from(body as unknown as string, 'base64').toString()).toContain('<!DOCTYPE html>')
  })

  it('can strike the batch itself, before or after it was done', async () => {
    const { iPhone } = scenarioDeviceIds
    const faults = (kind: 'throttle' | 'reset') => [{ match: { path: '$batch' }, kind }]
    await tenant.control({ faults: faults('throttle') })
    expect((await post([reset('1', iPhone)])).status).toBe(429)
    expect(await tenant.journal()).toHaveLength(1)
    await tenant.control({ faults: faults('reset') })
    await expect(post([reset('1', iPhone)])).rejects.toThrow('fetch failed')
    expect((await tenant.journal()).at(-1)).toMatchObject({ batch: true, effect: { accepted: true } })
  })
})
