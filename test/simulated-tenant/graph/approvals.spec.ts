import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds as ids } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { deviceActions } from '../device-actions.ts'
import { signIn } from '../../factories/practice-client.ts'
import type { GraphErrorBody } from '../tenant-under-test.ts'
import { ada, everyScope, jonas, priya, tenantUnderTest } from '../tenant-under-test.ts'

const day = 86_400_000
const tenant = tenantUnderTest({ scopes: everyScope, accessTokenSeconds: 30 * 86_400 })
const { post, stateOf, pass } = deviceActions(tenant)
const justified = { 'x-msft-approval-justification': Buffer.from('Stolen, ticket 4711').toString('base64') }
const withCode = (code: string): Record<string, string> => ({ 'x-msft-approval-code': code })
const demand = async (...approvalRequired: ('wipe' | 'retire' | 'delete' | 'resetPasscode' | 'remoteLock')[]): Promise<unknown> =>
  tenant.control({ settings: { approvalRequired } })
const codeOf = async (response: Response): Promise<string> => (await response.json() as GraphErrorBody).error.code

/** Asks for a wipe, and answers the approval code. */
async function ask(id: string = ids.iPhone): Promise<string> {
  const response = await post(id, 'wipe', undefined, justified)
  expect(response.status).toBe(403)
  return response.headers.get('x-msft-approval-code') ?? ''
}
async function requests(filter = ''): Promise<Record<string, unknown>[]> {
  const response = await tenant.graph(`/beta/deviceManagement/operationApprovalRequests${filter}`)
  return (await response.json() as { value: Record<string, unknown>[] }).value
}

describe('Multi Admin Approval', () => {
  it('is off until it is switched on, and then only for what it is switched on for', async () => {
    expect((await post(ids.iPhone, 'wipe')).status).toBe(204)
    await demand('wipe')
    expect((await post(ids.mac, 'retire')).status).toBe(204)
    expect((await post(ids.mac, 'wipe')).status).toBe(403)
  })

  it('wants a justification, in Base64', async () => {
    await demand('wipe')
    const bare = await post(ids.iPhone, 'wipe')
    expect(await bare.json()).toMatchObject({
      error: { code: 'ApprovalJustificationRequired', message: expect.stringContaining('x-msft-approval-justification') as string },
    })
    expect((await post(ids.iPhone, 'wipe', undefined, { 'x-msft-approval-justification': 'Stolen, plain' })).status).toBe(400)
    expect(await requests()).toEqual([])
  })

  it('answers a justified request with a code, under which it can be looked up', async () => {
    await demand('wipe')
    const response = await post(ids.iPhone, 'wipe', undefined, justified)
    const code = response.headers.get('x-msft-approval-code') ?? ''
    expect(code).toMatch(/^[0-9a-f-]{36}$/)
    expect(await response.json()).toMatchObject({ error: {
      code: 'ApprovalRequired',
      message: `Approval Required. Request Approval using the request ID returned as part of the x-msft-approval-code response header. x-msft-approval-code: ${code}`,
    } })
    expect(await stateOf(ids.iPhone, 'wipe')).toBe('none')
    const found = await requests(`?$filter=requestId eq '${code}'`)
    expect(found).toMatchObject([{
      id: code, status: 'needsApproval', requestJustification: 'Stolen, ticket 4711', approver: null,
      requiredOperationApprovalPolicyTypes: ['deviceWipe'], requestor: { user: { displayName: 'Ada Okafor' } },
    }])
    const [request] = found
    expect(Date.parse(String(request?.['expirationDateTime'])) - Date.parse(String(request?.['requestDateTime']))).toBe(3 * day)
    expect(await requests('?$filter=requestId eq \'00000000-0000-0000-0000-000000000000\'')).toEqual([])
  })

  it('lets the same request through once, after somebody else has approved it', async () => {
    await demand('wipe')
    const code = await ask()
    await tenant.control({ approvals: { decision: 'approve' } })
    expect(await requests()).toMatchObject([{ status: 'approved', approver: { user: { displayName: 'Practice approver' } } }])
    expect((await post(ids.iPhone, 'wipe', undefined, withCode(code))).status).toBe(204)
    expect(await stateOf(ids.iPhone, 'wipe')).toBe('pending')
    expect(await requests()).toMatchObject([{ status: 'completed' }])
    const again = await post(ids.iPhone, 'wipe', undefined, withCode(code))
    expect([again.status, await codeOf(again)]).toEqual([403, 'ApprovalUsed'])
  })

  it.each([['reject', 'ApprovalRejected'], ['cancel', 'ApprovalCancelled']] as const)('refuses after %s with %s', async (decision, expected) => {
    await demand('wipe')
    const code = await ask()
    await tenant.control({ approvals: { code, decision } })
    const response = await post(ids.iPhone, 'wipe', undefined, withCode(code))
    expect([response.status, await codeOf(response)]).toEqual([403, expected])
    expect(await stateOf(ids.iPhone, 'wipe')).toBe('none')
  })

  it('refuses before a decision, after three days, and for a code that nobody was given', async () => {
    await demand('wipe')
    const code = await ask()
    expect(await codeOf(await post(ids.iPhone, 'wipe', undefined, withCode(code)))).toBe('ApprovalPending')
    await tenant.control({ approvals: { decision: 'approve' } })
    await pass(3 * day)
    expect(await codeOf(await post(ids.iPhone, 'wipe', undefined, withCode(code)))).toBe('ApprovalExpired')
    expect(await requests()).toMatchObject([{ status: 'expired' }])
    const invented = withCode('00000000-0000-4000-8000-000000000000')
    expect(await codeOf(await post(ids.iPhone, 'wipe', undefined, invented))).toBe('ApprovalNotFound')
  })

  it('holds for one person, one action, one device and one body', async () => {
    await demand('wipe', 'retire')
    const code = await ask()
    await tenant.control({ approvals: { decision: 'approve' } })
    const path = `/beta/deviceManagement/managedDevices/${ids.iPhone}/wipe`
    const others = [
      await tenant.graph(path, { method: 'POST', as: jonas, headers: withCode(code) }),
      await post(ids.mac, 'wipe', undefined, withCode(code)),
      await post(ids.iPhone, 'retire', undefined, withCode(code)),
      await post(ids.iPhone, 'wipe', { keepUserData: true }, withCode(code)),
    ]
    for (const response of others) expect([response.status, await codeOf(response)]).toEqual([403, 'ApprovalMismatch'])
    expect((await post(ids.iPhone, 'wipe', {}, withCode(code))).status).toBe(204)
  })

  it('takes no second request for a device while one waits', async () => {
    await demand('wipe', 'retire')
    await ask()
    const second = await post(ids.iPhone, 'retire', undefined, justified)
    expect([second.status, await codeOf(second)]).toEqual([403, 'ApprovalRequestPending'])
    await tenant.control({ approvals: { decision: 'reject' } })
    await ask()
  })

  it('covers deleting, resets and locks when it is told to', async () => {
    await demand('delete', 'resetPasscode', 'remoteLock')
    const path = `/v1.0/deviceManagement/managedDevices/${ids.mac}`
    const codes = [
      await codeOf(await tenant.graph(path, { method: 'DELETE', as: priya, headers: justified })),
      await codeOf(await post(ids.iPhone, 'resetPasscode', undefined, justified)),
      await codeOf(await post(ids.iPad, 'remoteLock', undefined, justified)),
    ]
    expect(codes).toEqual(['ApprovalRequired', 'ApprovalRequired', 'ApprovalRequired'])
    expect((await requests()).map((request) => request['requiredOperationApprovalPolicyTypes'])).toEqual(
      [['deviceLock'], ['deviceResetPasscode'], ['deviceDelete']]
    )
  })

  it('comes after everything else that stands in the way', async () => {
    await demand('wipe')
    expect((await post(ids.linuxPc, 'wipe', undefined, justified)).status).toBe(400)
    await tenant.control({ person: { upn: ada, permissions: [] } })
    expect(await codeOf(await post(ids.iPhone, 'wipe', undefined, justified))).toBe('Forbidden')
  })

  it('shows its requests to tokens with a scope for it, in beta only', async () => {
    const path = 'deviceManagement/operationApprovalRequests'
    expect((await tenant.graph(`/v1.0/${path}`)).status).toBe(400)
    const { result } = await signIn(tenant.application, ada, { scopes: ['DeviceManagementManagedDevices.Read.All'] })
    expect((await tenant.graph(`/beta/${path}`, { token: result.accessToken })).status).toBe(403)
  })

  it('has nothing to decide when nothing waits', async () => {
    await expect(tenant.control({ approvals: { decision: 'approve' } })).rejects.toThrow('There is no request that waits')
  })

  it('is seen in the journal, without its text', async () => {
    await demand('wipe')
    const code = await ask()
    await post(ids.iPhone, 'wipe', undefined, withCode(code))
    await post(ids.iPhone, 'syncDevice')
    const entries = (await tenant.journal()).filter(({ action }) => action !== null)
    expect(entries.map(({ action, approval }) => [action, approval])).toEqual([['wipe', 'justification'], ['wipe', 'code'], ['syncDevice', null]])
    const text = JSON.stringify(entries)
    for (const secret of ['Stolen', justified['x-msft-approval-justification']]) expect(text).not.toContain(secret)
  })
})
