import type { AuditHealth, AuditQuery } from '../../src-shared/audit.ts'
import { bridge, settle } from './bridge.ts'

export const readAttempts = ({ text, window }: AuditQuery) =>
  settle(() => bridge().audit.attempts({ text, window: { offset: window.offset, limit: window.limit } }))
export const readStory = (attemptId: string) => settle(() => bridge().audit.story({ attemptId }))
export const readAuditHealth = () => settle(() => bridge().audit.health())
export const onAuditHealthChanged = (listener: (health: AuditHealth) => void) => bridge().audit.onHealthChanged(listener)
