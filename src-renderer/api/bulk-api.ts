import type { BulkAction, BulkRun } from '../../src-shared/bulk-runs.ts'
import { bridge, settle } from './bridge.ts'

/** Copied: a reactive list cannot cross the bridge. */
export const beginBulk = (action: BulkAction, deviceIds: readonly string[]) => settle(() => bridge().bulk.begin({ action, deviceIds: [...deviceIds] }))
export const startBulk = (runId: string, ticket: string, reason: string) => settle(() => bridge().bulk.start({ runId, ticket, reason }))
export const cancelBulk = (runId: string) => settle(() => bridge().bulk.cancel({ runId }))
export const readCurrentBulk = () => settle(() => bridge().bulk.current())
export const onBulkChanged = (listener: (run: BulkRun) => void) => bridge().bulk.onChanged(listener)
