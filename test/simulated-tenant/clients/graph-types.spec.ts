import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { everyScope, tenantUnderTest, tom } from '../tenant-under-test.ts'
import type { TypedAnswer } from './check-answers.ts'
import { complaintsAbout } from './check-answers.ts'

const tenant = tenantUnderTest({ devices: 400, scopes: everyScope })
const devices = 'deviceManagement/managedDevices'

async function answerTo(name: string, type: string, path: string, options: Parameters<typeof tenant.graph>[1] = {}): Promise<TypedAnswer> {
  return { name, type, value: await (await tenant.graph(path, options)).json() }
}

describe('the answers of the practice tenant', () => {
  it('have the types that Microsoft publishes for v1.0 and beta', async () => {
    const { androidDedicated, iPhone, androidNoPolicy, mac, windowsPc, linuxPc, androidFullyManaged, iPad } = scenarioDeviceIds
    for (const id of [androidDedicated, iPhone, androidNoPolicy]) {
      await tenant.graph(`/v1.0/${devices}/${id}/resetPasscode`, { method: 'POST' })
    }
    const act = async (id: string, action: string, body?: unknown): Promise<void> => {
      const { status } = await tenant.graph(`/beta/${devices}/${id}/${action}`, { method: 'POST', body })
      expect(status, action).toBe(204)
    }
    await tenant.control({ settings: { goneMs: 600_000 } })
    await act(mac, 'remoteLock')
    await act(androidFullyManaged, 'wipe', {})
    for (const action of ['syncDevice', 'rebootNow', 'locateDevice']) await act(windowsPc, action)
    await act(windowsPc, 'setDeviceName', { deviceName: 'NEW-NAME' })
    await tenant.control({ advanceMs: 60_000 })
    await act(windowsPc, 'retire')
    await tenant.control({ settings: { approvalRequired: ['wipe'] } })
    const headers = { 'x-msft-approval-justification': Buffer.from('Stolen').toString('base64') }
    await tenant.graph(`/beta/${devices}/${iPad}/wipe`, { method: 'POST', headers })
    const answers = await Promise.all([
      answerTo('v1List', 'List<V1Device>', `/v1.0/${devices}?$top=399`),
      answerTo('betaList', 'List<BetaDevice>', `/beta/${devices}?$top=399`),
      answerTo('v1Done', 'V1Device', `/v1.0/${devices}/${androidDedicated}`),
      answerTo('v1WithoutPasscode', 'V1Device', `/v1.0/${devices}/${iPhone}`),
      answerTo('betaFailed', 'BetaDevice', `/beta/${devices}/${androidNoPolicy}`),
      answerTo('v1Overview', 'Wire & v1.ManagedDeviceOverview', '/v1.0/deviceManagement/managedDeviceOverview'),
      answerTo('betaOverview', 'Wire & beta.ManagedDeviceOverview', '/beta/deviceManagement/managedDeviceOverview'),
      answerTo('v1Permissions', 'List<v1.RolePermission>', '/v1.0/deviceManagement/getEffectivePermissions(scope=\'*\')'),
      answerTo('betaPermissions', 'List<beta.RolePermission>', '/beta/deviceManagement/getEffectivePermissions(scope=\'*\')'),
      answerTo('v1Me', 'Wire & v1.User', '/v1.0/me'),
      answerTo('betaMe', 'Wire & beta.User', '/beta/me'),
      answerTo('v1Locked', 'V1Device', `/v1.0/${devices}/${mac}`),
      answerTo('betaLocked', 'BetaDevice', `/beta/${devices}/${mac}`),
      answerTo('v1Located', 'V1Device', `/v1.0/${devices}/${windowsPc}`),
      answerTo('betaLocated', 'BetaDevice', `/beta/${devices}/${windowsPc}`),
      answerTo('betaWiped', 'BetaDevice', `/beta/${devices}/${androidFullyManaged}`),
      answerTo('remoteActions', 'List<RemoteAction>', '/beta/deviceManagement/remoteActionAudits'),
      answerTo('v1Events', 'List<v1.AuditEvent>', '/v1.0/deviceManagement/auditEvents'),
      answerTo('betaEvents', 'List<beta.AuditEvent>', '/beta/deviceManagement/auditEvents'),
      answerTo('approvals', 'List<ApprovalRequest>', '/beta/deviceManagement/operationApprovalRequests'),
      answerTo('notFound', 'GraphError', `/v1.0/${devices}/nobody`),
      answerTo('refused', 'GraphError', `/v1.0/${devices}/${linuxPc}/resetPasscode`, { method: 'POST' }),
      answerTo('forbidden', 'GraphError', `/beta/${devices}`, { as: tom }),
      answerTo('unknownToken', 'GraphError', '/v1.0/me', { token: 'nonsense' }),
    ])
    expect(answers.find(({ name }) => name === 'v1Done')?.value).toMatchObject({ deviceActionResults: [{ actionState: 'done' }] })
    expect(answers.find(({ name }) => name === 'v1List')?.value).toMatchObject({ value: { length: 399 } })
    for (const name of ['remoteActions', 'v1Events', 'betaEvents', 'approvals']) {
      expect(answers.find((answer) => answer.name === name)?.value, name).toHaveProperty('value.0')
    }
    // The last thing in this file: it keeps this process, and the tenant in it, busy for seconds.
    expect(complaintsAbout(answers)).toEqual([])
  }, 120_000)
})
