import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { DeskVerification } from '../../src-shared/central-log.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { refusalOf } from './desk-connection.ts'
import type { Ask } from './desk-connection.ts'
import { verifyDeskLog } from './verify-desk.ts'

const tellEveryMs = 250

export interface Verifications {
  /** Answers when it is under way. 'verify-busy' while another is. */
  start(installId: string, ask: Ask): Answer<{ verification: DeskVerification }>
  cancel(installId: string): void
  /** Cancels what is under way; nothing more is told of it. */
  stop(): void
}

/** Checks desks' logs, one at a time. */
export function createVerifications(
  { clock, onChanged }: { readonly clock: Clock; readonly onChanged: (verification: DeskVerification) => void },
): Verifications {
  let current: { readonly installId: string; isCancelled: boolean; isSilent: boolean } | null = null

  function start(installId: string, ask: Ask): Answer<{ verification: DeskVerification }> {
    if (current !== null) return refuse('verify-busy')
    const run = { installId, isCancelled: false, isSilent: false }
    current = run
    let state: DeskVerification = {
      installId, phase: 'reading', rows: 0, totalRows: 0, findings: [], differing: 0, sealedRows: 0, checkedAt: null, code: null,
    }
    let toldAtMs = -Infinity
    const become = (changes: Partial<DeskVerification>): void => {
      state = { ...state, ...changes }
      const nowMs = clock.monotonicMs()
      if (run.isSilent || (state.phase === 'reading' && nowMs - toldAtMs < tellEveryMs)) return
      toldAtMs = nowMs
      onChanged(state)
    }
    const first = state
    const ended = (changes: Partial<DeskVerification>): void => {
      if (current === run) current = null
      become(changes)
    }
    verifyDeskLog({ ask, installId, isCancelled: () => run.isCancelled, onProgress: become }).then(
      (verified) => {
        if (verified === null) ended({ phase: 'failed', code: 'invalid-request' })
        else if (run.isCancelled) ended({ ...verified, phase: 'cancelled' })
        else ended({ ...verified, phase: 'done', checkedAt: new Date(clock.wallMs()).toISOString() })
      },
      (cause: unknown) => {
        const code = refusalOf(cause)
        ended(run.isCancelled ? { phase: 'cancelled' } : { phase: 'failed', code: code ?? 'unexpected' })
        if (code === null) throw cause
      },
    )
    return { status: 'ok', verification: first }
  }

  return {
    start,
    cancel: (installId) => {
      if (current?.installId === installId) current.isCancelled = true
    },
    stop: () => {
      if (current === null) return
      current.isCancelled = true
      current.isSilent = true
      current = null
    },
  }
}
