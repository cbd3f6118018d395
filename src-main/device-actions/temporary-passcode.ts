import type { Clock } from '../../src-shared/clock.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { actorOf } from './subjects.ts'
import type { Tracker } from './tracker.ts'

/** How long a copied passcode stays on the clipboard, milliseconds. */
export const clipboardLifeMs = 30_000
/** How soon clearing is tried again when the clipboard could not be had. */
const clipboardRetryMs = 1000

export interface TemporaryPasscodeOptions {
  readonly clock: Clock
  readonly audit: Pick<AuditLog, 'append'>
  readonly tracker: Pick<Tracker, 'find'>
  readonly account: () => Account | null
  /** Asks Graph, now; the passcode is kept nowhere. */
  readonly readPasscode: (deviceId: string) => Promise<Answer<{ passcode: string; startDateTime: string | null }>>
  readonly clipboard: { readText(): Promise<string>; writeText(text: string): Promise<void> }
  readonly onProblem: (where: string, cause: unknown) => void
}

/** Shows a temporary passcode to the agent who asked for it; every look is an audit row, written before it is shown. */
export function createTemporaryPasscode(options: TemporaryPasscodeOptions) {
  const { clock } = options
  let copied: { readonly text: string; readonly clearsAtMs: number } | null = null

  async function reveal(attemptId: string): Promise<Answer<{ passcode: string }>> {
    const account = options.account()
    if (account === null) return refuse('not-signed-in')
    const found = options.tracker.find(attemptId)
    if (found === null) return refuse('attempt-unknown')
    if (found.record.agentOid !== account.oid) return refuse('not-allowed')
    if (!found.record.hasTemporaryPasscode) return refuse('no-passcode-yet')
    const read = await options.readPasscode(found.record.deviceId)
    if (read.status === 'refused') return read
    const written = options.audit.append({ kind: 'reveal', attemptId, actor: actorOf(account) })
    if (written.status === 'refused') return written
    // Somebody else may have signed in while Graph was asked.
    if (options.account()?.oid !== account.oid) return refuse('not-signed-in')
    return { status: 'ok', passcode: read.passcode }
  }

  async function clear(): Promise<void> {
    const ours = copied
    copied = null
    if (ours === null) return
    try {
      if ((await options.clipboard.readText()) === ours.text) await options.clipboard.writeText('')
    } catch (cause) {
      // Another program holds the clipboard: try again, unless a newer passcode has been copied since.
      copied ??= { text: ours.text, clearsAtMs: clock.monotonicMs() + clipboardRetryMs }
      options.onProblem('clipboard', cause)
    }
  }

  return {
    reveal,
    copy: async (attemptId: string): Promise<Answer<{ clearsInMs: number }>> => {
      const revealed = await reveal(attemptId)
      if (revealed.status === 'refused') return revealed
      // Noted first: a clear while it is being written must know of it.
      copied = { text: revealed.passcode, clearsAtMs: clock.monotonicMs() + clipboardLifeMs }
      await options.clipboard.writeText(revealed.passcode)
      return { status: 'ok', clearsInMs: clipboardLifeMs }
    },
    /** Takes a copied passcode off the clipboard, unless something else is there by now. */
    clear,
    /** Called a few times a second. */
    tick: (): void => {
      if (copied !== null && clock.monotonicMs() >= copied.clearsAtMs) void clear()
    },
  }
}

export type TemporaryPasscode = ReturnType<typeof createTemporaryPasscode>
