import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAuditLog } from '../../../src-main/audit/audit-log.ts'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { createAttempts } from '../../../src-main/device-actions/attempts.ts'
import type { AttemptsOptions } from '../../../src-main/device-actions/attempts.ts'
import type { DeviceActionResult } from '../../../src-main/graph/action-results.ts'
import type { WriteAnswer } from '../../../src-main/graph/device-writes.ts'
import { availabilityOf, resetPasscodePermission } from '../../../src-main/policy/availability.ts'
import type { FreshSignIn } from '../../../src-main/policy/check-fresh-sign-in.ts'
import type { AuditKind } from '../../../src-shared/audit.ts'
import type { DeviceActionRecord } from '../../../src-shared/action-records.ts'
import type { AttemptState } from '../../../src-shared/attempts.ts'
import type { DeviceDetails } from '../../../src-shared/device.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { aDevice } from '../../factories/device.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'

export const ada: Account = { oid: 'ada', tid: 't', displayName: 'Ada Okafor', upn: 'ada@practice.example', roles: ['Helpdesk.Agent'] }
export const bob: Account = { ...ada, oid: 'bob', displayName: 'Bob', upn: 'bob@practice.example' }
export const reference = { httpStatus: 204, graphCode: null, requestId: 'r', clientRequestId: 'c', serverDate: null }
export const proved: FreshSignIn = {
  status: 'ok', account: ada, privilegedToken: 'privileged',
  proof: { method: 'fresh-sign-in', authenticatedAt: '2026-11-23T09:00:01.000Z', issuedAt: '2026-11-23T09:00:02.000Z', signInTookMs: 2000 },
}

/** Everything real but Graph, the browser and the time, which each spec scripts. */
export function attemptsUnderTest({ freeSpaceFloorBytes = 0 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'attempts-'))
  const clock = createMovableClock()
  const audit: AuditLog = openAuditLog({ file: join(folder, 'audit', 'audit.db'), bootId: 'boot', clock, limits: { freeSpaceFloorBytes } })
  const posts: string[] = []
  const states: AttemptState[] = []
  const tracked: DeviceActionRecord[] = []
  const previousResults: (string | null)[] = []
  const script = {
    account: ada as Account | null,
    shown: aDevice() as DeviceDetails | null,
    device: (): Answer<{ device: DeviceDetails }> | Promise<Answer<{ device: DeviceDetails }>> => ({ status: 'ok', device: aDevice() }),
    confirm: async (_expected: Account, _at: number, _signal: AbortSignal): Promise<FreshSignIn> => proved,
    post: async (_request: Parameters<AttemptsOptions['post']>[0]): Promise<WriteAnswer> => ({ status: 'requested', reference }),
    actionResults: [] as readonly DeviceActionResult[],
    onReading: (): void => undefined,
    /** Called when the intent is about to be committed. */
    onWritingIntent: (): void => undefined,
    /** Rows of this kind find no room. */
    refuseToAppend: null as AuditKind | null,
  }
  const options: AttemptsOptions = {
    clock,
    audit: {
      ...audit,
      append: (event) => (event.kind === script.refuseToAppend ? refuse('audit-unavailable') : audit.append(event)),
      writeIntent: (event, consumePermit) => {
        script.onWritingIntent()
        return audit.writeIntent(event, consumePermit)
      },
    },
    account: () => script.account,
    reader: {
      lastShown: () => script.shown,
      read: async () => {
        script.onReading()
        const read = await script.device()
        if (read.status === 'refused') return read
        const { device } = read
        const availability = availabilityOf({
          device, profile: 'graph-admin', permissions: [resetPasscodePermission], inFlight: [], isPolicyValid: true, isAuditWritable: true,
        })
        return { status: 'ok', reading: { opened: { device, availability, namesakes: 0 }, actionResults: script.actionResults } }
      },
    },
    confirmIdentity: (expected, at, signal) => script.confirm(expected, at, signal),
    profile: () => 'graph-admin',
    post: async (request) => {
      posts.push(request.deviceId)
      return script.post(request)
    },
    clockOffsetMs: () => 0,
    onProblem: () => undefined,
    track: (record, previousResultAt) => {
      tracked.push(record)
      previousResults.push(previousResultAt)
    },
    onChanged: (state) => states.push(state),
  }
  const attempts = createAttempts(options)
  const begin = async (): Promise<string> => {
    const begun = await attempts.begin({ deviceId: aDevice().id, ticket: 'INC42', reason: 'forgot it' })
    if (begun.status === 'refused') throw new Error(begun.code)
    return begun.attempt.attemptId
  }
  const kinds = (): AuditKind[] =>
    audit.attempts({ text: '', window: { offset: 0, limit: 50 } }).attempts.toReversed().flatMap(({ attemptId }) => audit.story(attemptId)).map(({ kind }) => kind)
  const stop = (): void => {
    audit.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { stop, options, folder, clock, audit, posts, states, tracked, previousResults, script, attempts, begin, kinds }
}
