import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { signIn } from '../../factories/practice-client.ts'
import { ada, tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest()
const post = async (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }): Promise<Response> =>
  fetch(tenant.address.controlUrl, { method: 'POST', headers, body })

describe('the journal', () => {
  it('has every request of both parts, in order, with who and what', async () => {
    const person = tenant.address.people.find(({ upn }) => upn === ada)
    const { result } = await signIn(tenant.application, ada, {}, { password: 'Practice-Ada-1' })
    const path = `/v1.0/deviceManagement/managedDevices/${scenarioDeviceIds.iPhone}/resetPasscode`
    await tenant.graph(path, { token: result.accessToken, method: 'POST', headers: { 'client-request-id': 'mine' } })
    await tenant.graph('/v1.0/me', { token: 'nonsense' })
    const entries = await tenant.journal()
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, place) => (entries[0]?.seq ?? 0) + place))
    expect(entries.filter(({ part }) => part === 'entra').map(({ path: below }) => below.replace(`/${tenant.address.tenantId}`, '').replace(/\/[\w-]{30,}$/, '/…'))).toEqual([
      '/oauth2/v2.0/authorize', '/sign-in/…', '/sign-in/…', '/oauth2/v2.0/authorize/…', '/oauth2/v2.0/token',
    ])
    expect(entries.at(-2)).toMatchObject({
      part: 'graph', method: 'POST', path, status: 204, answer: 'sent', oid: person?.oid, clientRequestId: 'mine',
      deviceId: scenarioDeviceIds.iPhone,
      action: 'resetPasscode', effect: { accepted: true }, fault: null,
    })
    expect(entries.at(-2)?.scp).toContain('PrivilegedOperations')
    expect(entries.at(-1)).toMatchObject({ status: 401, oid: null, scp: null, graphCode: 'InvalidAuthenticationToken' })
    expect(entries.find(({ path: below }) => below.endsWith('/token'))?.oid).toBe(person?.oid)
  })

  it('keeps no password, token or code', async () => {
    const { result, fields } = await signIn(tenant.application, ada, {}, { password: 'Practice-Ada-1' })
    await fetch(`${tenant.address.authority}/oauth2/v2.0/logout?id_token_hint=${result.idToken}`)
    const text = JSON.stringify(await tenant.journal())
    for (const secret of ['Practice-Ada-1', result.accessToken, result.idToken, fields['code'] ?? 'no code']) {
      expect(text).not.toContain(secret)
    }
    expect(text).toContain('id_token_hint=***')
  })

  it('has what was sent to change a device, and the PIN of a Mac struck out', async () => {
    const path = `/beta/deviceManagement/managedDevices/${scenarioDeviceIds.mac}`
    await tenant.graph(`${path}/wipe`, { method: 'POST', body: { keepUserData: true, macOsUnlockCode: '908172' } })
    await tenant.graph(`${path}/setDeviceName`, { method: 'POST', body: { deviceName: 'NEW-NAME' } })
    await tenant.graph(`${path}/remoteLock`, { method: 'POST' })
    await tenant.graph(path, { method: 'PATCH', body: { managedDeviceName: 'Front desk' } })
    await tenant.graph(path, { method: 'DELETE' })
    const entries = (await tenant.journal()).filter(({ deviceId }) => deviceId === scenarioDeviceIds.mac)
    expect(entries.map(({ action, body, effect }) => [action, body, effect?.accepted])).toEqual([
      ['wipe', { keepUserData: true, macOsUnlockCode: '***' }, true], ['setDeviceName', { deviceName: 'NEW-NAME' }, true],
      ['remoteLock', null, true], ['updateManagedDevice', { managedDeviceName: 'Front desk' }, false], ['delete', null, false],
    ])
    expect(JSON.stringify(entries)).not.toContain('908172')
  })

  it('can be emptied, and goes on counting', async () => {
    await tenant.graph('/v1.0/me')
    const last = (await tenant.journal()).at(-1)?.seq ?? 0
    await tenant.clearJournal()
    expect(await tenant.journal()).toEqual([])
    await tenant.graph('/v1.0/me')
    expect((await tenant.journal()).map(({ seq }) => seq)).toEqual([last + 1])
  })
})

describe('the control endpoint', () => {
  it.each([
    ['no JSON', '{', 'not understood'],
    ['an unknown member', '{"advance":5}', 'Unrecognized key'],
    ['a fault that does not exist', '{"faults":[{"match":{},"kind":"earthquake"}]}', 'kind'],
    ['a broken expression', '{"faults":[{"match":{"path":"/(/"},"kind":"reset"}]}', 'regular expression'],
    ['an unknown device', '{"device":{"id":"nobody","patch":{}}}', 'There is no device "nobody"'],
    [
      'a property that a device has not', `{"device":{"id":"${scenarioDeviceIds.iPhone}","patch":{"colour":"red"}}}`,
      '"colour" is not a property',
    ],
    ['another id', `{"device":{"id":"${scenarioDeviceIds.iPhone}","patch":{"id":"x"}}}`, '"id" is not a property'],
    ['an unknown person', '{"person":{"upn":"nobody@practice.example"}}', 'There is no person'],
    ['an unknown stand-in', '{"entra":{"signInAs":"nobody@practice.example"}}', 'There is no person'],
    ['a clock that is no number', '{"advanceMs":"soon"}', 'advanceMs'],
  ])('refuses %s with a sentence', async (_what, body, sentence) => {
    const response = await post(body)
    expect(response.status).toBe(400)
    expect((await response.json() as { error: string }).error).toContain(sentence)
  })

  it('cannot be reached from a page in a browser', async () => {
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('{}', { 'content-type': 'application/json', origin: 'http://elsewhere.example' })).status).toBe(403)
    const status = await new Promise<number | undefined>((resolve) => {
      request(
        tenant.address.controlUrl, { headers: { host: 'rebound.example' } }, (response) => resolve(response.resume().statusCode)
      ).end()
    })
    expect(status).toBe(421)
  })

  it('changes and removes devices, and a reset brings everything back', async () => {
    const path = `/beta/deviceManagement/managedDevices/${scenarioDeviceIds.mac}`
    const before = await (await tenant.graph(path)).text()
    await tenant.control({ device: { id: scenarioDeviceIds.mac, patch: { serialNumber: 'OTHER', userPrincipalName: null } } })
    expect(await (await tenant.graph(path)).json()).toMatchObject({ serialNumber: 'OTHER', userPrincipalName: null })
    await tenant.control({ removeDevice: scenarioDeviceIds.mac, advanceMs: 5000 })
    expect((await tenant.graph(path)).status).toBe(404)
    expect(await tenant.control({ reset: true })).toMatchObject({ offsetMs: 0, devices: 60, faults: [] })
    expect(await (await tenant.graph(path)).text()).toBe(before)
  })
})
