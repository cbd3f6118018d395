import type { AuditFigures } from '../../src-shared/audit-query.ts'
import { alex, sam } from './audit.ts'

/** Two days, two agents, five attempts. */
export function someFigures(overrides: Partial<AuditFigures> = {}): AuditFigures {
  return {
    total: 5, ofNewest: null,
    perDay: [
      { day: '2026-11-23', counts: { landed: 2, failed: 0, stopped: 1, open: 0 } },
      { day: '2026-11-24', counts: { landed: 0, failed: 1, stopped: 0, open: 1 } },
    ],
    perHour: Array.from({ length: 24 }, (_, hour) => (hour === 10 ? 4 : hour === 22 ? 1 : 0)),
    perAgent: [
      { agent: alex, total: 4, counts: { landed: 2, failed: 1, stopped: 1, open: 0 }, flagged: 3 },
      { agent: sam, total: 1, counts: { landed: 0, failed: 0, stopped: 0, open: 1 }, flagged: 0 },
    ],
    perStatus: { refused: 1, requested: 1, done: 2, failed: 1 }, perAction: { 'reset-passcode': 5 }, perFlag: { 'off-hours': 1 }, ...overrides,
  }
}
