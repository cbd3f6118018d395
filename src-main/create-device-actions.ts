import type { DeviceActionRecord } from '../src-shared/action-records.ts'
import type { Clock } from '../src-shared/clock.ts'
import type { EligibilityProfile } from '../src-shared/device-actions.ts'
import type { Answer } from '../src-shared/error-codes.ts'
import type { EventChannel, Events } from '../src-shared/ipc-contract.ts'
import type { AuditLog } from './audit/audit-log.ts'
import { createAttempts } from './device-actions/attempts.ts'
import { createAnnouncer } from './device-actions/announce.ts'
import { createBulkRuns } from './device-actions/bulk-runs.ts'
import { findApprovedIn } from './device-actions/find-approved.ts'
import { createDeviceReader } from './device-actions/open-device.ts'
import type { OpenDeviceOptions } from './device-actions/open-device.ts'
import { createPermissions } from './device-actions/permissions.ts'
import type { SendActionOptions } from './device-actions/send-action.ts'
import { resumeRequests } from './device-actions/resume.ts'
import { createSecrets } from './device-actions/secrets.ts'
import type { SecretsOptions } from './device-actions/secrets.ts'
import { createTracker } from './device-actions/tracker.ts'
import type { Directory } from './directory/directory.ts'
import { readApproval } from './graph/approval-requests.ts'
import { readActionResults, readDevice, readLocation, readSecret } from './graph/device-reads.ts'
import { getEffectivePermissions } from './graph/effective-permissions.ts'
import type { GraphClient } from './graph/http-client.ts'
import { maySee } from './ipc/handlers.ts'
import type { ActionRules } from './policy/action-rules.ts'
import type { Session } from './sign-in/session.ts'

export interface DeviceActionsOptions {
  readonly clock: Clock
  readonly audit: AuditLog
  readonly session: Pick<Session, 'account' | 'actionToken' | 'proof' | 'confirmIdentity'>
  readonly directory: Pick<Directory, 'countOthers' | 'keep' | 'setInFlight'>
  readonly profile: () => EligibilityProfile
  /** Why the policy file holds every action back; null: it does not. */
  readonly policyTrouble: OpenDeviceOptions['policyTrouble']
  readonly rules: ActionRules
  readonly wantsNotifications: () => boolean
  /** The Graph write; sent once, whatever comes back. */
  readonly post: SendActionOptions['post']
  readonly clipboard: SecretsOptions['clipboard']
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Tells the operating system that a request has landed. */
  readonly notify: (record: DeviceActionRecord) => void
  /** Runs a read with the client of the tenant as it is now. */
  readonly withGraph: <T extends Answer>(use: (client: GraphClient) => Promise<T>) => Promise<T | Extract<T, { status: 'refused' }>>
  readonly clockOffsetMs: () => number | null
  readonly send: <C extends EventChannel>(channel: C, event: Events[C]) => void
  readonly onProblem: (where: string, cause: unknown) => void
}

/** Puts the parts together through which anything is done to a device, and picks up what the last run of the console left. */
export function createDeviceActions(options: DeviceActionsOptions) {
  const { audit, clock, directory, onProblem, profile, send, session, withGraph } = options
  const announce = createAnnouncer({
    maySee: (record: DeviceActionRecord) => maySee(session, record),
    send: (record) => send('device-actions:changed', record),
    wantsNotifications: options.wantsNotifications,
    notify: options.notify,
  })
  const tracker = createTracker({
    clock,
    audit,
    readResults: (deviceId) => withGraph((client) => readActionResults(client, deviceId)),
    readApproval: (code) => withGraph((client) => readApproval(client, code)),
    canRead: () => session.account() !== null,
    clockOffsetMs: options.clockOffsetMs,
    isRequester: (record) => session.account()?.oid === record.agentOid,
    onChanged: (record, landed) => {
      directory.setInFlight(tracker.devicesInFlight())
      announce(record, landed)
    },
  })
  const permissions = createPermissions({
    clock,
    account: session.account,
    read: () => withGraph((client) => getEffectivePermissions(client)),
  })
  const reader = createDeviceReader({
    account: session.account,
    readDevice: (deviceId) => withGraph((client) => readDevice(client, deviceId)),
    readPermissions: permissions.read,
    audit,
    profile,
    policyTrouble: options.policyTrouble,
    inFlight: tracker.inFlight,
    isAwaitingApproval: tracker.isAwaitingApproval,
    countOthers: directory.countOthers,
    onRead: directory.keep,
  })
  const door = {
    clock,
    onWire: new Set<string>(),
    audit,
    rules: options.rules,
    reader,
    account: session.account,
    actionToken: session.actionToken,
    sessionProof: session.proof,
    profile,
    post: options.post,
    clockOffsetMs: options.clockOffsetMs,
    track: tracker.track,
    onProblem,
  }
  const attempts = createAttempts({
    ...door,
    confirmIdentity: session.confirmIdentity,
    findApproved: findApprovedIn(tracker),
    completeApproval: tracker.completeApproval,
    onChanged: (state) => send('attempt:changed', state),
  })
  const bulk = createBulkRuns({
    ...door,
    sleep: options.sleep,
    onChanged: (run) => send('bulk:changed', run),
  })
  const secrets = createSecrets({
    clock,
    audit,
    tracker,
    account: session.account,
    readSecret: (deviceId, kind) => withGraph((client) => readSecret(client, deviceId, kind)),
    readLocation: (deviceId) => withGraph((client) => readLocation(client, deviceId)),
    clipboard: options.clipboard,
    onProblem,
  })
  resumeRequests(audit, tracker)
  return {
    tracker, permissions, reader, attempts, bulk, secrets,
    /** Nothing that was proved or begun counts after: screen lock, suspend, sign-out, reload, quit. */
    voidAll: (code?: 'permit-void' | 'session-ended'): void => {
      attempts.voidAll(code)
      bulk.voidAll()
    },
    /** Called a few times a second. */
    tick: (): void => {
      attempts.tick()
      bulk.tick()
      secrets.tick()
      void tracker.pollDue()
    },
  }
}
