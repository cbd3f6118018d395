import type { ExportProgress, ExportRequest } from '../../src-shared/audit-export.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { ReviewVerdict } from '../../src-shared/audit.ts'
import type { AuditFilter, AuditQuery } from '../../src-shared/audit-query.ts'
import { bridge, settle } from './bridge.ts'

export const readAttempts = ({ filter, window }: AuditQuery) =>
  settle(() => bridge().audit.attempts({ filter: plainFilter(filter), window: { offset: window.offset, limit: window.limit } }))
export const readRelated = (attemptId: string) => settle(() => bridge().audit.related({ attemptId }))
export const readFigures = (filter: AuditFilter) => settle(() => bridge().audit.figures(plainFilter(filter)))
export const readChoices = () => settle(() => bridge().audit.choices())
export const reviewAttempt = (attemptId: string, verdict: ReviewVerdict, text: string) => settle(() => bridge().audit.review({ attemptId, verdict, text }))

/** What is reactive cannot cross the bridge. */
const plainFilter = (filter: AuditFilter): AuditFilter => ({ ...filter, actions: [...filter.actions], statuses: [...filter.statuses], flags: [...filter.flags] })
export const readStory = (attemptId: string) => settle(() => bridge().audit.story({ attemptId }))
export const acknowledgeLog = (text: string) => settle(() => bridge().audit.acknowledge({ text }))
export const readAuditHealth = () => settle(() => bridge().audit.health())
export const onAuditHealthChanged = (listener: (health: AuditHealth) => void) => bridge().audit.onHealthChanged(listener)
export const startExport = ({ format, filter }: ExportRequest) => settle(() => bridge().audit.export({ format, filter: plainFilter(filter) }))
export const cancelExport = (exportId: string) => settle(() => bridge().audit.cancelExport({ exportId }))
export const readCurrentExport = () => settle(() => bridge().audit.currentExport())
export const onExportChanged = (listener: (progress: ExportProgress) => void) => bridge().audit.onExportChanged(listener)
