import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import { isFitForLog, madeFit } from '../../../src-main/audit/event-guard.ts'
import { plainWipe } from '../../../src-shared/device-actions.ts'
import { aDecision, anAnswer, anApprovalRequired, anAttempt, anIntent, anOutcome, aRefusal, aStart, agent, proof } from './audit-events.ts'

const token = `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`
const withExtra = (extra: object) => ({ ...anAnswer(), ...extra }) as unknown as AuditEvent

describe('what may become an audit row', () => {
  it('is every event that the console writes', () => {
    const events: AuditEvent[] = [
      aStart, anAttempt(), aRefusal(), { kind: 'cancellation', attemptId: 'a', actor: agent, stage: 'warning' },
      { kind: 'fresh-sign-in', attemptId: 'a', actor: agent, proof }, anIntent({ effect: 'temporary-device-passcode' }),
      anAnswer({ reference: { httpStatus: 204, graphCode: null, requestId: 'r', clientRequestId: 'c', serverDate: null } }),
      anOutcome(), { kind: 'reveal', attemptId: 'a', actor: agent }, { kind: 'reveal', attemptId: 'a', actor: agent, what: 'unlock-pin' },
      // That there is a PIN may be written, the PIN may not.
      anAttempt({ action: 'reset-device', parameters: { action: 'reset-device', wipe: { ...plainWipe, withRecoveryPin: true } }, runId: 'r', completes: 'a' }),
      anIntent({ approval: 'code' }), anApprovalRequired(), aDecision('approved'),
    ]
    for (const event of events) {
      expect(isFitForLog(event), event.kind).toBe(true)
      expect(madeFit(event)).toEqual(event)
    }
  })

  it.each([
    'passcode', 'Passcode', 'temporaryPasscode', 'password', 'accessToken', 'refresh_token', 'id-token', 'unlockPin', 'pin', 'recoveryPin', 'recovery_pin', 'macOsUnlockCode', 'key', 'clientSecret',
    'activationLockBypassCode', 'recoveryKey', 'Authorization', 'cookie', 'code_verifier', 'client_assertion',
  ])('is nothing with a "%s" in it, at any depth', (name) => {
    for (const event of [withExtra({ [name]: 'hunter2' }), withExtra({ reference: { deep: [{ [name]: 'hunter2' }] } })]) {
      expect(isFitForLog(event)).toBe(false)
      expect(JSON.stringify(madeFit(event))).not.toContain('hunter2')
      expect(madeFit(event)).toMatchObject({ kind: 'answer', attemptId: 'attempt-1' })
    }
  })

  it('is no text that carries a token, wherever somebody pasted it', () => {
    const event = anAttempt({ reason: `see Bearer ${token} thanks` })
    expect(isFitForLog(event)).toBe(false)
    expect(madeFit(event).reason).toBe('see Bearer [removed] thanks')
  })

  it('is nothing that JSON would change on the way', () => {
    expect(isFitForLog(anAnswer({ clockOffsetMs: Number.NaN }))).toBe(false)
    expect(madeFit(anAnswer({ clockOffsetMs: Number.NaN })).clockOffsetMs).toBeNull()
    expect(isFitForLog(withExtra({ code: undefined }))).toBe(false)
  })
})
