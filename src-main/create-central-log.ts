import type { AuditLog } from './audit/audit-log.ts'
import { connectToCentralLog } from './central-log/connect.ts'
import { createOutbox } from './central-log/outbox.ts'
import type { LogToSend, Outbox, OutboxOptions } from './central-log/outbox.ts'
import type { Clock } from '../src-shared/clock.ts'
import type { CentralPolicy } from './settings/policy-schema.ts'
import type { Session } from './sign-in/session.ts'

export interface CentralLogOptions extends Pick<OutboxOptions, 'onChanged' | 'onDisputed' | 'onFailed' | 'onProblem'> {
  /** null: the organisation has none. */
  readonly policy: CentralPolicy | null
  readonly audit: AuditLog
  readonly session: Pick<Session, 'databaseToken'>
  readonly clock: Clock
  readonly isPackaged: boolean
}

/** The part that sends this desk's rows to the central log; where there is none it does nothing and says so. */
export function createCentralLog({ policy, audit, session, isPackaged, ...options }: CentralLogOptions): Outbox {
  if (policy === null) {
    const since = new Date(options.clock.wallMs()).toISOString()
    return {
      status: () => ({ state: 'off', waitingRows: null, since, confirmedAt: null, code: null }),
      tick: () => undefined, follow: () => undefined, stop: () => Promise.resolve(),
    }
  }
  const logs = (): readonly LogToSend[] => {
    const parts = audit.logs(null)?.logs ?? []
    return parts.map(({ installId, rows, state }) => ({ installId, rows, isSetAside: state === 'broken' || state === 'key-lost' }))
  }
  return createOutbox({
    ...options,
    random: Math.random,
    connect: ({ upn }) => connectToCentralLog({ policy, upn, token: session.databaseToken, isPackaged, onProblem: options.onProblem }),
    logs,
    presentRows: () => audit.health().rows,
    storedRows: (installId, afterSeq, limit) => {
      const stored = audit.storedRows(afterSeq, limit, installId)
      return stored?.installId === installId ? stored.rows : null
    },
  })
}
