import type { TenantUnderTest } from './tenant-under-test.ts'

/** One entry of deviceActionResults, whatever its type. */
export interface ActionResult extends Record<string, unknown> {
  readonly actionName: string
  readonly actionState: string
}

export interface DeviceView extends Record<string, unknown> {
  readonly deviceName: string
  readonly managementState: string
  readonly lastSyncDateTime: string
  readonly deviceActionResults: readonly ActionResult[]
}

/** What a spec does to devices, over HTTP. */
export interface DeviceActions {
  post(id: string, action: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** The device as beta shows it; null when it is not there. */
  read(id: string): Promise<DeviceView | null>
  /** "done", say; "none" when there is no such result. */
  stateOf(id: string, action: string): Promise<string>
  resultOf(id: string, action: string): Promise<ActionResult | undefined>
  /** Moves the tenant's clock. */
  pass(ms: number): Promise<void>
}

/** Makes those helpers for a tenant. */
export function deviceActions(tenant: TenantUnderTest): DeviceActions {
  const read = async (id: string): Promise<DeviceView | null> => {
    const response = await tenant.graph(`/beta/deviceManagement/managedDevices/${id}`)
    return response.status === 404 ? null : await response.json() as DeviceView
  }
  const resultOf = async (id: string, action: string): Promise<ActionResult | undefined> =>
    (await read(id))?.deviceActionResults.find(({ actionName }) => actionName === action)
  return {
    post: async (id, action, body, headers = {}) => tenant.graph(
      `/beta/deviceManagement/managedDevices/${id}/${action}`, { method: 'POST', body, headers }
    ),
    read, resultOf,
    stateOf: async (id, action) => (await resultOf(id, action))?.actionState ?? 'none',
    pass: async (ms) => { await tenant.control({ advanceMs: ms }) },
  }
}
