import type { SetupRequest, SetupRun } from '../../src-shared/setup.ts'
import { bridge, settle } from './bridge.ts'

/** Copied member by member: a reactive object cannot cross the bridge. */
export const checkSetup = ({ tenant, clientId, actionClientId, cloud, tenantName }: SetupRequest) =>
  settle(() => bridge().setup.check({ tenant, clientId, actionClientId, cloud, tenantName }))
export const cancelSetup = () => settle(() => bridge().setup.cancel())
export const openSetupPageAgain = () => settle(() => bridge().setup.openPageAgain())
export const savePolicy = () => settle(() => bridge().setup.savePolicy())
export const lookForPolicy = () => settle(() => bridge().setup.lookAgain())
export const practise = (wanted: boolean) => settle(() => bridge().setup.practise({ practise: wanted }))
export const onSetupChanged = (listener: (run: SetupRun) => void) => bridge().setup.onChanged(listener)
