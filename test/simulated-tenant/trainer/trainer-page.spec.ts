import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { everyScope, tenantUnderTest } from '../tenant-under-test.ts'
import { trainerForms } from './trainer-forms.ts'

const tenant = tenantUnderTest({ devices: 120, scopes: everyScope })
const { iPhone, mac } = scenarioDeviceIds
const { see, htmlOf, press } = trainerForms(tenant)
const devicePage = (id: string): string => `/practice/devices/${id}`

/** What a device's page says under each name. */
const factsOf = (html: string): Record<string, string> => Object.fromEntries(
  [...html.matchAll(/<dt>([^<]+)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name = '', value = '']) => [name, value.replaceAll(/<[^>]+>/g, '')]))
const offset = async (): Promise<unknown> => (await tenant.control({}))['offsetMs']

describe('the trainer\'s page', () => {
  it.each([['ten-minutes', 600_000], ['eight-hours', 28_800_000], ['seven-days', 604_800_000]])('moves the clock: %s', async (button, ms) => {
    const response = await press(button)
    expect([response.status, response.headers.get('location')]).toEqual([303, `/practice/?done=${button}`])
    expect(await offset()).toBe(ms)
  })

  it('lets a device go offline and come back, and shows what becomes of its actions', async () => {
    expect((await press('go-offline', { device: iPhone })).headers.get('location')).toBe(`${devicePage(iPhone)}?done=go-offline`)
    await tenant.graph(`/v1.0/deviceManagement/managedDevices/${iPhone}/resetPasscode`, { method: 'POST' })
    await press('ten-minutes', { device: iPhone })
    const away = await htmlOf(devicePage(iPhone))
    expect(away).toContain('Offline')
    expect(away).toMatch(/<bdi>resetPasscode<\/bdi><\/th><td><bdi>pending<\/bdi>/)
    await press('come-online', { device: iPhone })
    await press('ten-minutes', { device: iPhone })
    expect(await htmlOf(devicePage(iPhone))).toMatch(/<bdi>resetPasscode<\/bdi><\/th><td><bdi>done<\/bdi>/)
  })

  it('lets a device that is switched off check in once, and stay away', async () => {
    const { iPhoneOffline } = scenarioDeviceIds
    await tenant.graph(`/v1.0/deviceManagement/managedDevices/${iPhoneOffline}/resetPasscode`, { method: 'POST' })
    await press('check-in', { device: iPhoneOffline })
    await press('ten-minutes', { device: iPhoneOffline })
    const html = await htmlOf(devicePage(iPhoneOffline))
    expect(html).toMatch(/<bdi>resetPasscode<\/bdi><\/th><td><bdi>done<\/bdi>/)
    expect(factsOf(html)['Connection']).toBe('Offline, until it is brought back')
  })

  it.each([
    ['next-fails', 'Will fail', 'failed'], ['next-not-supported', 'Will be not supported', 'notSupported'], ['next-as-usual', 'Ends as usual', 'done'],
  ])('decides how the next action ends (%s), shows it, and goes back to the usual with it', async (button, fact, end) => {
    await press('next-fails', { device: iPhone })
    await press(button, { device: iPhone })
    const before = await htmlOf(devicePage(iPhone))
    expect(factsOf(before)['Next action']).toBe(fact)
    expect(before).not.toContain(`value="${button}"`)
    await tenant.graph(`/v1.0/deviceManagement/managedDevices/${iPhone}/resetPasscode`, { method: 'POST' })
    await press('ten-minutes', { device: iPhone })
    const after = await htmlOf(devicePage(iPhone))
    expect(after).toContain(`<bdi>resetPasscode</bdi></th><td><bdi>${end}</bdi>`)
    expect(factsOf(after)['Next action']).toBe('Ends as usual')
  })

  it('says of a device what the console says of it, and its management state', async () => {
    const before = await htmlOf(devicePage(iPhone))
    expect(before).toContain('<h1><bdi>Rehearsal iPhone</bdi></h1>')
    expect(factsOf(before)).toMatchObject({
      'Serial number': 'PRACT00001', 'User': 'Nora Halvorsen', 'Account': 'nora.halvorsen@practice.example', 'Management state': 'managed', 'Id': iPhone,
    })
    await tenant.graph(`/v1.0/deviceManagement/managedDevices/${iPhone}/wipe`, { method: 'POST', body: {} })
    expect(factsOf(await htmlOf(devicePage(iPhone)))['Management state']).toBe('wipePending')
  })

  it('lists the devices to rehearse with, and finds others by name, serial number, user and id', async () => {
    const rows = (html: string): string[] => [...html.matchAll(/href="\/practice\/devices\/([^"]+)"/g)].map(([, id = '']) => id)
    expect(rows(await htmlOf('/practice/'))).toEqual(Object.values(scenarioDeviceIds))
    for (const query of ['rehearsal macbook', 'PRACT0000C', mac]) {
      expect(rows(await htmlOf(`/practice/?q=${encodeURIComponent(query)}`)), query).toEqual([mac])
    }
    expect(rows(await htmlOf('/practice/?q=nora.halvorsen')).length).toBeGreaterThan(3)
    expect(await htmlOf('/practice/?q=zzz-nothing')).toContain('0 of 120 devices match')
    expect(rows(await htmlOf('/practice/?q=-'))).toHaveLength(50)
  })

  it('says what it was told in the search, and the names of devices, as text', async () => {
    const nasty = '"><script>alert(1)</script>'
    await tenant.control({ device: { id: mac, patch: { deviceName: nasty, userDisplayName: null } } })
    for (const path of [`/practice/?q=${encodeURIComponent(nasty)}`, devicePage(mac)]) {
      const html = await htmlOf(path)
      expect(html).toContain('&quot;&gt;&lt;script&gt;')
      expect(html).not.toContain('<script')
    }
  })

  it('runs no script, is framed by nobody, and sends its forms to nobody else', async () => {
    const { headers } = await see('/practice/')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual(expect.arrayContaining(['default-src \'none\'', 'form-action \'self\'', 'frame-ancestors \'none\'', 'base-uri \'none\'']))
    expect(policy).not.toContain('script')
    // With no-referrer the browser would hide where the form comes from.
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('never shows a passcode', async () => {
    const { androidDedicated } = scenarioDeviceIds
    await tenant.graph(`/v1.0/deviceManagement/managedDevices/${androidDedicated}/resetPasscode`, { method: 'POST' })
    await tenant.control({ advanceMs: 60_000 })
    const device = await (await tenant.graph(`/v1.0/deviceManagement/managedDevices/${androidDedicated}`)).json() as { deviceActionResults: { passcode: string }[] }
    const passcode = device.deviceActionResults[0]?.passcode ?? ''
    expect(passcode).toHaveLength(10)
    expect(await htmlOf(devicePage(androidDedicated))).not.toContain(passcode)
  })

  it.each([
    ['from another site', { headers: { 'origin': 'http://elsewhere.example', 'sec-fetch-site': 'cross-site' } }, 403],
    ['from another port of this PC', { headers: { 'origin': 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' } }, 403],
    ['from a page that hides its origin', { headers: { 'origin': 'null', 'sec-fetch-site': undefined } }, 403],
    ['from another site, by a browser that only tells the site', { headers: { 'origin': undefined, 'sec-fetch-site': 'cross-site' } }, 403],
    ['from nobody in particular', { headers: { 'origin': undefined, 'sec-fetch-site': undefined } }, 403],
    ['without the token of the page', { fields: { token: '' } }, 403],
    ['with the token of another page', { fields: { token: 'A'.repeat(43) } }, 403],
    ['as JSON', { headers: { 'content-type': 'application/json' } }, 415],
    ['for a button that is not there', { fields: { do: 'reset-everything' } }, 400],
    ['for a device that is not there', { device: 'nobody' }, 404],
  ])('refuses what comes %s, and does nothing', async (_how, difference, status) => {
    const response = await press('ten-minutes', difference)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain('href="/practice/"')
    expect(await offset()).toBe(0)
  })

  it('does what a browser sends that tells only one of origin and site', async () => {
    expect((await press('ten-minutes', { headers: { 'sec-fetch-site': undefined } })).status).toBe(303)
    expect((await press('ten-minutes', { headers: { origin: undefined } })).status).toBe(303)
    expect(await offset()).toBe(1_200_000)
  })

  it('says so when a device is gone, and answers nothing but what it has', async () => {
    await tenant.control({ removeDevice: mac })
    expect((await see(devicePage(mac))).status).toBe(404)
    expect((await press('go-offline', { device: mac })).status).toBe(404)
    expect((await see(devicePage('%zz'))).status).toBe(404)
    expect((await see('/practice/', { method: 'DELETE' })).status).toBe(405)
    expect((await see('/practice/page')).status).toBe(405)
  })

  it('stays out of the journal', async () => {
    await press('ten-minutes')
    expect(await tenant.journal()).toEqual([])
  })
})
