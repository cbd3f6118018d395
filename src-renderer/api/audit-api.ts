import type { ExportProgress, ExportRequest } from '../../src-shared/audit-export.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { AuditScope, CentralLogStatus, DeskVerification } from '../../src-shared/central-log.ts'
import type { ReviewVerdict } from '../../src-shared/audit.ts'
import type { AuditFilter, AuditQuery } from '../../src-shared/audit-query.ts'
import type { AttemptOfScope } from '../../src-shared/ipc-contract.ts'
import type { OtherRowsQuery } from '../../src-shared/other-rows.ts'
import { bridge, settle } from './bridge.ts'

export const readAttempts = ({ filter, window: { offset, limit }, beside, scope }: AuditQuery) =>
  settle(() => bridge().audit.attempts({ filter: plainFilter(filter), window: { offset, limit }, beside: beside === null ? null : { ...beside }, scope }))
export const readRelated = ({ attemptId, deskId }: AttemptOfScope) => settle(() => bridge().audit.related({ attemptId, deskId }))
export const readFigures = (filter: AuditFilter, scope: AuditScope) => settle(() => bridge().audit.figures({ filter: plainFilter(filter), scope }))
export const readChoices = (scope: AuditScope) => settle(() => bridge().audit.choices({ scope }))
export const reviewAttempt = ({ attemptId, deskId }: AttemptOfScope, verdict: ReviewVerdict, text: string) =>
  settle(() => bridge().audit.review({ attemptId, deskId, verdict, text }))

/** What is reactive cannot cross the bridge. */
const plainFilter = (filter: AuditFilter): AuditFilter => ({ ...filter, actions: [...filter.actions], statuses: [...filter.statuses], flags: [...filter.flags] })
export const readStory = ({ attemptId, deskId }: AttemptOfScope) => settle(() => bridge().audit.story({ attemptId, deskId }))
export const acknowledgeLog = (text: string) => settle(() => bridge().audit.acknowledge({ text }))
export const readAuditHealth = () => settle(() => bridge().audit.health())
export const onAuditHealthChanged = (listener: (health: AuditHealth) => void) => bridge().audit.onHealthChanged(listener)
export const startExport = ({ format, filter, scope, installId }: ExportRequest) =>
  settle(() => bridge().audit.export({ format, filter: plainFilter(filter), scope, installId }))
export const cancelExport = (exportId: string) => settle(() => bridge().audit.cancelExport({ exportId }))
export const readCurrentExport = () => settle(() => bridge().audit.currentExport())
export const onExportChanged = (listener: (progress: ExportProgress) => void) => bridge().audit.onExportChanged(listener)
export const readLogs = () => settle(() => bridge().audit.logs())
export const closeLog = () => settle(() => bridge().audit.closeLog())
export const removeLog = (installId: string) => settle(() => bridge().audit.removeLog({ installId }))
export const readOtherRows = ({ kinds, before, limit }: OtherRowsQuery) =>
  settle(() => bridge().audit.events({ kinds: [...kinds], before: before === null ? null : { ...before }, limit }))
export const readCentral = () => settle(() => bridge().audit.central())
export const onCentralChanged = (listener: (status: CentralLogStatus) => void) => bridge().audit.onCentralChanged(listener)
export const readDesks = () => settle(() => bridge().audit.desks())
export const verifyDesk = (installId: string) => settle(() => bridge().audit.verifyDesk({ installId }))
export const cancelVerify = (installId: string) => settle(() => bridge().audit.cancelVerify({ installId }))
export const onVerifyChanged = (listener: (verification: DeskVerification) => void) => bridge().audit.onVerifyChanged(listener)
