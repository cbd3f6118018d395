import { randomUUID } from 'node:crypto'
import type { ApprovalDecision, AuditActor, AuditEvent, AuditTarget, IntentEvent, SignInProof } from '../../../src-shared/audit.ts'

export const agent: AuditActor = { oid: 'oid-agent', tid: 'tid', upn: 'agent@practice.example', displayName: 'Ada Agent' }
export const otherAgent: AuditActor = { oid: 'oid-other', tid: 'tid', upn: 'otto@practice.example', displayName: 'Otto Müller' }
export const proof: SignInProof = {
  method: 'fresh-sign-in', authenticatedAt: '2026-11-23T10:00:10.000Z', issuedAt: '2026-11-23T10:00:12.000Z', signInTookMs: 12_345,
}

export const approvalCode = '0f0e0d0c-0b0a-4908-8706-050403020100'

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
/** Graph's "a second administrator must approve first". */
export function anApprovalRequired(overrides: Partial<EventOf<'answer'>> = {}): EventOf<'answer'> {
  return anAnswer({ result: 'approval-required', code: 'approval-required', approvalCode, ...overrides })
}
export function aDecision(decision: ApprovalDecision, overrides: Partial<EventOf<'approval'>> = {}): EventOf<'approval'> {
  return { kind: 'approval', attemptId: 'attempt-1', decision, ...overrides }
}
export const aStart: EventOf<'app-started'> = { kind: 'app-started', version: '0.1.0', runtime: 'test' }
