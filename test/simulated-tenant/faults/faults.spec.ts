import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import type { FaultOrder } from '../../factories/practice-tenant.ts'
import { signIn } from '../../factories/practice-client.ts'
import type { GraphErrorBody, ListPage } from '../tenant-under-test.ts'
import { ada, everyScope, priya, tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest()
const list = '/beta/deviceManagement/managedDevices?$select=id&$top=10'
const resetPath = `/v1.0/deviceManagement/managedDevices/${scenarioDeviceIds.iPhone}/resetPasscode`
const arm = async (fault: FaultOrder): Promise<unknown> => tenant.control({
  faults: [{ match: { path: 'managedDevices' }, ...fault }]
})
const queued = async (): Promise<number> => {
  const device = await (
    await tenant.graph(resetPath.replace('/resetPasscode', '?$select=deviceActionResults'))
  ).json() as { deviceActionResults: unknown[] }
  return device.deviceActionResults.length
}

describe('faults', () => {
  it.each<[FaultOrder, number, string, string | null]>([
    [{ kind: 'status' }, 500, 'InternalServerError', null],
    [{ kind: 'status', status: 403 }, 403, 'Forbidden', null],
    [{ kind: 'status', status: 404 }, 404, 'ResourceNotFound', null],
    [{ kind: 'status', status: 503, retryAfter: 7, graphCode: 'Busy' }, 503, 'Busy', '7'],
    [{ kind: 'throttle' }, 429, 'TooManyRequests', '2'],
    [{ kind: 'throttle', retryAfter: 11 }, 429, 'TooManyRequests', '11'],
    [{ kind: 'throttle', retryAfter: null }, 429, 'TooManyRequests', null],
  ])('%j is an answer as Graph would give it', async (fault, status, code, retryAfter) => {
    await arm(fault)
    const response = await tenant.graph(list)
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter])
    expect((await response.json() as GraphErrorBody).error.code).toBe(code)
    expect((await tenant.graph(list)).status).toBe(200)
  })

  it('asks for a new token with claims', async () => {
    await arm({ kind: 'claims-challenge' })
    const challenge = (await tenant.graph(list)).headers.get('www-authenticate') ?? ''
    const claims = /error="insufficient_claims", claims="([^"]+)"/.exec(challenge)?.[1] ?? ''
    expect(JSON.parse(Buffer.from(claims, 'base64').toString())).toHaveProperty('access_token.nbf.essential', true)
  })

  it('answers HTML, half a document, or another document', async () => {
    await arm({ kind: 'html', status: 200 })
    expect(await (await tenant.graph(list)).text()).toContain('<!DOCTYPE html>')
    await arm({ kind: 'truncated-json' })
    await expect((await tenant.graph(list)).json()).rejects.toThrow(SyntaxError)
    await arm({ kind: 'wrong-json' })
    expect(await (await tenant.graph(list)).json()).toEqual({ value: 'this is not what was asked for' })
    await arm({ kind: 'cut' })
    await expect(tenant.graph(list).then((response) => response.text())).rejects.toThrow()
  })

  it.each<[FaultOrder['kind'], boolean]>([['stall-before', false], ['reset-before', false], ['stall-after', true], ['reset', true], ['status-after', true], ['html-after', true]])(
    '%s on the POST leaves it queued: %j', async (kind, accepted) => {
      await arm({ kind, match: { method: 'POST', path: 'resetPasscode' } })
      const answer = tenant.graph(
        resetPath, { method: 'POST', signal: AbortSignal.timeout(300) }
      ).then((response) => response.status, () => 'no answer')
      expect(await answer).toBe(
        kind.endsWith('-after') && !kind.startsWith('stall') ? (kind === 'html-after' ? 502 : 500) : 'no answer'
      )
      expect(await queued()).toBe(accepted ? 1 : 0)
      const [entry] = (await tenant.journal()).filter(
        ({ action }) => action === 'resetPasscode' || action === null
      ).filter(({ method }) => method === 'POST')
      expect(entry?.fault).toBe(kind)
      expect(entry?.effect?.accepted ?? false).toBe(accepted)
    },
  )

  it.each<[string, string, string, unknown]>([
    ['POST', 'beta', '/wipe', { keepUserData: true }], ['POST', 'beta', '/setDeviceName', { deviceName: 'NEW-NAME' }],
    ['DELETE', 'v1.0', '', undefined], ['PATCH', 'v1.0', '', { managedDeviceName: 'Front desk' }],
  ])('reset after a %s in %s to "%s" leaves it done, and reset-before leaves it undone', async (method, version, below, body) => {
    const { result } = await signIn(tenant.application, priya, { scopes: [...everyScope] })
    const send = async (kind: FaultOrder['kind']): Promise<unknown> => {
      await tenant.control({ faults: [{ match: { method, path: `/${version}/deviceManagement/managedDevices/` }, kind }] })
      const path = `/${version}/deviceManagement/managedDevices/${scenarioDeviceIds.iPhone}${below}`
      const answer = await tenant.graph(path, { token: result.accessToken, method, body }).then((response) => response.status, () => 'no answer')
      const entry = (await tenant.journal()).at(-1)
      return [answer, entry?.fault, entry?.effect?.accepted ?? false]
    }
    expect(await send('reset-before')).toEqual(['no answer', 'reset-before', false])
    expect(await send('reset')).toEqual(['no answer', 'reset', true])
  })

  it('points a nextLink elsewhere', async () => {
    await arm({ kind: 'foreign-next-link', host: 'elsewhere.example' })
    expect(
      (await (await tenant.graph(list)).json() as ListPage)['@odata.nextLink']
    ).toMatch(/^http:\/\/elsewhere\.example\/beta\//)
  })

  it('gives an empty page whose nextLink leads on, so that the walk is still whole', async () => {
    await arm({ kind: 'empty-page', match: { path: 'managedDevices', nth: 2 } })
    const ids: unknown[] = []
    const sizes: number[] = []
    for (let next: string | undefined = list; next !== undefined;) {
      const page: ListPage = await (await tenant.graph(next)).json() as ListPage
      sizes.push(page.value.length)
      ids.push(...page.value.map(({ id }) => id))
      next = page['@odata.nextLink']?.replace(tenant.address.graphBaseUrl, '')
    }
    expect(sizes).toEqual([10, 0, 10, 10, 10, 10, 10])
    expect(new Set(ids).size).toBe(60)
  })

  it('ends a list early without a word', async () => {
    await arm({ kind: 'short-list', match: { path: 'managedDevices', nth: 2 } })
    const first = await (await tenant.graph(list)).json() as ListPage
    const second = await (await tenant.graph(first['@odata.nextLink']?.replace(tenant.address.graphBaseUrl, '') ?? '')).json() as ListPage
    expect(second.value).toHaveLength(10)
    expect(second['@odata.nextLink']).toBeUndefined()
  })

  it('puts rows that nobody can read among the good ones', async () => {
    await arm({ kind: 'bad-row' })
    const { value } = await (await tenant.graph(list)).json() as { value: unknown[] }
    expect(value).toHaveLength(17)
    expect(value).toContain(null)
  })

  it('strikes at the n-th request, as often as it is told, and only where it fits', async () => {
    await tenant.control({
      faults: [{ match: { method: 'get', path: '/managedDevices\\?.*top/', nth: 2, times: 2 }, kind: 'status' }]
    })
    const statuses: number[] = []
    for (let attempt = 0; attempt < 4; attempt += 1) statuses.push((await tenant.graph(list)).status)
    expect((await tenant.graph('/v1.0/deviceManagement/managedDeviceOverview')).status).toBe(200)
    expect(statuses).toEqual([200, 500, 500, 200])
    const { faults } = await (await fetch(tenant.address.controlUrl)).json() as { faults: unknown[] }
    expect(faults).toEqual([expect.objectContaining({ seen: 4, struck: 2 })])
  })

  it('spoils the sign-in part as well', async () => {
    await tenant.tokenOf(ada)
    await tenant.control({
      faults: [
        { match: { path: '/oauth2/v2.0/token', times: 'always' }, kind: 'status', status: 400, graphCode: 'invalid_client' }
      ]
    })
    await expect(signIn(tenant.application, ada)).rejects.toThrow('invalid_client')
    await tenant.control({ faults: [{ match: { path: '/oauth2/v2.0/token' }, kind: 'truncated-json' }] })
    await expect(signIn(tenant.application, ada)).rejects.toThrow()
    await tenant.control({ faults: [] })
    expect((await signIn(tenant.application, ada)).result.account?.username).toBe(ada)
  })
})
