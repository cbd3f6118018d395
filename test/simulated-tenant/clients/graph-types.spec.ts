import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { tenantUnderTest, tom } from '../tenant-under-test.ts'
import type { TypedAnswer } from './check-answers.ts'
import { complaintsAbout } from './check-answers.ts'

const tenant = tenantUnderTest({ devices: 400 })
const devices = 'deviceManagement/managedDevices'

async function answerTo(name: string, type: string, path: string, options: Parameters<typeof tenant.graph>[1] = {}): Promise<TypedAnswer> {
  return { name, type, value: await (await tenant.graph(path, options)).json() }
}

describe('the answers of the practice tenant', () => {
  it('have the types that Microsoft publishes for v1.0 and beta', async () => {
    const { androidDedicated, iPhone, androidNoPolicy, mac } = scenarioDeviceIds
    for (const id of [androidDedicated, iPhone, androidNoPolicy]) {
      await tenant.graph(`/v1.0/${devices}/${id}/resetPasscode`, { method: 'POST' })
    }
    await tenant.control({ advanceMs: 60_000 })
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
      answerTo('notFound', 'GraphError', `/v1.0/${devices}/nobody`),
      answerTo('refused', 'GraphError', `/v1.0/${devices}/${mac}/resetPasscode`, { method: 'POST' }),
      answerTo('forbidden', 'GraphError', `/beta/${devices}`, { as: tom }),
      answerTo('unknownToken', 'GraphError', '/v1.0/me', { token: 'nonsense' }),
    ])
    expect(answers.find(({ name }) => name === 'v1Done')?.value).toMatchObject({ deviceActionResults: [{ actionState: 'done' }] })
    expect(answers.find(({ name }) => name === 'v1List')?.value).toMatchObject({ value: { length: 399 } })
    // The last thing in this file: it keeps this process, and the tenant in it, busy for seconds.
    expect(complaintsAbout(answers)).toEqual([])
  })
})
