import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { tenantUnderTest, tom } from '../tenant-under-test.ts'
import type { TypedAnswer } from './check-answers.ts'
import { complaintsAbout } from './check-answers.ts'

const tenant = tenantUnderTest({ devices: 400 })
const devices = 'deviceManagement/managedDevices'

/** Microsoft's types, with what belongs to the wire and not to the model, and with what v1.0's package does not have yet. */
const declarations = `
interface Wire { '@odata.context'?: string }
interface ListWire extends Wire { '@odata.count'?: number, '@odata.nextLink'?: string }
interface List<T> extends ListWire { value: T[] }
type Result<Reset, Lock, Locate, Plain> =
  | Reset & { '@odata.type': '#microsoft.graph.resetPasscodeActionResult' }
  | Lock & { '@odata.type': '#microsoft.graph.remoteLockActionResult' }
  | Locate & { '@odata.type': '#microsoft.graph.locateDeviceActionResult' }
  | Plain & { '@odata.type'?: '#microsoft.graph.deviceActionResult' }
type V1Result = Result<v1.ResetPasscodeActionResult, v1.RemoteLockActionResult, v1.LocateDeviceActionResult, v1.DeviceActionResult>
type BetaResult = Result<beta.ResetPasscodeActionResult, beta.RemoteLockActionResult, beta.LocateDeviceActionResult, beta.DeviceActionResult>
type V1Device = Wire & Omit<v1.ManagedDevice, 'deviceActionResults'> & { managementState?: beta.ManagementState, deviceActionResults?: V1Result[] }
type BetaDevice = Wire & Omit<beta.ManagedDevice, 'deviceActionResults'> & { deviceActionResults?: BetaResult[] }
interface GraphError { error: Required<Pick<v1.PublicError, 'code' | 'message'>> & { innerError: Record<'date' | 'request-id' | 'client-request-id', string> } }
`

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
    expect(complaintsAbout(declarations, answers)).toEqual([])
  })

  it('are really held against those types', () => {
    const complaints = complaintsAbout(declarations, [
      { name: 'unknownProperty', type: 'V1Device', value: { deviceType: 'iPhone' } },
      { name: 'unknownMember', type: 'BetaDevice', value: { complianceState: 'nonCompliant' } },
      { name: 'wrongNull', type: 'Wire & v1.ManagedDeviceOverview', value: { enrolledDeviceCount: null } },
      { name: 'fine', type: 'V1Device', value: { deviceName: null, complianceState: 'noncompliant' } },
    ])
    expect(complaints).toEqual([
      expect.stringContaining('deviceType'), expect.stringContaining('ComplianceState'), expect.stringContaining('null'),
    ])
  })
})
