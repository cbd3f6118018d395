import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAuditLog } from '../../../src-main/audit/audit-log.ts'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import type { Approved } from '../../../src-main/device-actions/attempt.ts'
import { createAttempts } from '../../../src-main/device-actions/attempts.ts'
import type { AttemptsOptions } from '../../../src-main/device-actions/attempts.ts'
import type { PostRequest } from '../../../src-main/device-actions/post-write.ts'
import type { Watched } from '../../../src-main/device-actions/tracker.ts'
import type { DeviceActionResult } from '../../../src-main/graph/action-results.ts'
import type { WriteAnswer } from '../../../src-main/graph/device-writes.ts'
import { actionPolicies } from '../../../src-main/policy/action-policies.ts'
import { noRules } from '../../../src-main/policy/action-rules.ts'
import { availabilityOf } from '../../../src-main/policy/availability.ts'
import type { FreshSignIn } from '../../../src-main/policy/check-fresh-sign-in.ts'
import type { AuditKind, FreshSignInProof, SessionProof } from '../../../src-shared/audit.ts'
import type { DeviceActionRecord } from '../../../src-shared/action-records.ts'
import type { AttemptState, BeginAttemptRequest } from '../../../src-shared/attempts.ts'
import type { ActionParameters, DeviceActionName } from '../../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../../src-shared/device.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada, aDevice } from '../../factories/device.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

export const reference = { httpStatus: 204, graphCode: null, requestId: 'r', clientRequestId: 'c', serverDate: null }
const freshProof: FreshSignInProof = {
  method: 'fresh-sign-in', authenticatedAt: '2026-11-23T09:00:01.000Z', issuedAt: '2026-11-23T09:00:02.000Z', signInTookMs: 2000,
}
export const proved: FreshSignIn = { status: 'ok', account: ada, privilegedToken: 'proved-token', proof: freshProof }
export const sessionProof: SessionProof = { method: 'session', issuedAt: '2026-11-23T08:00:00.000Z' }
export const everyPermission: readonly string[] = Object.values(actionPolicies).map(({ permission }) => permission)

/** What an agent asks for in most specs; an action without parameters can be given by its name. */
export function aRequest(change: Partial<BeginAttemptRequest> = {}): BeginAttemptRequest {
  return {
    deviceId: aDevice().id, parameters: { action: 'reset-passcode' }, ticket: 'INC42', reason: 'forgot it', recoveryPin: null, completes: null, ...change,
  }
}

/** Everything real but Graph, the browser and the time, which each spec scripts. */
export function attemptsUnderTest({ freeSpaceFloorBytes = 0, rules = noRules } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'attempts-'))
  const clock = createMovableClock()
  const audit: AuditLog = openAuditLog({ file: join(folder, 'audit', 'audit.db'), bootId: 'boot', clock, limits: { freeSpaceFloorBytes } })
  const posts: PostRequest[] = []
  const states: AttemptState[] = []
  const tracked: DeviceActionRecord[] = []
  const watched: Watched[] = []
  const completed: string[] = []
  const tokenScopes: string[] = []
  const confirmedScopes: string[] = []
  const reads: (string | null)[] = []
  const script = {
    account: ada as Account | null,
    shown: aDevice() as DeviceDetails | null,
    device: (): Answer<{ device: DeviceDetails }> | Promise<Answer<{ device: DeviceDetails }>> => ({ status: 'ok', device: aDevice() }),
    pending: [] as readonly DeviceActionName[],
    isAwaitingApproval: false,
    confirm: async (_expected: Account, _at: number, _signal: AbortSignal): Promise<FreshSignIn> => proved,
    sessionProof: sessionProof as SessionProof | null,
    token: (): Answer<{ token: string }> | Promise<Answer<{ token: string }>> => ({ status: 'ok', token: 'session-token' }),
    approved: null as Approved | null,
    post: async (_request: PostRequest): Promise<WriteAnswer> => ({ status: 'requested', reference }),
    actionResults: [] as readonly DeviceActionResult[],
    onReading: (): void => undefined,
    /** Called when the intent is about to be committed. */
    onWritingIntent: (): void => undefined,
    /** Rows of this kind find no room. */
    refuseToAppend: null as AuditKind | null,
  }
  const options: AttemptsOptions = {
    clock,
    rules,
    onWire: new Set(),
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
      read: async (_deviceId, completing) => {
        reads.push(completing ?? null)
        script.onReading()
        const read = await script.device()
        if (read.status === 'refused') return read
        const { device } = read
        const availability = availabilityOf({
          device, profile: 'graph-admin', permissions: everyPermission, isAgent: true, pending: script.pending, isAwaitingApproval: script.isAwaitingApproval,
          hasWaitingPin: false, policyTrouble: null, auditTrouble: null,
        })
        const others = { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }
        return { status: 'ok', reading: { opened: { device, availability, others, pending: script.pending }, actionResults: script.actionResults } }
      },
    },
    confirmIdentity: (expected, at, scope, signal) => {
      confirmedScopes.push(scope)
      return script.confirm(expected, at, signal)
    },
    sessionProof: () => script.sessionProof,
    actionToken: async (scope) => {
      tokenScopes.push(scope)
      return script.token()
    },
    findApproved: (request) => (request.completes === null ? null : script.approved),
    completeApproval: (attemptId) => completed.push(attemptId),
    profile: () => 'graph-admin',
    post: async (request) => {
      posts.push(request)
      return script.post(request)
    },
    clockOffsetMs: () => 0,
    onProblem: () => undefined,
    track: (record, of) => {
      tracked.push(record)
      watched.push(of)
    },
    onChanged: (state) => states.push(state),
  }
  const attempts = createAttempts(options)
  const begin = async (parameters: ActionParameters = { action: 'reset-passcode' }, change: Partial<BeginAttemptRequest> = {}): Promise<string> => {
    const begun = await attempts.begin(aRequest({ parameters, ...change }))
    if (begun.status === 'refused') throw new Error(begun.code)
    return begun.attempt.attemptId
  }
  const send = (attemptId: string, typed: string | null = null) => attempts.send(attemptId, typed)
  /** The device is like this: as it was shown and as it is read. */
  const use = (change: Partial<DeviceDetails>): void => {
    script.shown = aDevice(change)
    script.device = () => ({ status: 'ok', device: aDevice(change) })
  }
  /** The last four characters of the device's serial number. */
  const lastFour = aDevice().serialNumber.slice(-4)
  const kinds = (): AuditKind[] =>
    audit.attempts({ filter: everyAttempt, window: { offset: 0, limit: 50 } }).attempts.toReversed().flatMap(({ attemptId }) => audit.story(attemptId)).map(({ kind }) => kind)
  const stop = (): void => {
    audit.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    stop, options, folder, clock, audit, posts, states, tracked, watched, completed, tokenScopes, confirmedScopes, reads, script, attempts, begin, send, use, lastFour, kinds,
  }
}
