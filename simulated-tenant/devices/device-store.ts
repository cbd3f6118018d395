import type { TenantDevice } from './device.ts'

/** All devices, in the order in which they were enrolled. */
export interface DeviceStore {
  count(): number
  get(id: string): TenantDevice | undefined
  remove(id: string): boolean
  /** In list order, from the first device whose index is greater than `after`. */
  from(after: number): Iterable<TenantDevice>
  /** Remembers that something was done to the device: from then on time changes it. */
  touch(device: TenantDevice): void
  /** Every device that was touched, those that are gone included. */
  touched(): Iterable<TenantDevice>
}

/** Holds `devices`, which must be in index order. */
export function createDeviceStore(devices: readonly TenantDevice[]): DeviceStore {
  const byIndex: (TenantDevice | undefined)[] = [...devices]
  const byId = new Map(devices.map((device) => [device.properties.id, device]))
  const touched = new Set<TenantDevice>()
  return {
    count: () => byId.size,
    get: (id) => byId.get(id.toLowerCase()),
    remove: (id) => {
      const device = byId.get(id.toLowerCase())
      if (device === undefined) return false
      byId.delete(device.properties.id)
      byIndex[device.index] = undefined
      return true
    },
    touch: (device) => { touched.add(device) },
    touched: () => touched,
    * from(after) {
      for (let index = after + 1; index < byIndex.length; index += 1) {
        const device = byIndex[index]
        if (device !== undefined) yield device
      }
    },
  }
}
