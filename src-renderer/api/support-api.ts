import { bridge, settle } from './bridge.ts'

export const makeSupportBundle = () => settle(() => bridge().support.make())
export const noteInSupportBundle = (bundleId: string, text: string) => settle(() => bridge().support.note({ bundleId, text }))
export const saveSupportBundle = (bundleId: string) => settle(() => bridge().support.save({ bundleId }))
export const copySupportBundle = (bundleId: string) => settle(() => bridge().support.copy({ bundleId }))
