import type { AuditActor, AuditEntry, AuditEvent, AuditTarget, SignInProof } from '../../src-shared/audit.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'

const actions = ['reset-passcode', 'sync', 'remote-lock', 'remove', 'reset-device', 'restart', 'locate', 'rename'] as const
const reasons = ['forgot the passcode after the holidays', 'lost on the train', 'screen is broken, replacement is on its way', 'new employee', 'does not report since the update', 'leaves the company on Friday'] as const
const models = ['iPhone', 'Galaxy', 'ThinkPad', 'Pixel'] as const
const firstNames = ['Nora', 'Jürgen', 'Zoë', 'Carla', 'Łukasz', 'Mona', 'Sven', 'Anaïs'] as const
const lastNames = ['Müller', 'Halvorsen', 'Smith', 'Ångström', 'Novak', 'Okafor'] as const
const everyMs = 460_000 // about 188 a day
const startMs = Date.UTC(2024, 0, 1, 6)

const proof: SignInProof = { method: 'fresh-sign-in', authenticatedAt: '2026-11-23T10:00:10.000Z', issuedAt: '2026-11-23T10:00:12.000Z', signInTookMs: 12_345 }
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T

const agentOf = (n: number): AuditActor => ({ oid: `oid-${n % 60}`, tid: 'tid', upn: `agent${n % 60}@practice.example`, displayName: `${at(firstNames, n % 60)} Agent${n % 60}` })
function targetOf(n: number): AuditTarget {
  const device = n % 20_000
  const user = device % 15_000
  const [first, last] = [at(firstNames, user), at(lastNames, Math.floor(user / 8))]
  return {
    deviceId: `device-${device}`, deviceName: `${first}’s ${at(models, device)} ${device}`, serialNumber: `SER${String(device).padStart(7, '0')}`, kind: 'ios-personal',
    userId: `user-${user}`, userPrincipalName: `user${user}@practice.example`, userDisplayName: `${first} ${last}`, enrolledAt: null, lastSyncAt: null,
  }
}

/** Rows of so many attempts, in their order, over some years: some refused, some failed, some signed off, each row parsed on its own as from a log. */
export function* eventsOfAttempts(count: number, bootId: string): Generator<AuditEntry> {
  let seq = 0
  for (let i = 0; i < count; i += 1) {
    const mixed = Math.imul(i + 1, 2_654_435_761) >>> 8
    const attemptId = `attempt-${i}`
    const time = new Date(startMs + i * everyMs).toISOString()
    const row = (event: AuditEvent): AuditEntry =>
      JSON.parse(JSON.stringify({ ...event, seq: (seq += 1), at: time, bootId, installId: 'install-1', monotonicMs: seq, prevHash: '', hash: '' })) as AuditEntry
    const [actor, target, action] = [agentOf(mixed), targetOf(mixed), at(actions, mixed >>> 3)]
    const ticket = mixed % 7 === 0 ? '' : `INC-${String(mixed % 1_000_000).padStart(6, '0')}`
    yield row({ kind: 'attempt', attemptId, action, actor, target, ticket, reason: `${at(reasons, mixed >>> 5)} (${i})`, profile: 'graph-admin' })
    if (mixed % 11 === 0) {
      yield row({ kind: 'refusal', attemptId, actor, stage: 'sign-in', code: 'wrong-person' satisfies ErrorCode, otherPerson: null, reference: null })
      continue
    }
    yield row({
      kind: 'intent', attemptId, action, actor, target, effect: 'passcode-removed', permitId: `permit-${i}`, proof, request: 'POST /', clientRequestId: `client-${i}`, previousResultAt: null,
    })
    yield row({ kind: 'answer', attemptId, result: 'requested', code: null, reference: null, clockOffsetMs: 0 })
    if (mixed % 13 !== 0) yield row({ kind: 'outcome', attemptId, state: mixed % 17 === 0 ? 'failed' : 'done', code: null, graphState: 'done', graphErrorCode: 0 })
    if (mixed % 5 === 0) yield row({ kind: 'review', attemptId, actor: agentOf(mixed + 1), verdict: 'signed-off', text: '' })
  }
}
