import type { DirectoryQuery, DirectoryStatus } from '../../src-shared/device.ts'
import { bridge, settle } from './bridge.ts'

/** Copied member by member: a reactive object cannot cross the bridge. */
export const queryDirectory = ({ text, sort, window }: DirectoryQuery) =>
  settle(() => bridge().directory.query({
    text,
    sort: { key: sort.key, direction: sort.direction },
    window: { offset: window.offset, limit: window.limit },
  }))
/** Which serial numbers, IMEIs and user principal names of the list stand in a text. */
export const findInText = (text: string) => settle(() => bridge().directory.findInText({ text }))
export const readDirectoryStatus = () => settle(() => bridge().directory.status())
export const refreshDirectory = () => settle(() => bridge().directory.refresh())
export const onDirectoryChanged = (listener: (status: DirectoryStatus) => void) => bridge().directory.onChanged(listener)

/** Reads one device again, by its id. */
export const openDevice = (deviceId: string) => settle(() => bridge().device.open({ deviceId }))
