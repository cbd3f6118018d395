import type { ReconciliationRange } from '../../src-shared/reconciliation.ts'
import { bridge, settle } from './bridge.ts'

export const compareWithIntune = ({ from, to }: ReconciliationRange) => settle(() => bridge().audit.reconcile({ from, to }))
