import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { deviceActions } from '../device-actions.ts'
import { everyScope, tenantUnderTest } from '../tenant-under-test.ts'
import { trainerForms } from './trainer-forms.ts'

const tenant = tenantUnderTest({ devices: 60, scopes: everyScope, accessTokenSeconds: 30 * 86_400 })
const { post } = deviceActions(tenant)
const { press, htmlOf } = trainerForms(tenant)
const { iPhone, mac } = scenarioDeviceIds

/** Asks for a wipe that needs an approval, and answers its code. */
async function askFor(id: string, justification = 'Stolen, ticket 4711'): Promise<string> {
  await tenant.control({ settings: { approvalRequired: ['wipe'] } })
  const response = await post(id, 'wipe', undefined, { 'x-msft-approval-justification': Buffer.from(justification).toString('base64') })
  return response.headers.get('x-msft-approval-code') ?? ''
}
const wipeWith = async (id: string, code: string): Promise<number> =>
  (await post(id, 'wipe', undefined, { 'x-msft-approval-code': code })).status
const codesIn = (html: string): string[] => [...html.matchAll(/name="code" value="([^"]+)"/g)].map(([, code = '']) => code)

describe('approvals on the trainer\'s page', () => {
  it('are told to be off, or for which actions they are needed', async () => {
    expect(await htmlOf('/practice/')).toContain('No action needs an approval. Nothing waits.')
    await askFor(iPhone)
    expect(await htmlOf('/practice/')).toContain('These actions need an approval: wipe. 1 waiting.')
  })

  it('are given on the page of the device, and let exactly that request through', async () => {
    const code = await askFor(iPhone)
    const path = `/practice/devices/${iPhone}`
    const waiting = await htmlOf(path)
    for (const text of ['Ada Okafor', 'Stolen, ticket 4711', '<bdi>needsApproval</bdi>', 'aria-label="Approve wipe of Rehearsal iPhone, for Ada Okafor"']) {
      expect(waiting).toContain(text)
    }
    const response = await press('approve', { device: iPhone, fields: { code } })
    expect([response.status, response.headers.get('location')]).toEqual([303, `${path}?done=approve`])
    const approved = await htmlOf(path)
    expect(approved).toContain('<bdi>approved</bdi>')
    expect(codesIn(approved)).toEqual([])
    expect(await wipeWith(iPhone, code)).toBe(204)
    expect(await htmlOf(path)).toContain('<bdi>completed</bdi>')
  })

  it('are refused on the overview, and that page comes back with what was looked for', async () => {
    const code = await askFor(iPhone)
    const response = await press('reject', { fields: { code, q: 'scanner' } })
    expect(response.headers.get('location')).toBe('/practice/?q=scanner&done=reject')
    expect(await wipeWith(iPhone, code)).toBe(403)
    expect(codesIn(await htmlOf('/practice/'))).toEqual([])
    expect(await htmlOf(`/practice/devices/${iPhone}`)).toContain('<bdi>rejected</bdi>')
  })

  it('are decided one by one: the button is for its row, and a device shows its own only', async () => {
    const [first, second] = [await askFor(iPhone), await askFor(mac)]
    expect(codesIn(await htmlOf('/practice/'))).toEqual([second, first])
    expect(codesIn(await htmlOf(`/practice/devices/${mac}`))).toEqual([second])
    await press('approve', { fields: { code: first } })
    expect(codesIn(await htmlOf('/practice/'))).toEqual([second])
    expect(await wipeWith(mac, second)).toBe(403)
  })

  it('are not decided from a page that is out of date', async () => {
    const code = await askFor(iPhone)
    await press('reject', { fields: { code } })
    const late = await press('approve', { fields: { code } })
    expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('waits no longer') as string])
    const expired = await askFor(mac)
    await press('seven-days')
    expect((await press('approve', { fields: { code: expired } })).status).toBe(409)
    expect((await press('approve', { fields: { code: 'nonsense' } })).status).toBe(409)
    expect((await press('approve')).status).toBe(400)
    expect(await wipeWith(iPhone, code)).toBe(403)
  })

  it('stay on the overview, without a link, when the device is gone', async () => {
    const code = await askFor(mac)
    await tenant.control({ removeDevice: mac })
    const html = await htmlOf('/practice/')
    expect(codesIn(html)).toEqual([code])
    expect(html).not.toContain(`href="/practice/devices/${mac}"`)
  })

  it('show a justification as text', async () => {
    await askFor(iPhone, '"><script>alert(1)</script>')
    for (const path of ['/practice/', `/practice/devices/${iPhone}`]) {
      const html = await htmlOf(path)
      expect(html).toContain('&quot;&gt;&lt;script&gt;')
      expect(html).not.toContain('<script')
    }
  })
})
