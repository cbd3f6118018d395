import { createTracker } from '../../../src-main/device-actions/tracker.ts'
import type { Watched } from '../../../src-main/device-actions/tracker.ts'
import type { DeviceActionResult } from '../../../src-main/graph/action-results.ts'
import type { ApprovalRead } from '../../../src-main/graph/approval-requests.ts'
import type { ActionResultsRead } from '../../../src-main/graph/device-reads.ts'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import type { DeviceActionRecord } from '../../../src-shared/action-records.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'

export const before = '2026-11-20T00:00:00.000Z'
export const watched: Watched = { previousResultAt: before, previousSyncAt: before, approvalCode: null }
export const approvalCode = '0f0e0d0c-0b0a-4908-8706-050403020100'

/** An entry of deviceActionResults, ours unless it started at another time. */
export const result = (actionState: string, startDateTime = '2026-11-23T09:00:01.000Z', actionName = 'resetpasscode'): DeviceActionResult => ({
  actionName, actionState, startDateTime, lastUpdatedDateTime: null, errorCode: null, hasPasscode: false, hasUnlockPin: false, hasLocation: false,
})
/** What a read of the device's state answers. */
export const report = (change: Partial<ActionResultsRead> = {}): Answer<ActionResultsRead> => ({
  status: 'ok', managementState: 'managed', lastSyncAt: before, deviceName: 'Pixel', managedDeviceName: 'pixel-1', actionResults: [], ...change,
})

/** The tracker with Graph scripted; `see` lets so much time pass that everything is due, and looks once. */
export function trackerUnderTest() {
  const clock = createMovableClock()
  const written: AuditEvent[] = []
  const landed: DeviceActionRecord[] = []
  const changed: DeviceActionRecord[] = []
  const read: string[] = []
  const asked: string[] = []
  const script = {
    signedIn: true, isRequester: true, clockOffsetMs: null as number | null, answer: report(), answers: new Map<string, Answer<ActionResultsRead>>(),
    approval: refuse('no-record') as Answer<{ approval: ApprovalRead }>,
    onRead: (): void => undefined,
  }
  const tracker = createTracker({
    clock,
    audit: { appendOrHold: (event) => written.push(event) },
    readResults: async (deviceId) => {
      read.push(deviceId)
      script.onRead()
      return script.answers.get(deviceId) ?? script.answer
    },
    readApproval: async (code) => {
      asked.push(code)
      script.onRead()
      return script.approval
    },
    canRead: () => script.signedIn,
    clockOffsetMs: () => script.clockOffsetMs,
    isRequester: () => script.isRequester,
    onChanged: (record, hasLanded) => {
      changed.push(record)
      if (hasLanded) landed.push(record)
    },
  })
  const look = async (answer?: Answer<ActionResultsRead>): Promise<void> => {
    if (answer !== undefined) script.answer = answer
    clock.advance(601_000)
    await tracker.pollDue()
  }
  const see = (...results: DeviceActionResult[]): Promise<void> => look(report({ actionResults: results }))
  const state = (attemptId = 'a1') => tracker.find(attemptId)?.record
  return { clock, written, landed, changed, read, asked, script, tracker, look, see, state }
}
