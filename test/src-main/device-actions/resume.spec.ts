import { describe, expect, it } from 'vitest'
import { resumeRequests } from '../../../src-main/device-actions/resume.ts'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { plainWipe } from '../../../src-shared/device-actions.ts'
import type { ActionParameters } from '../../../src-shared/device-actions.ts'
import { aDecision, anAnswer, anApprovalRequired, anAttempt, anIntent, anOutcome, approvalCode, aTarget } from '../audit/audit-events.ts'
import { openLog, secretly, yes } from '../audit/audit-fixtures.ts'
import { before, report, result, trackerUnderTest } from './tracker-under-test.ts'

const wipe: ActionParameters = { action: 'reset-device', wipe: plainWipe }
const target = aTarget({ deviceId: 'd1', lastSyncAt: before })

/** One run of the console writes a log; the next one opens it and picks up. */
function nextRunAfter(write: (log: AuditLog) => void, meanwhile: (file: string) => void = () => undefined) {
  const first = openLog()
  write(first.log)
  first.log.close()
  meanwhile(first.file)
  const { log } = openLog(first.file, { bootId: 'boot-2' })
  const the = trackerUnderTest()
  resumeRequests(log, the.tracker)
  return { ...the, log, kinds: (id = 'attempt-1') => log.story(id).map(({ kind }) => kind) }
}
const sent = (log: AuditLog, change: Parameters<typeof anIntent>[0] = {}, told: Parameters<typeof anAttempt>[0] = {}): void => {
  log.append(anAttempt({ target, ...told }))
  expect(log.writeIntent(anIntent({ target, previousResultAt: before, ...change }), yes)).toMatchObject({ status: 'ok' })
}

describe('after the console has ended', () => {
  it('writes that a request whose answer never came is unknown, and looks into it without sending again', async () => {
    const the = nextRunAfter((log) => sent(log))
    expect(the.log.story('attempt-1').at(-1)).toMatchObject({ kind: 'answer', result: 'unknown', code: 'interrupted' })
    expect(the.state('attempt-1')).toMatchObject({ state: 'unknown', code: 'interrupted', isFinal: false })
    await the.see(result('done', before))
    expect(the.state('attempt-1')).toMatchObject({ state: 'unknown', isFinal: false })
    await the.see(result('done'))
    expect(the.state('attempt-1')).toMatchObject({ state: 'done' })
  })
  it('goes on watching what Graph had accepted, with all that is known of it', async () => {
    const the = nextRunAfter((log) => {
      const parameters: ActionParameters = { action: 'rename', deviceName: 'FRONT-DESK-2' }
      sent(log, { action: 'rename', parameters, effect: 'device-renamed' }, { action: 'rename', parameters, ticket: 'INC-7', reason: 'moved' })
      log.append(anAnswer())
    })
    expect(the.kinds()).toEqual(['attempt', 'intent', 'answer'])
    expect(the.state('attempt-1')).toMatchObject({
      action: 'rename', parameters: { action: 'rename', deviceName: 'FRONT-DESK-2' }, effect: 'device-renamed', ticket: 'INC-7', reason: 'moved', runId: null,
      state: 'requested', code: null, isFinal: false, approval: null, agentOid: 'oid-agent', agentName: 'Ada Agent', requestedAt: '2026-11-23T10:00:00.000Z',
    })
    await the.look(report({ deviceName: 'FRONT-DESK-2' }))
    expect(the.state('attempt-1')).toMatchObject({ state: 'done' })
  })
  it.each(['intent', 'attempt'])('says of a request whose %s was changed that it does not verify, names whoever the other row names, and has nothing secret to show', (kind) => {
    const the = nextRunAfter((log) => {
      sent(log, { effect: 'temporary-device-passcode' })
      log.append(anAnswer())
      log.append(anOutcome())
    }, (file) => secretly(file, `UPDATE entries SET body = replace(body, 'Ada Agent', 'Bob Nobody') WHERE kind = '${kind}'`))
    expect(the.state('attempt-1')).toMatchObject({ state: 'done', agentName: 'Ada Agent', isDoubtful: true, secret: null, hasLocation: false })
  })
  it('knows the check-in of before, so that a sync counts only from a later one', async () => {
    const the = nextRunAfter((log) => {
      sent(log, { action: 'sync', parameters: { action: 'sync' }, effect: 'checks-in' }, { action: 'sync', parameters: { action: 'sync' }, runId: 'run-1' })
      log.append(anAnswer())
    })
    expect(the.state('attempt-1')).toMatchObject({ runId: 'run-1' })
    await the.look(report({ lastSyncAt: before }))
    expect(the.state('attempt-1')).toMatchObject({ state: 'requested' })
    await the.look(report({ lastSyncAt: '2026-11-23T10:01:00.000Z' }))
    expect(the.state('attempt-1')).toMatchObject({ state: 'done' })
  })
  it('keeps an unclear answer unclear', () => {
    const the = nextRunAfter((log) => {
      sent(log)
      log.append(anAnswer({ result: 'unknown', code: 'graph-silent' }))
    })
    expect(the.state('attempt-1')).toMatchObject({ state: 'unknown', code: 'graph-silent', isFinal: false })
    expect(the.kinds()).toEqual(['attempt', 'intent', 'answer'])
  })
  it('shows what has ended, and watches it no more', async () => {
    const the = nextRunAfter((log) => {
      sent(log, { effect: 'temporary-device-passcode' }, { runId: 'run-1' })
      log.append(anAnswer())
      log.append(anOutcome())
    })
    expect(the.state('attempt-1')).toMatchObject({ state: 'done', isFinal: true, secret: 'temporary-passcode', ticket: 'INC-1', reason: 'forgot it', runId: 'run-1' })
    await the.see(result('failed'))
    expect(the.read).toEqual([])
  })
  it('shows nothing of a request that Graph clearly refused', () => {
    const the = nextRunAfter((log) => {
      sent(log)
      log.append(anAnswer({ result: 'refused', code: 'graph-missing-role' }))
    })
    expect(the.tracker.records()).toEqual([])
  })
})

describe('a request for approval, after the console has ended', () => {
  const held = (log: AuditLog): void => {
    sent(log, { action: 'reset-device', parameters: wipe, effect: 'factory-reset' }, { action: 'reset-device', parameters: wipe, reason: 'stolen' })
    log.append(anApprovalRequired())
  }
  it('is watched on with its code, and still stands in the way', async () => {
    const the = nextRunAfter(held)
    expect(the.state('attempt-1')).toMatchObject({
      state: 'awaiting-approval', isFinal: false, parameters: wipe, reason: 'stolen',
      approval: { requestedAt: '2026-11-23T10:00:00.000Z', expiresAt: '2026-11-26T10:00:00.000Z' },
    })
    expect(the.tracker.isAwaitingApproval('d1', null)).toBe(true)
    expect(the.kinds()).toEqual(['attempt', 'intent', 'answer'])
    the.script.approval = { status: 'ok', approval: { approvalStatus: 'approved', expiresAt: null } }
    await the.look()
    expect(the.asked).toEqual([approvalCode])
    expect(the.state('attempt-1')).toMatchObject({ state: 'approved' })
  })
  it('that was approved can still be completed, and says so once only', async () => {
    const the = nextRunAfter((log) => {
      held(log)
      log.append(aDecision('approved'))
    })
    expect(the.state('attempt-1')).toMatchObject({ state: 'approved', isFinal: false })
    the.script.approval = { status: 'ok', approval: { approvalStatus: 'approved', expiresAt: null } }
    await the.look()
    expect(the.landed).toEqual([])
    expect(the.written).toEqual([])
    expect(the.tracker.find('attempt-1')?.watched.approvalCode).toBe(approvalCode)
  })
  it.each(['completed', 'rejected', 'expired', 'cancelled'] as const)('that is %s stands in nobody’s way', (decision) => {
    const the = nextRunAfter((log) => {
      held(log)
      log.append(aDecision(decision))
    })
    expect(the.tracker.isAwaitingApproval('d1', null)).toBe(false)
    expect(the.kinds()).toEqual(['attempt', 'intent', 'answer', 'approval'])
  })
})

describe('a log of version 0.1', () => {
  it('says no parameters: its requests are resets of a passcode', async () => {
    const the = nextRunAfter((log) => {
      sent(log, { effect: 'temporary-device-passcode' })
      log.append(anAnswer())
    })
    expect(the.state('attempt-1')).toMatchObject({ action: 'reset-passcode', parameters: { action: 'reset-passcode' } })
    await the.see(result('done'))
    expect(the.state('attempt-1')).toMatchObject({ state: 'done', secret: 'temporary-passcode' })
  })
})
