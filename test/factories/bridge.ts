import { noActionRules } from '../../src-shared/action-rules.ts'
import type { AppInfo, Preferences } from '../../src-shared/app-info.ts'
import type { AuditFigures } from '../../src-shared/audit-query.ts'
import type { Bridge } from '../../src-shared/bridge.ts'
import type { DeviceExportProgress } from '../../src-shared/device-export.ts'
import type { DirectoryStatus } from '../../src-shared/device.ts'
import type { AnswerOf, EventChannel, Events, RequestChannel, RequestOf } from '../../src-shared/ipc-contract.ts'
import type { SessionState } from '../../src-shared/session.ts'
import type { BundlePartName, SupportBundle } from '../../src-shared/support-bundle.ts'
import type { AuditLogs } from '../../src-shared/audit-retention.ts'
import { aCentralStatus, aVerification } from './central.ts'
import { aReconciliation } from './reconciliation.ts'
import { alex, anAuditAttempt, anAuditHealth, anExport, aStory, sam } from './audit.ts'
import { aBulkRun, aLocation, anActionRecord, anAttemptState, anOpenedDevice } from './devices.ts'

type Handler<C extends RequestChannel> = (request: RequestOf<C>) => AnswerOf<C> | Promise<AnswerOf<C>>
type Handlers = { [C in RequestChannel]: Handler<C> }

export interface FakeBridge {
  readonly bridge: Bridge
  /** Every request that the renderer made, in order. */
  readonly requests: readonly { readonly channel: RequestChannel; readonly request: unknown }[]
  /** Replaces what main answers on a channel. */
  on<C extends RequestChannel>(channel: C, handler: Handler<C>): void
  /** Sends an event, as main would. */
  emit<C extends EventChannel>(channel: C, event: Events[C]): void
  /** The requests of one channel. */
  asked<C extends RequestChannel>(channel: C): readonly RequestOf<C>[]
}

export function anAppInfo(overrides: Partial<AppInfo> = {}): AppInfo {
  return {
    version: '0.1.0', isPractice: true, tenantName: 'Contoso (practice)', profile: 'graph-admin', rules: noActionRules, runtime: 'stand-in, Node 24.21.0', listKept: 'kept', notices: [],
    setup: null,
    support: { name: 'Contoso IT Service Desk', phone: '+44 20 7946 0000', email: 'help@contoso.example', website: 'https://help.contoso.example' },
    ...overrides,
  }
}

export const alexSignedIn: SessionState = {
  status: 'signed-in',
  account: { oid: 'oid-alex', tid: 'tid-practice', displayName: 'Alex Agent', upn: 'alex.agent@contoso.example', roles: ['Helpdesk.Agent'] },
}

export const samiraSignedIn: SessionState = {
  status: 'signed-in',
  account: { oid: 'oid-samira', tid: 'tid-practice', displayName: 'Samira Supervisor', upn: 'samira@contoso.example', roles: ['Helpdesk.Supervisor'] },
}

export const signedOut: SessionState = { status: 'signed-out', code: null }

export function aDirectoryStatus(overrides: Partial<DirectoryStatus> = {}): DirectoryStatus {
  return { phase: 'ready', count: 0, badRows: 0, syncedAt: '2026-11-23T10:04:00.000Z', changedAt: null, source: 'intune', expected: null, perSecond: null, isPutOff: false, notice: null, code: null, revision: 1, ...overrides }
}

export function aDeviceExport(overrides: Partial<DeviceExportProgress> = {}): DeviceExportProgress {
  return { exportId: 'export-1', phase: 'choosing', rows: 0, totalRows: null, bytes: 0, file: null, isRowHeld: false, code: null, ...overrides }
}

export function aSupportBundle(note = ''): SupportBundle {
  const texts = { console: 'console: 0.1.0\n', log: '{"at":"2026-11-24T10:00:00.000Z","message":"for ⟨redacted e-mail⟩"}\n', ...(note === '' ? {} : { note: `${note}\n` }) }
  const parts = Object.entries(texts).map(([name, text]) => ({ name: name as BundlePartName, text, bytes: text.length }))
  return { bundleId: '7e0f6f5c-7a1e-4f6e-9d1a-0d6b4b6a0001', madeAt: '2026-11-24T10:00:00.000Z', parts, bytes: 900 }
}

const preferences: Preferences = { theme: 'system', notifications: true, practiceProfile: 'graph-admin', views: [], columns: { order: [], shown: null, widths: {} } }

const noFigures: AuditFigures = { total: 0, ofNewest: null, perDay: [], perHour: Array.from({ length: 24 }, () => 0), perAgent: [], perStatus: {}, perAction: {}, perFlag: {} }

const someLogs: AuditLogs = { logs: [], keepDays: null, removed: [] }

function defaultHandlers(): Handlers {
  const ok = { status: 'ok' } as const
  return {
    'app:info': () => ({ ...ok, info: anAppInfo() }),
    'app:copy-text': () => ok,
    'app:open-link': () => ok,
    'preferences:get': () => ({ ...ok, preferences }),
    'preferences:save': (request) => ({ ...ok, preferences: request }),
    'support:make': () => ({ ...ok, bundle: aSupportBundle() }),
    'support:note': ({ text }) => ({ ...ok, bundle: aSupportBundle(text) }),
    'support:save': () => ({ ...ok, file: '/home/ada/support.txt' }),
    'support:copy': () => ok,
    'setup:check': () => ({ ...ok, run: { steps: [], isOver: true, policy: null } }),
    'setup:cancel': () => ok,
    'setup:open-page-again': () => ok,
    'setup:save-policy': () => ({ ...ok, isSaved: true }),
    'setup:look-again': () => ({ ...ok, look: { found: 'nothing' } }),
    'setup:practise': () => ok,
    'session:get': () => ({ ...ok, session: alexSignedIn }),
    'session:sign-in': () => ({ ...ok, session: alexSignedIn }),
    'session:cancel-sign-in': () => ok,
    'session:open-page-again': () => ok,
    'session:sign-out': () => ({ ...ok, session: signedOut }),
    'directory:query': () => ({ ...ok, page: { total: 0, rows: [], revision: 1 } }),
    'directory:find-in-text': () => ({ ...ok, found: [] }),
    'directory:export': () => ({ ...ok, export: aDeviceExport() }),
    'directory:cancel-export': () => ok,
    'directory:copy': () => ({ ...ok, rows: 0 }),
    'directory:status': () => ({ ...ok, directory: aDirectoryStatus() }),
    'directory:refresh': () => ok,
    'device:open': ({ deviceId }) => ({ ...ok, opened: anOpenedDevice({ id: deviceId }) }),
    'attempt:begin': () => ({ ...ok, attempt: anAttemptState() }),
    'attempt:sign-out': () => ({ ...ok, attempt: anAttemptState({ phase: 'warning', remainingMs: 240_000 }) }),
    'attempt:send': () => ({ ...ok, action: anActionRecord() }),
    'attempt:cancel': () => ok,
    'device-actions:list': () => ({ ...ok, actions: [] }),
    'device-actions:reveal-secret': () => ({ ...ok, kind: 'temporary-passcode', secret: 'K7mQ2x' }),
    'device-actions:copy-secret': () => ({ ...ok, clearsInMs: 30_000 }),
    'device-actions:read-location': () => ({ ...ok, location: aLocation() }),
    'bulk:begin': () => ({ ...ok, run: aBulkRun() }),
    'bulk:start': () => ({ ...ok, run: aBulkRun({ phase: 'running' }) }),
    'bulk:cancel': () => ok,
    'bulk:current': () => ({ ...ok, run: null }),
    'audit:attempts': () => ({ ...ok, page: { total: 0, isTotalExact: true, attempts: [], health: anAuditHealth() } }),
    'audit:story': () => ({ ...ok, entries: aStory() }),
    'audit:related': () => ({ ...ok, related: { sameDevice: [], sameUser: [] } }),
    'audit:figures': () => ({ ...ok, figures: noFigures }),
    'audit:choices': () => ({ ...ok, choices: { agents: [alex, sam] } }),
    'audit:review': ({ attemptId }) => ({ ...ok, attempt: anAuditAttempt({ attemptId }) }),
    'audit:events': () => ({ ...ok, page: { entries: [], older: null } }),
    'audit:reconcile': (range) => ({ ...ok, reconciliation: aReconciliation(range) }),
    'audit:export': ({ format }) => ({ ...ok, export: anExport({ format }) }),
    'audit:cancel-export': () => ok,
    'audit:current-export': () => ({ ...ok, export: null }),
    'audit:logs': () => ({ ...ok, logs: someLogs }),
    'audit:close-log': () => ({ ...ok, logs: someLogs }),
    'audit:remove-log': () => ({ ...ok, logs: someLogs }),
    'audit:central': () => ({ ...ok, central: aCentralStatus() }),
    'audit:desks': () => ({ ...ok, desks: [] }),
    'audit:verify-desk': ({ installId }) => ({ ...ok, verification: aVerification({ installId }) }),
    'audit:cancel-verify': () => ok,
    'audit:acknowledge': () => ({ ...ok, health: anAuditHealth() }),
    'audit:health': () => ({ ...ok, health: anAuditHealth() }),
  }
}

/** Main, as the renderer sees it: answers that can be replaced, events that can be sent, and a list of what was asked. */
export function createFakeBridge(): FakeBridge {
  const handlers = defaultHandlers()
  const requests: { channel: RequestChannel; request: unknown }[] = []
  const listeners = new Map<EventChannel, Set<(event: never) => void>>()

  const invoke = <C extends RequestChannel>(channel: C) => async (request: RequestOf<C>): Promise<AnswerOf<C>> => {
    requests.push({ channel, request: structuredClone(request) }) // as the real bridge: throws for what cannot be cloned
    return handlers[channel](request)
  }
  const ask = <C extends RequestChannel>(channel: C) => (): Promise<AnswerOf<C>> => invoke(channel)(undefined)
  const subscribe = <C extends EventChannel>(channel: C) => (listener: (event: Events[C]) => void): (() => void) => {
    const set = listeners.get(channel) ?? new Set()
    listeners.set(channel, set.add(listener))
    return () => set.delete(listener)
  }

  return {
    requests,
    on: (channel, handler) => { Object.assign(handlers, { [channel]: handler }) },
    emit: (channel, event) => listeners.get(channel)?.forEach((listener) => (listener as (event: unknown) => void)(event)),
    asked: <C extends RequestChannel>(channel: C) => requests.filter((entry) => entry.channel === channel).map((entry) => entry.request as RequestOf<C>),
    bridge: {
      app: { info: ask('app:info'), copyText: invoke('app:copy-text'), openLink: invoke('app:open-link'), onInfoChanged: subscribe('app:info-changed') },
      preferences: { get: ask('preferences:get'), save: invoke('preferences:save') },
      support: { make: ask('support:make'), note: invoke('support:note'), save: invoke('support:save'), copy: invoke('support:copy') },
      setup: {
        check: invoke('setup:check'), cancel: ask('setup:cancel'), openPageAgain: ask('setup:open-page-again'), savePolicy: ask('setup:save-policy'),
        lookAgain: ask('setup:look-again'), practise: invoke('setup:practise'), onChanged: subscribe('setup:changed'),
      },
      session: {
        get: ask('session:get'), signIn: ask('session:sign-in'), cancelSignIn: ask('session:cancel-sign-in'), openPageAgain: ask('session:open-page-again'), signOut: ask('session:sign-out'),
        onChanged: subscribe('session:changed'),
      },
      directory: {
        query: invoke('directory:query'), findInText: invoke('directory:find-in-text'), export: invoke('directory:export'), cancelExport: invoke('directory:cancel-export'),
        onExportChanged: subscribe('directory:export-changed'), copy: invoke('directory:copy'), status: ask('directory:status'), refresh: ask('directory:refresh'), onChanged: subscribe('directory:changed'),
      },
      device: { open: invoke('device:open') },
      attempts: {
        begin: invoke('attempt:begin'), signOut: invoke('attempt:sign-out'), send: invoke('attempt:send'), cancel: invoke('attempt:cancel'),
        onChanged: subscribe('attempt:changed'),
      },
      deviceActions: {
        list: ask('device-actions:list'), revealSecret: invoke('device-actions:reveal-secret'), copySecret: invoke('device-actions:copy-secret'),
        readLocation: invoke('device-actions:read-location'), onChanged: subscribe('device-actions:changed'),
      },
      bulk: {
        begin: invoke('bulk:begin'), start: invoke('bulk:start'), cancel: invoke('bulk:cancel'), current: ask('bulk:current'), onChanged: subscribe('bulk:changed'),
      },
      audit: {
        attempts: invoke('audit:attempts'), story: invoke('audit:story'), related: invoke('audit:related'), figures: invoke('audit:figures'), choices: invoke('audit:choices'),
        review: invoke('audit:review'), events: invoke('audit:events'),
        logs: ask('audit:logs'), closeLog: ask('audit:close-log'), removeLog: invoke('audit:remove-log'), central: ask('audit:central'), desks: ask('audit:desks'),
        verifyDesk: invoke('audit:verify-desk'), cancelVerify: invoke('audit:cancel-verify'), onCentralChanged: subscribe('audit:central-changed'),
        onVerifyChanged: subscribe('audit:verify-changed'), acknowledge: invoke('audit:acknowledge'), reconcile: invoke('audit:reconcile'), export: invoke('audit:export'), cancelExport: invoke('audit:cancel-export'), currentExport: ask('audit:current-export'),
        onExportChanged: subscribe('audit:export-changed'), health: ask('audit:health'), onHealthChanged: subscribe('audit:health-changed'),
      },
    },
  }
}
