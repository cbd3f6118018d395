import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { AuditActor, AuditEntry, AuditEvent } from '../../../src-shared/audit.ts'
import type { DeviceActionName } from '../../../src-shared/device-actions.ts'
import { emptyHead, nextRow } from '../../../src-main/audit/chain.ts'
import type { ChainHead } from '../../../src-main/audit/chain.ts'
import { aDecision, anAnswer, anAttempt, anIntent, anOutcome, aRefusal, aTarget, proof } from '../audit/audit-events.ts'
import type { SentRow } from './central-under-test.ts'

/** What some desk does next; numbers choose among what is possible. */
export interface Step { readonly desk: number; readonly what: number; readonly which: number; readonly how: number; readonly minutes: number; readonly arrives: number }

const number = fc.nat({ max: 9999 })
export const steps = (minLength: number, maxLength: number): fc.Arbitrary<readonly Step[]> => fc.array(fc.record({
  desk: fc.nat({ max: 2 }), what: fc.nat({ max: 29 }), which: number, how: number,
  // Mostly soon after, sometimes days later.
  minutes: fc.oneof(fc.nat({ max: 25 }), fc.nat({ max: 25 }), fc.nat({ max: 6000 })), arrives: fc.nat({ max: 3 }),
}), { minLength, maxLength, size: 'max' })

export const agents: readonly AuditActor[] = [
  { oid: 'oid-0', tid: 'tid', upn: 'ada@practice.example', displayName: 'Ada Agent' },
  { oid: 'oid-1', tid: 'tid', upn: 'otto_100%@practice.example', displayName: 'Otto Müller' },
  { oid: 'oid-2', tid: 'tid', upn: 'zoe@practice.example', displayName: 'Zoë ﬁ\\Straße' },
]
const supervisor: AuditActor = { oid: 'oid-s', tid: 'tid', upn: 'sofia@practice.example', displayName: 'Sofia' }
export const actions: readonly DeviceActionName[] = ['reset-passcode', 'sync', 'remove', 'rename']
const tickets = ['', 'INC-1042', 'inc-7_%', ' ', 'Ärger-3']
const names = ['Bø’s iPhone 📱', 'nul\u0000 half \ud800 back\\slash \\u0000', 'DESKTOP-7']
const codes = ['wrong-person', 'sign-in-timed-out', 'not-allowed'] as const
const results = ['requested', 'refused', 'unknown', 'approval-required'] as const
const states = ['done', 'failed', 'not-supported', 'unknown'] as const
const decisions = ['approved', 'rejected', 'cancelled', 'expired', 'completed'] as const
const targetOf = (device: number, how: number) => aTarget({
  deviceId: `device-${device}`, deviceName: names[how % names.length]!, serialNumber: `SN${device}`, userId: device === 3 ? '' : `user-${device % 2}`, userDisplayName: `Carla ${device}`,
})

interface Desk {
  readonly installId: string
  readonly deskId: string
  head: ChainHead
  bootId: string
  /** How many of its rows have been sent. */
  sent: number
  readonly rows: { readonly row: SentRow; readonly entry: AuditEntry }[]
  readonly attempts: { readonly attemptId: string; readonly actor: AuditActor; readonly bootId: string; readonly device: number; readonly action: DeviceActionName; hasIntent: boolean; isOver: boolean }[]
}

export interface ManyDesks {
  readonly desks: readonly Desk[]
  /** In the order in which they come to the central log. */
  readonly arrived: readonly SentRow[]
  /** In the order in which they were written. */
  readonly written: readonly AuditEntry[]
}

const of = <T>(list: readonly T[], index: number): T => list[index % list.length]!

/** Plays the steps: what three desks write, as consoles do, and in which order it arrives. */
export function played(list: readonly Step[], startMs = Date.UTC(2026, 9, 1, 5)): ManyDesks {
  let nowMs = startMs
  const arrived: SentRow[] = []
  const written: AuditEntry[] = []
  const desks = [0, 1, 2].map((): Desk => {
    const installId = randomUUID()
    return { installId, deskId: randomUUID(), head: emptyHead(installId), bootId: randomUUID(), sent: 0, rows: [], attempts: [] }
  })
  const write = (desk: Desk, event: AuditEvent): void => {
    nowMs += 7
    const fields = { ...event, at: new Date(nowMs).toISOString(), installId: desk.installId, bootId: desk.bootId, monotonicMs: nowMs - startMs }
    const row = nextRow(desk.head, fields)
    desk.head = { seq: row.seq, hash: row.hash }
    const entry = { ...(JSON.parse(row.body) as object), hash: row.hash } as AuditEntry
    desk.rows.push({ row: { ...row, installId: desk.installId }, entry })
    written.push(entry)
  }
  const send = (desk: Desk, upTo = desk.rows.length): void => {
    for (; desk.sent < upTo; desk.sent += 1) arrived.push(desk.rows[desk.sent]!.row)
  }
  for (const desk of desks) write(desk, { kind: 'log-started', deskId: desk.deskId, machine: `PC ${desk.deskId.slice(0, 4)}`, sealKey: 'none', previous: null })

  for (const { desk: number, what, which, how, minutes, arrives } of list) {
    nowMs += minutes * 60_000
    const desk = of(desks, number)
    const known = desk.attempts.length === 0 ? null : of(desk.attempts, desk.attempts.length - 1 - (which % Math.min(desk.attempts.length, 4)))
    const open = known !== null && known.bootId === desk.bootId && !known.hasIntent && !known.isOver ? known : null
    const sent = known?.hasIntent === true ? known : null
    const about = { attemptId: known?.attemptId ?? '', actor: known?.actor ?? agents[0]! }
    if (what < 8 || known === null) {
      const begun = { attemptId: randomUUID(), actor: of(agents, how), bootId: desk.bootId, device: which % 4, action: of(actions, how), hasIntent: what === 0, isOver: false }
      const { attemptId, actor, device, action } = begun
      desk.attempts.push(begun)
      if (what === 0) write(desk, anIntent({ attemptId, actor, action, target: targetOf(device, how) }))
      else write(desk, anAttempt({ attemptId, actor, action, target: targetOf(device, how), ticket: of(tickets, how), reason: of(['forgot it', 'Ähnlich', ''], which) }))
    } else if (what < 12) {
      if (open !== null) write(desk, aRefusal({ ...about, code: of(codes, how) }))
    } else if (what < 13) {
      if (open !== null) {
        open.isOver = true
        write(desk, { kind: 'cancellation', ...about, stage: 'sign-in' })
      }
    } else if (what < 14) {
      if (open !== null) write(desk, { kind: 'fresh-sign-in', ...about, proof })
    } else if (what < 19) {
      if (open !== null) {
        open.hasIntent = true
        write(desk, anIntent({ ...about, action: open.action, target: targetOf(open.device, which) }))
      }
    } else if (what < 21) {
      if (sent !== null) write(desk, anAnswer({ attemptId: sent.attemptId, result: of(results, how), code: how % 2 === 0 ? null : of(codes, how) }))
    } else if (what < 22) {
      if (sent !== null) write(desk, aDecision(of(decisions, how), { attemptId: sent.attemptId }))
    } else if (what < 24) {
      if (sent !== null) write(desk, anOutcome({ attemptId: sent.attemptId, state: of(states, how) }))
    } else if (what < 25) {
      if (sent !== null) write(desk, { kind: 'reveal', ...about })
    } else if (what < 26) {
      write(desk, { kind: 'review', attemptId: about.attemptId, actor: supervisor, verdict: how % 2 === 0 ? 'note' : 'signed-off', text: 'seen' })
    } else if (what < 28) {
      // From another desk, where the supervisor saw it in the central log.
      const other = of(desks, number + 1 + (how % 2))
      send(desk)
      write(other, { kind: 'review', attemptId: about.attemptId, actor: { ...supervisor, displayName: names[1]! }, verdict: how % 2 === 0 ? 'note' : 'signed-off', text: 'seen', deskId: desk.deskId })
    } else if (what < 29) {
      desk.bootId = randomUUID()
      write(desk, { kind: 'app-started', version: '0.1.0', runtime: 'test' })
    } else {
      write(desk, { kind: 'session', event: 'signed-in', actor: of(agents, how), code: null })
    }
    if (arrives > 0) send(of(desks, arrives - 1), of(desks, arrives - 1).rows.length - (how % 2))
  }
  for (const desk of desks) send(desk)
  return { desks, arrived, written }
}
