import type { DeviceActionRecord, DeviceLocation } from '../../src-shared/action-records.ts'
import type { SecretKind } from '../../src-shared/device-actions.ts'
import type { Clock } from '../../src-shared/clock.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Tracker } from './tracker.ts'

/** How long a copied secret stays on the clipboard, milliseconds. */
export const clipboardLifeMs = 30_000
/** How soon clearing is tried again when the clipboard could not be had. */
const clipboardRetryMs = 1000

export interface SecretsOptions {
  readonly clock: Clock
  readonly audit: Pick<AuditLog, 'append'>
  readonly tracker: Pick<Tracker, 'find'>
  readonly account: () => Account | null
  /** Asks Graph, now; what it answers is kept nowhere. */
  readonly readSecret: (deviceId: string, kind: SecretKind) => Promise<Answer<{ secret: string }>>
  readonly readLocation: (deviceId: string) => Promise<Answer<{ location: DeviceLocation }>>
  readonly clipboard: { readText(): Promise<string>; writeText(text: string): Promise<void> }
  readonly onProblem: (where: string, cause: unknown) => void
}

/** Shows a temporary passcode, an unlock PIN or a place to the agent who asked for it; every look is an audit row, written before it is shown. */
export function createSecrets(options: SecretsOptions) {
  const { clock } = options
  let copied: { readonly text: string; readonly clearsAtMs: number } | null = null
  /** How often the agent went away: what was asked for before is not copied after. */
  let timesAway = 0

  /** One look: allowed for this person, read now, written down, and still the same person. */
  async function look<T extends object>(
    attemptId: string,
    whatIn: (record: DeviceActionRecord) => SecretKind | 'location' | null,
    noneYet: (record: DeviceActionRecord) => ErrorCode,
    read: (deviceId: string, what: SecretKind | 'location') => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    const account = options.account()
    if (account === null) return refuse('not-signed-in')
    // Somebody who has lost the agent's role since may not look any more.
    if (!account.roles.includes('Helpdesk.Agent')) return refuse('not-allowed')
    const found = options.tracker.find(attemptId)
    if (found === null) return refuse('attempt-unknown')
    if (found.record.agentOid !== account.oid) return refuse('not-allowed')
    const what = whatIn(found.record)
    if (what === null) return refuse(noneYet(found.record))
    const answer = await read(found.record.deviceId, what)
    if (answer.status === 'refused') return answer
    const written = options.audit.append({ kind: 'reveal', attemptId, actor: actorOf(account), what })
    if (written.status === 'refused') return written
    // Somebody else may have signed in while Graph was asked.
    if (options.account()?.oid !== account.oid) return refuse('not-signed-in')
    return answer
  }

  const reveal = (attemptId: string): Promise<Answer<{ kind: SecretKind; secret: string }>> =>
    look(attemptId, (record) => record.secret, noSecretYet, async (deviceId, what) => {
      const kind: SecretKind = what === 'unlock-pin' ? 'unlock-pin' : 'temporary-passcode'
      const answer = await options.readSecret(deviceId, kind)
      return answer.status === 'refused' ? answer : { status: 'ok', kind, secret: answer.secret }
    })

  async function clear(): Promise<void> {
    const ours = copied
    copied = null
    if (ours === null) return
    try {
      if ((await options.clipboard.readText()) === ours.text) await options.clipboard.writeText('')
    } catch (cause) {
      // Another program holds the clipboard: try again, unless a newer secret has been copied since.
      copied ??= { text: ours.text, clearsAtMs: clock.monotonicMs() + clipboardRetryMs }
      options.onProblem('clipboard', cause)
    }
  }

  return {
    reveal,
    copy: async (attemptId: string): Promise<Answer<{ clearsInMs: number }>> => {
      const timesBefore = timesAway
      const revealed = await reveal(attemptId)
      if (revealed.status === 'refused') return revealed
      if (timesAway !== timesBefore) return refuse('permit-void')
      // Noted first: a clear while it is being written must know of it.
      copied = { text: revealed.secret, clearsAtMs: clock.monotonicMs() + clipboardLifeMs }
      await options.clipboard.writeText(revealed.secret)
      return { status: 'ok', clearsInMs: clipboardLifeMs }
    },
    /** Where a located device is; nobody else's business either, so every look is a row. */
    location: (attemptId: string): Promise<Answer<{ location: DeviceLocation }>> =>
      look(attemptId, (record) => (record.hasLocation ? 'location' : null), () => 'no-location-yet', (deviceId) => options.readLocation(deviceId)),
    /** The agent is away: takes a copied secret off the clipboard, unless something else is there by now; one being asked for does not get there. */
    clear: (): Promise<void> => {
      timesAway += 1
      return clear()
    },
    /** Called a few times a second. */
    tick: (): void => {
      if (copied !== null && clock.monotonicMs() >= copied.clearsAtMs) void clear()
    },
  }
}

/** What is not there yet: a Mac that was locked has a PIN to come, everything else a passcode. */
const noSecretYet = ({ effect }: DeviceActionRecord): ErrorCode => (effect === 'locked-with-pin' ? 'no-pin-yet' : 'no-passcode-yet')

export type Secrets = ReturnType<typeof createSecrets>
