import type { AppRole } from '../../src-shared/session.ts'

export const roleNames: Record<AppRole, string> = { 'Helpdesk.Agent': 'Agent', 'Helpdesk.Supervisor': 'Supervisor' }
