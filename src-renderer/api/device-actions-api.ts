import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import { bridge, settle } from './bridge.ts'

export const listDeviceActions = () => settle(() => bridge().deviceActions.list())
export const revealSecret = (attemptId: string) => settle(() => bridge().deviceActions.revealSecret({ attemptId }))
export const copySecret = (attemptId: string) => settle(() => bridge().deviceActions.copySecret({ attemptId }))
export const readLocation = (attemptId: string) => settle(() => bridge().deviceActions.readLocation({ attemptId }))
export const onDeviceActionChanged = (listener: (record: DeviceActionRecord) => void) => bridge().deviceActions.onChanged(listener)
