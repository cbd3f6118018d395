import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import type { AuditActor, AuditEvent, AuditHealth, AuditTarget, IntentEvent, SignInProof } from '../../../src-shared/audit.ts'
import type { Clock } from '../../../src-shared/clock.ts'
import { openAuditLog } from '../../../src-main/audit/audit-log.ts'
import type { AuditLimits, AuditLog } from '../../../src-main/audit/audit-log.ts'

export const agent: AuditActor = { oid: 'oid-agent', tid: 'tid', upn: 'agent@practice.example', displayName: 'Ada Agent' }
export const otherAgent: AuditActor = { oid: 'oid-other', tid: 'tid', upn: 'otto@practice.example', displayName: 'Otto Müller' }
export const proof: SignInProof = {
  method: 'fresh-sign-in', authenticatedAt: '2026-11-23T10:00:10.000Z', issuedAt: '2026-11-23T10:00:12.000Z', signInTookMs: 12_345,
}

export function aTarget(overrides: Partial<AuditTarget> = {}): AuditTarget {
  return {
    deviceId: 'device-1', deviceName: 'Bø’s iPhone 📱', serialNumber: 'F2LXK1ABCD', kind: 'ios-personal', userId: 'user-1',
    userPrincipalName: 'caller@practice.example', userDisplayName: 'Carla Caller', enrolledAt: null, lastSyncAt: '2026-11-23T09:00:00.000Z',
    ...overrides,
  }
}

type EventOf<K extends AuditEvent['kind']> = Extract<AuditEvent, { kind: K }>

export function anAttempt(overrides: Partial<EventOf<'attempt'>> = {}): EventOf<'attempt'> {
  return {
    kind: 'attempt', attemptId: 'attempt-1', action: 'reset-passcode', actor: agent, target: aTarget(), ticket: 'INC-1', reason: 'forgot it',
    profile: 'graph-admin', ...overrides,
  }
}
export function aRefusal(overrides: Partial<EventOf<'refusal'>> = {}): EventOf<'refusal'> {
  return { kind: 'refusal', attemptId: 'attempt-1', actor: agent, stage: 'sign-in', code: 'wrong-person', otherPerson: otherAgent, reference: null, ...overrides }
}
export function anIntent(overrides: Partial<IntentEvent> = {}): IntentEvent {
  return {
    kind: 'intent', attemptId: 'attempt-1', action: 'reset-passcode', actor: agent, target: aTarget(), effect: 'passcode-removed',
    permitId: randomUUID(), proof, request: 'POST /v1.0/deviceManagement/managedDevices/device-1/resetPasscode',
    clientRequestId: randomUUID(), previousResultAt: null, ...overrides,
  }
}
export function anAnswer(overrides: Partial<EventOf<'answer'>> = {}): EventOf<'answer'> {
  return { kind: 'answer', attemptId: 'attempt-1', result: 'requested', code: null, reference: null, clockOffsetMs: 0, ...overrides }
}
export function anOutcome(overrides: Partial<EventOf<'outcome'>> = {}): EventOf<'outcome'> {
  return { kind: 'outcome', attemptId: 'attempt-1', state: 'done', code: null, graphState: 'done', graphErrorCode: 0, ...overrides }
}
export const aStart: EventOf<'app-started'> = { kind: 'app-started', version: '0.1.0', runtime: 'test' }

export interface MovableClock extends Clock {
  advance(ms: number): void
}
export function aClock(startMs = Date.UTC(2026, 10, 23, 10, 0, 0)): MovableClock {
  let elapsed = 0
  return { wallMs: () => startMs + elapsed, monotonicMs: () => elapsed, advance: (ms) => void (elapsed += ms) }
}

/** A folder of its own for one test, removed afterwards. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-spec-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface OpenedLog {
  readonly log: AuditLog
  readonly file: string
  readonly clock: MovableClock
  readonly healths: AuditHealth[]
}

/** A log as the console opens it, with small limits; closed when the test ends. */
export function openLog(
  file = join(aFolder(), 'audit', 'audit.db'), options: { bootId?: string; limits?: Partial<AuditLimits>; clock?: MovableClock } = {},
): OpenedLog {
  const healths: AuditHealth[] = []
  const clock = options.clock ?? aClock()
  const log = openAuditLog({
    file, clock, bootId: options.bootId ?? 'boot-1', onHealthChanged: (health) => healths.push(health),
    limits: { freeSpaceFloorBytes: 0, ballastBytes: 4096, busyTimeoutMs: 50, ...options.limits },
  })
  onTestFinished(() => log.close())
  return { log, file, clock, healths }
}

/** Another hand on the same file: what a person with a database tool, or a bug, could do. */
export function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(sql)
  } finally {
    database.close()
  }
}

export function rowsOf(file: string): { seq: number; body: string; hash: string }[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare('SELECT seq, body, hash FROM entries ORDER BY seq').all() as { seq: number; body: string; hash: string }[]
  } finally {
    database.close()
  }
}

export const yes = (): boolean => true
