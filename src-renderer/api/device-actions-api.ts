import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import { bridge, settle } from './bridge.ts'

export const listDeviceActions = () => settle(() => bridge().deviceActions.list())
export const revealPasscode = (attemptId: string) => settle(() => bridge().deviceActions.revealPasscode({ attemptId }))
export const copyPasscode = (attemptId: string) => settle(() => bridge().deviceActions.copyPasscode({ attemptId }))
export const onDeviceActionChanged = (listener: (record: DeviceActionRecord) => void) => bridge().deviceActions.onChanged(listener)
