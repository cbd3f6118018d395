import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { app, clipboard, net, safeStorage, session as electronSession } from 'electron'
import type { AppInfo, StartNotice, SupportContact } from '../src-shared/app-info.ts'
import type { ExportFormat } from '../src-shared/audit.ts'
import { refuse } from '../src-shared/error-codes.ts'
import type { Answer } from '../src-shared/error-codes.ts'
import type { EventChannel, Events } from '../src-shared/ipc-contract.ts'
import type { SessionState } from '../src-shared/session.ts'
import type { SetupPlatform } from '../src-shared/setup.ts'
import { openAuditLog } from './audit/audit-log.ts'
import { zoneOfThisPc } from './audit/local-time.ts'
import { connectToCentralLog } from './central-log/connect.ts'
import { createClockWatch } from './clock-watch.ts'
import { protectionOf, snapshotStoreOf } from './audit-key-protection.ts'
import { systemClock } from './clock.ts'
import { buildStamp } from './build-stamp.ts'
import { cloudHosts } from './clouds.ts'
import { createConsoleAge } from './console-age.ts'
import { createCentralLog } from './create-central-log.ts'
import { createDeviceActions } from './create-device-actions.ts'
import { createPostWrite } from './device-actions/post-write.ts'
import { createDirectoryWorker } from './directory/create-directory-worker.ts'
import { createDirectory } from './directory/directory.ts'
import { createSnapshotPlaces } from './directory/snapshot-places.ts'
import { createDeskLogs } from './exports/desk-logs.ts'
import { createDeviceExports } from './exports/device-exports.ts'
import { createExports } from './exports/exports.ts'
import { createSupportBundles } from './exports/support-bundles.ts'
import { findTenant, givenPracticeTenant } from './find-tenant.ts'
import { followSession } from './follow-session.ts'
import { readDeviceCount } from './graph/device-count.ts'
import { createFetchPage } from './graph/device-list.ts'
import { createGraphClient } from './graph/http-client.ts'
import type { GraphClient, GraphClientOptions } from './graph/http-client.ts'
import type { Answering } from './ipc/handle.ts'
import { createHandlers } from './ipc/handlers.ts'
import { requestParsers } from './ipc/parse-requests.ts'
import { intunePageOf } from './ipc/links.ts'
import type { ConsoleLog } from './logging/open-log.ts'
import { noRules } from './policy/action-rules.ts'
import { findRuleSource } from './policy/rule-source.ts'
import { paperOf, reportDocument } from './report/report-document.ts'
import { oneToken } from './reconciliation/one-token.ts'
import { createReconciler } from './reconciliation/reconciler.ts'
import { whoElseCanWrite } from './settings/file-access/who-can-write.ts'
import { createPolicyAccess } from './settings/policy-access.ts'
import { openPolicyFile, openPracticeActions, openPracticeAudit, policyFileInUse } from './settings/policy-file.ts'
import { actionsInForce, profileInForce, shownRules } from './settings/policy-in-force.ts'
import { readersPolicy } from './settings/policy-schema.ts'
import { openPreferencesStore } from './settings/preferences-store.ts'
import { lockedRow, sessionRowOf } from './session-record.ts'
import { createServiceDesk } from './service-desk/service-desk.ts'
import { policyRowOf, preferencesRowOf } from './settings-record.ts'
import { openPracticeChoice } from './setup/practice-choice.ts'
import { createSetup } from './setup/setup.ts'
import { createSession, loadSignIn } from './sign-in/session.ts'
import { startUpdates } from './start-updates.ts'
import { consoleSection, screenAndNetworkSection } from './support-facts.ts'
import { auditSection, deviceListSection, policySection, settingsSection } from './support-sections.ts'
import { createTenantSource } from './tenant-source.ts'
import { usualUpdates } from './updates/may-update.ts'
import { notifyLanded } from './window/action-notification.ts'
import { chooseCopy, chooseFile } from './window/choose-file.ts'
import { openInBrowser } from './window/open-in-browser.ts'
import { printReport } from './window/print-report.ts'

const practiceSupport: SupportContact = {
  name: 'Practice IT support',
  phone: '+44 20 7946 0321',
  email: 'it-support@practice.example',
  website: '',
}
/** The list is read again so often, milliseconds from the end of one reading to the start of the next, where Intune does not tell what has changed. */
const resyncEveryMs = 15 * 60_000
/** Where it does: so often it is asked, and so often everything is read again in spite of it. Devices that left are only missed in a whole reading. */
const keepCurrent = { changesEveryMs: 60_000, walkEveryMs: 60 * 60_000 }
/** So long the central log's server is waited for at the end, milliseconds. */
const hangUpMs = 1000
/** So many of the log's newest lines are in a support bundle. */
const bundledLogLines = 500
const noSupport: SupportContact = { name: '', phone: '', email: '', website: '' }

/** What the system's save dialog calls a file of each format. */
const fileKinds: Record<ExportFormat, string> = { csv: 'Spreadsheet', pdf: 'Report', jsonl: 'Audit log' }

const setupPlatforms: Partial<Record<NodeJS.Platform, SetupPlatform>> = { win32: 'windows', darwin: 'macos' }

/** Resolves after so many milliseconds, or at once when the signal aborts. */
const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)

export interface ServicesOptions {
  readonly outFolder: string
  readonly log: ConsoleLog
  readonly send: <C extends EventChannel>(channel: C, event: Events[C]) => void
  readonly focusWindow: () => void
}

/** Of Electron's powerMonitor. */
export type AwayEvent = 'suspend' | 'resume' | 'lock-screen' | 'user-did-resign-active'

export interface Services extends Answering {
  /** The screen was locked or the PC slept: nothing that was proved before counts after. */
  onAgentAway(event: AwayEvent): void
  /** The page was loaded anew, or closed. */
  onPageReplaced(): void
  /** Loads ahead what the first sign-in needs, and starts the directory's thread. */
  warmUp(): void
  close(): Promise<void>
}

/** Puts the parts together: the real clock, network, disk and browser. */
export function createServices(options: ServicesOptions): Services {
  const { send, log: { logger, redactor, know } } = options
  const clock = systemClock
  const startedMs = clock.monotonicMs()
  const profileFolder = app.getPath('userData')
  const onProblem = logger.problem

  const policy = openPolicyFile(app.isPackaged)
  const practiceChoice = openPracticeChoice(profileFolder, givenPracticeTenant() !== null, onProblem)
  const isPractice = (): boolean => policy.status === 'absent' && practiceChoice.isChosen()
  /** Nothing to sign in to: the page shows the setup. */
  const isUnset = (): boolean => policy.status === 'absent' && !practiceChoice.isChosen()
  const isKiosk = policy.status === 'ok' && policy.policy.kiosk !== null
  startUpdates({ updates: policy.status === 'ok' ? policy.policy.updates : usualUpdates, isKiosk, onProblem })
  const auditPolicy = policy.status === 'ok' ? policy.policy.audit : openPracticeAudit(app.isPackaged)
  const preferences = openPreferencesStore(profileFolder, onProblem)
  const profile = () => profileInForce(policy, preferences.read())
  const age = createConsoleAge(buildStamp, policy.status === 'ok' ? policy.policy.age : null, clock.wallMs)
  const actionRules = actionsInForce(policy, openPracticeActions(app.isPackaged))
  const tenants = createTenantSource(
    (onEnded) => findTenant(policy, options.outFolder, onProblem, onEnded),
    () => session.signOut('practice-tenant-failed'),
  )
  // The practice tenant takes a second to start: now, not when the agent presses Sign in.
  const warmUpTenant = (): void => {
    tenants.find().catch((cause: unknown) => onProblem('tenant', cause))
  }
  if (!isUnset()) warmUpTenant()
  const fetch: typeof globalThis.fetch = (input, init) => net.fetch(input as string, init)

  const auditFolder = policy.status === 'ok' ? policy.policy.tenantId : 'practice'
  const audit = openAuditLog({
    file: join(profileFolder, 'audit', auditFolder, 'audit.db'),
    bootId: randomUUID(),
    clock,
    keyProtection: protectionOf(safeStorage),
    workingHours: auditPolicy.workingHours,
    onHealthChanged: (health) => send('audit:health-changed', health),
  })
  // Electron's types promise the version; the stand-in has none.
  const electronVersion = 'electron' in process.versions ? process.versions.electron : null
  const runtime = electronVersion === null ? `stand-in, Node ${process.versions.node}` : `Electron ${electronVersion}`
  audit.append({ kind: 'app-started', version: app.getVersion(), runtime })
  const access = createPolicyAccess({
    policy,
    asked: policyFileInUse(app.isPackaged),
    whoElse: (asked) => whoElseCanWrite(asked, process.platform),
    onKnown: () => {
      notePolicy()
      send('app:info-changed', info())
    },
  })
  const notePolicy = (): void => {
    const row = policyRowOf(audit.settings(), policy, access.current())
    if (row !== null) audit.appendOrHold(row)
  }
  notePolicy()

  const policyPath = policyFileInUse(app.isPackaged).file
  let lastSession: SessionState = { status: 'signed-out', code: null }
  const session = createSession({
    tenant: async () => (isUnset() ? refuse('not-set-up') : tenants.find()),
    fetch,
    clock,
    openInBrowser,
    onProblem,
    onChanged: (state) => {
      const row = sessionRowOf(lastSession, state)
      lastSession = state
      if ('account' in state) know([state.account.displayName, state.account.upn])
      // It has happened, whether or not the disk takes it now.
      if (row !== null) audit.appendOrHold(row)
      followSession(state, { voidAll: actions.voidAll, directory, reader: actions.reader, permissions: actions.permissions, reconciler })
      if (state.status === 'signing-in') directory.warmUp()
      if (state.status !== 'signed-in') void exports.stop() // whoever asked for the copy has gone
      if (state.status !== 'signed-in') void deviceExports.stop()
      if (state.status === 'signed-in' || state.status === 'signed-out') support.forget()
      if (state.status !== 'signed-in') void serviceDesk.close()
      if (state.status === 'signed-out') audit.seal()
      central.follow(state.status === 'signed-in' ? state.account : null)
      send('session:changed', state)
    },
  })

  const central = createCentralLog({
    policy: auditPolicy.central,
    audit, session, clock, onProblem,
    isPackaged: app.isPackaged,
    onChanged: (status) => send('audit:central-changed', status),
    onDisputed: (finding) => {
      logger.info('the central log disagrees', { ...finding })
      audit.dispute(finding)
    },
    onFailed: (code) => logger.info('central log', { code }),
  })

  const graphClient = (graphBaseUrl: string, accessToken: GraphClientOptions['accessToken']): GraphClient => createGraphClient({
    graphBaseUrl, fetch, accessToken, clock, sleep: wait, random: Math.random,
    log: (line) => line.code !== null && logger.info('graph read', { ...line }),
  })
  let graph: GraphClient | null = null
  async function withGraph<T extends Answer>(use: (client: GraphClient) => Promise<T>): Promise<T | Extract<T, { status: 'refused' }>> {
    const found = await tenants.current()
    if (found.status === 'refused') return found as Extract<T, { status: 'refused' }>
    // A practice tenant that was started again has another address.
    if (graph?.graphBaseUrl !== found.tenant.graphBaseUrl) {
      graph = graphClient(found.tenant.graphBaseUrl, session.accessToken)
    }
    return use(graph)
  }

  const clockOffsetMs = (): number | null => graph?.clockOffsetMs() ?? null
  // Under a policy that cannot be used nobody signs in; it may be that of a shared PC.
  const mayKeep = policy.status !== 'invalid' && !isKiosk
  const keyStore = snapshotStoreOf(safeStorage)
  const directory = createDirectory({
    createWorker: createDirectoryWorker,
    fetchPage: (url, signal, range, onPutOff) => withGraph((client) => createFetchPage(client)(url, signal, range, onPutOff)),
    readExpected: async (signal) => {
      const answer = await withGraph((client) => readDeviceCount(client, signal))
      return answer.status === 'ok' ? answer.count : null
    },
    graphNowMs: () => {
      const offsetMs = clockOffsetMs()
      return offsetMs === null ? null : clock.wallMs() + offsetMs
    },
    clock,
    onChanged: (status) => send('directory:changed', status),
    resyncEveryMs,
    keepCurrent,
    snapshots: createSnapshotPlaces({
      folder: join(profileFolder, 'devices'),
      mayKeep,
      store: keyStore,
      account: session.account,
      nowMs: clock.wallMs,
      onProblem,
    }),
  })
  const postWrite = createPostWrite(electronSession)
  const actions = createDeviceActions({
    clock,
    audit,
    session,
    directory,
    profile,
    policyTrouble: () => access.trouble() ?? age.trouble(),
    rules: actionRules ?? noRules,
    wantsNotifications: () => preferences.read().notifications,
    post: (request) => postWrite(tenants.current(), request),
    clipboard,
    sleep: wait,
    notify: (record) => notifyLanded(record, options.focusWindow),
    withGraph,
    clockOffsetMs,
    send,
    onProblem,
  })
  const reconciler = createReconciler({
    clock,
    account: session.account,
    audit,
    withGraph,
    withAuditData: async (use) => {
      const found = await tenants.current()
      return found.status === 'refused' ? found : use(graphClient(found.tenant.graphBaseUrl, oneToken(session.auditDataToken)))
    },
    clockOffsetMs: () => graph?.clockOffsetMs() ?? null,
    sentAtDesks: auditPolicy.central === null ? null : (questions, withinMs) => serviceDesk.sent(questions, withinMs),
  })
  const { attempts, bulk, reader, secrets, tracker } = actions

  const serviceDesk = createServiceDesk({
    clock,
    health: audit.health,
    open: async () => {
      const { central } = auditPolicy
      const account = session.account()
      if (central === null) return refuse('central-off')
      if (account === null) return refuse('not-signed-in')
      return connectToCentralLog({ policy: readersPolicy(central), upn: account.upn, token: session.databaseToken, isPackaged: app.isPackaged, onProblem })
    },
    onVerifyChanged: (verification) => send('audit:verify-changed', verification),
    hours: auditPolicy.workingHours,
  })

  const exports = createExports({
    audit,
    serviceDesk: auditPolicy.central === null ? null : serviceDesk.attempts,
    printReport: (content, signal) => printReport(reportDocument(content, {
      tenantName: info().tenantName, timeZone: zoneOfThisPc(), paper: paperOf(app.getSystemLocale()),
    }), signal),
    account: session.account,
    chooseFile: (fileName, format) => chooseFile('Export the audit log', fileName, { name: fileKinds[format], extension: format }),
    profileFolder,
    clock,
    onChanged: (progress) => send('audit:export-changed', progress),
    onProblem,
  })

  const deviceExports = createDeviceExports({
    directory, audit, account: session.account, profileFolder, clock, onProblem,
    chooseFile: (fileName) => chooseFile('Export devices', fileName, { name: fileKinds.csv, extension: 'csv' }),
    copyText: async (text) => clipboard.writeText(text),
    onChanged: (progress) => send('directory:export-changed', progress),
  })

  const support = createSupportBundles({
    isKiosk,
    audit, account: session.account, redact: redactor.text, profileFolder, clock, onProblem,
    gather: async () => ({
      console: consoleSection({ runtime, isPractice: isPractice(), runningMs: clock.monotonicMs() - startedMs }),
      policy: policySection(policy),
      'audit-log': auditSection(audit.health(), central.status()),
      'device-list': deviceListSection(directory.status(), session.state()),
      settings: settingsSection(preferences.read()),
      'screen-and-network': await screenAndNetworkSection(graph?.graphBaseUrl ?? 'https://graph.microsoft.com', clockOffsetMs()),
      log: logger.lastLines(bundledLogLines).map((line) => `${line}\n`).join(''),
    }),
    chooseFile: (fileName) => chooseFile('Save the support bundle', fileName, { name: 'Text', extension: 'txt' }),
    copyText: async (text) => clipboard.writeText(text),
  })

  const deskLogs = createDeskLogs({
    audit, account: session.account, keepDays: auditPolicy.keepDays, chooseCopy,
  })

  const notices: StartNotice[] = []
  if (preferences.wasReset) notices.push({ kind: 'preferences-reset' })
  if (policy.status === 'invalid') {
    notices.push({ kind: 'policy-invalid', code: 'policy-invalid', file: policy.file, detail: policy.detail })
  }
  const writableNotice = (): readonly StartNotice[] => {
    const found = access.current()
    return found.status === 'others' ? [{ kind: 'policy-writable', file: policyFileInUse(app.isPackaged).file, detail: found.permission }] : []
  }
  const info = (): AppInfo => ({
    version: app.getVersion(),
    isPractice: isPractice(),
    tenantName: policy.status === 'ok' ? policy.policy.tenantName : isPractice() ? 'Practice tenant' : '',
    support: policy.status === 'ok' ? policy.policy.support : isPractice() ? practiceSupport : noSupport,
    profile: profile(),
    rules: shownRules(actionRules),
    runtime,
    listKept: !mayKeep ? 'shared-pc' : keyStore.isThere() ? 'kept' : 'no-key-store',
    notices: [...notices, ...writableNotice(), ...age.notices()],
    setup: isUnset() ? { policyPath, platform: setupPlatforms[process.platform] ?? 'linux' } : null,
  })

  const setup = createSetup({
    isOpen: isUnset,
    hosts: (cloud) => {
      const given = givenPracticeTenant()
      if (given?.status === 'ok') return { login: new URL(given.address.authority).origin, graph: given.address.graphBaseUrl, isPractice: true }
      return { ...cloudHosts[cloud], isPractice: false }
    },
    fetch, clock, openInBrowser, onProblem, policyPath,
    readPolicy: () => openPolicyFile(app.isPackaged),
    chooseFile: (fileName) => chooseFile('Save the policy file', fileName, { name: 'Policy', extension: 'json' }),
    onChanged: (run) => send('setup:changed', run),
  })
  const practise = (wanted: boolean): Answer => {
    if (policy.status !== 'absent') return refuse('not-allowed')
    setup.cancel()
    if (!wanted) endSession()
    const isRemembered = practiceChoice.choose(wanted)
    if (wanted) warmUpTenant()
    send('app:info-changed', info())
    return isRemembered ? { status: 'ok' } : refuse('preferences-not-saved')
  }

  const clockWatch = createClockWatch(clock)
  const heartbeat = setInterval(() => {
    for (const row of clockWatch.look(clockOffsetMs())) audit.appendOrHold(row)
    actions.tick()
    audit.tick()
    central.tick()
  }, 250)

  const endSession = (): void => {
    actions.voidAll()
    void secrets.clear()
    session.signOut()
  }
  return {
    parsers: requestParsers,
    handlers: createHandlers({
      info,
      preferences: {
        read: preferences.read,
        save: async (next) => {
          const before = await preferences.save(next)
          if (before === null) return false
          const row = preferencesRowOf(session.account(), before, next)
          if (row !== null) audit.appendOrHold(row)
          send('app:info-changed', info())
          return true
        },
      },
      setup: { ...setup, practise },
      session, directory, reader, attempts, bulk, tracker, secrets, audit, serviceDesk, reconciler, exports, deskLogs, deviceExports, support, central, openInBrowser, endSession,
      links: {
        support: () => info().support,
        pageOfRule: (ruleId) => findRuleSource(ruleId)?.url ?? null,
        pageOfDevice: (deviceId) => {
          if (!isPractice()) {
            const { intune } = cloudHosts[policy.status === 'ok' ? policy.policy.cloud : 'public']
            return intune === null ? null : intunePageOf(intune, deviceId)
          }
          // Nothing of the practice tenant is in Intune: its own page of the device, where a trainer makes it answer or fail.
          return graph === null ? null : `${graph.graphBaseUrl}/practice/devices/${deviceId}`
        },
      },
      copyText: (text) => clipboard.writeText(text),
    }),
    onAgentAway: (event) => {
      if (event === 'lock-screen') audit.appendOrHold(lockedRow(session.account()))
      if (event === 'resume') audit.appendOrHold(clockWatch.resumed(clockOffsetMs()))
      actions.voidAll()
      void exports.stop()
      void deviceExports.stop()
      void secrets.clear()
      audit.seal()
    },
    onPageReplaced: () => actions.voidAll(),
    warmUp: () => {
      directory.warmUp()
      loadSignIn().catch((cause: unknown) => onProblem('sign-in ahead', cause))
    },
    close: async () => {
      clearInterval(heartbeat)
      actions.voidAll()
      reconciler.cancel()
      const hungUp = Promise.all([central.stop(), serviceDesk.close()])
      await exports.stop()
      await deviceExports.stop()
      await secrets.clear()
      await directory.close()
      audit.flushHeld()
      audit.seal()
      audit.close()
      // A server that does not answer holds up neither the last seal nor the end.
      await Promise.race([hungUp, wait(hangUpMs)])
    },
  }
}
