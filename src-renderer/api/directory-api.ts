import type { DeviceFilter } from '../../src-shared/device-filter.ts'
import type { DirectoryQuery, DirectoryStatus } from '../../src-shared/device.ts'
import { bridge, settle } from './bridge.ts'

// Copied member by member: a reactive object cannot cross the bridge.
const copyOf = ({ platforms, ownerships, compliance, checkIn, encryption, inFlight }: DeviceFilter): DeviceFilter => ({
  platforms: [...platforms], ownerships: [...ownerships], compliance: [...compliance], checkIn: [...checkIn], encryption: [...encryption], inFlight,
})

/** The rows that match a question, and how many they are in all. */
export const queryDirectory = ({ text, sort, window, filter, counts }: DirectoryQuery) =>
  settle(() => bridge().directory.query({
    text,
    sort: { key: sort.key, direction: sort.direction },
    window: { offset: window.offset, limit: window.limit },
    ...(filter === undefined ? {} : { filter: copyOf(filter) }),
    ...(counts === undefined ? {} : { counts }),
  }))
/** Which serial numbers, IMEIs and user principal names of the list stand in a text. */
export const findInText = (text: string) => settle(() => bridge().directory.findInText({ text }))
export const readDirectoryStatus = () => settle(() => bridge().directory.status())
export const refreshDirectory = () => settle(() => bridge().directory.refresh())
export const onDirectoryChanged = (listener: (status: DirectoryStatus) => void) => bridge().directory.onChanged(listener)

/** Reads one device again, by its id. */
export const openDevice = (deviceId: string) => settle(() => bridge().device.open({ deviceId }))
