import type { DeviceExportProgress, DeviceExportRequest } from '../../src-shared/device-export.ts'
import type { DeviceFilter } from '../../src-shared/device-filter.ts'
import type { DirectoryQuery, DirectoryStatus } from '../../src-shared/device.ts'
import { bridge, settle } from './bridge.ts'

// Copied member by member: a reactive object cannot cross the bridge.
export const filterCopy = ({ platforms, ownerships, compliance, checkIn, encryption, inFlight }: DeviceFilter): DeviceFilter => ({
  platforms: [...platforms], ownerships: [...ownerships], compliance: [...compliance], checkIn: [...checkIn], encryption: [...encryption], inFlight,
})

/** The rows that match a question, and how many they are in all. */
export const queryDirectory = ({ text, sort, window, filter, counts }: DirectoryQuery) =>
  settle(() => bridge().directory.query({
    text,
    sort: { key: sort.key, direction: sort.direction },
    window: { offset: window.offset, limit: window.limit },
    ...(filter === undefined ? {} : { filter: filterCopy(filter) }),
    ...(counts === undefined ? {} : { counts }),
  }))
// As above.
const requestCopy = ({ choice, columns }: DeviceExportRequest): DeviceExportRequest => ({
  columns: [...columns],
  choice: choice.kind === 'ticked' ? { kind: 'ticked', ids: [...choice.ids] } : {
    kind: 'found', except: [...choice.except],
    question: {
      text: choice.question.text,
      sort: { key: choice.question.sort.key, direction: choice.question.sort.direction },
      ...(choice.question.filter === undefined ? {} : { filter: filterCopy(choice.question.filter) }),
    },
  },
})
/** Asks for a file, and writes the chosen devices into it. */
export const exportDevices = (request: DeviceExportRequest) => settle(() => bridge().directory.export(requestCopy(request)))
export const cancelDeviceExport = (exportId: string) => settle(() => bridge().directory.cancelExport({ exportId }))
export const onDeviceExportChanged = (listener: (progress: DeviceExportProgress) => void) => bridge().directory.onExportChanged(listener)
/** Puts the chosen devices on the clipboard. */
export const copyDevices = (request: DeviceExportRequest) => settle(() => bridge().directory.copy(requestCopy(request)))
/** Which serial numbers, IMEIs and user principal names of the list stand in a text. */
export const findInText = (text: string) => settle(() => bridge().directory.findInText({ text }))
export const readDirectoryStatus = () => settle(() => bridge().directory.status())
export const refreshDirectory = () => settle(() => bridge().directory.refresh())
export const onDirectoryChanged = (listener: (status: DirectoryStatus) => void) => bridge().directory.onChanged(listener)

/** Reads one device again, by its id. */
export const openDevice = (deviceId: string) => settle(() => bridge().device.open({ deviceId }))
