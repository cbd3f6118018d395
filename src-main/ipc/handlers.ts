import type { AppInfo, Preferences } from '../../src-shared/app-info.ts'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { CentralLogStatus } from '../../src-shared/central-log.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { reviewAttempt, reviewAttemptOfDesk } from '../audit/review.ts'
import type { Attempts } from '../device-actions/attempts.ts'
import type { DeviceReader } from '../device-actions/open-device.ts'
import type { BulkRuns } from '../device-actions/bulk-runs.ts'
import type { Secrets } from '../device-actions/secrets.ts'
import type { Tracker } from '../device-actions/tracker.ts'
import type { Directory } from '../directory/directory.ts'
import type { Reconciler } from '../reconciliation/reconciler.ts'
import type { DeskLogs } from '../exports/desk-logs.ts'
import type { DeviceExports } from '../exports/device-exports.ts'
import type { Exports } from '../exports/exports.ts'
import type { SupportBundles } from '../exports/support-bundles.ts'
import type { ServiceDesk } from '../service-desk/service-desk.ts'
import type { Setup } from '../setup/setup.ts'
import type { Session } from '../sign-in/session.ts'
import type { RequestHandlers } from './handle.ts'
import { addressOf } from './links.ts'
import type { LinkSources } from './links.ts'

export interface HandlerParts {
  readonly info: () => AppInfo
  readonly preferences: { read(): Preferences; save(preferences: Preferences): Promise<boolean> }
  readonly setup: Setup & { practise(practise: boolean): Answer }
  readonly session: Session
  readonly directory: Directory
  readonly reader: DeviceReader
  readonly attempts: Attempts
  readonly tracker: Tracker
  readonly secrets: Secrets
  readonly bulk: BulkRuns
  readonly audit: AuditLog
  readonly serviceDesk: ServiceDesk
  readonly reconciler: Reconciler
  readonly exports: Exports
  readonly deskLogs: DeskLogs
  readonly deviceExports: DeviceExports
  readonly support: SupportBundles
  readonly central: { status(): CentralLogStatus }
  readonly openInBrowser: (url: string) => Promise<void>
  readonly links: LinkSources
  readonly copyText: (text: string) => Promise<void>
  readonly endSession: () => void
}

/** What each channel does; the sender has been checked and the request parsed. Who may ask what is decided here, from main's own session. */
export function createHandlers(parts: HandlerParts): RequestHandlers {
  const { session, audit, serviceDesk, tracker } = parts

  const signedIn = <T>(use: () => T): T | ReturnType<typeof refuse> =>
    session.account() === null ? refuse('not-signed-in') : use()
  const asSupervisor = <T>(use: () => T): T | ReturnType<typeof refuse> =>
    signedIn(() => (isSupervisor() ? use() : refuse('not-allowed')))
  const isSupervisor = (): boolean => session.account()?.roles.includes('Helpdesk.Supervisor') === true

  return {
    'app:info': () => ({ status: 'ok', info: parts.info() }),
    'app:copy-text': async ({ text }) => {
      await parts.copyText(text)
      return { status: 'ok' }
    },
    'app:open-link': async (request): Promise<Answer> => {
      const address = addressOf(request, parts.links)
      if (address === null) return refuse('link-not-allowed')
      try {
        await parts.openInBrowser(address)
      } catch {
        return refuse('browser-unavailable')
      }
      return { status: 'ok' }
    },
    'preferences:get': () => ({ status: 'ok', preferences: parts.preferences.read() }),
    'preferences:save': async (preferences) => {
      if (!await parts.preferences.save(preferences)) return refuse('preferences-not-saved')
      return { status: 'ok', preferences: parts.preferences.read() }
    },

    'support:make': () => parts.support.make(),
    'support:note': ({ bundleId, text }) => parts.support.note(bundleId, text),
    'support:save': ({ bundleId }) => parts.support.save(bundleId),
    'support:copy': ({ bundleId }) => parts.support.copy(bundleId),
    'setup:check': (request) => parts.setup.check(request),
    'setup:cancel': () => {
      parts.setup.cancel()
      return { status: 'ok' }
    },
    'setup:open-page-again': () => parts.setup.openPageAgain(),
    'setup:save-policy': () => parts.setup.savePolicy(),
    'setup:look-again': () => ({ status: 'ok', look: parts.setup.lookAgain() }),
    'setup:practise': ({ practise }) => parts.setup.practise(practise),

    'session:get': () => ({ status: 'ok', session: session.state() }),
    'session:sign-in': () => session.signIn(),
    'session:cancel-sign-in': () => {
      session.cancelSignIn()
      return { status: 'ok' }
    },
    'session:open-page-again': () => session.openPageAgain(),
    'session:sign-out': () => {
      parts.endSession()
      return { status: 'ok', session: session.state() }
    },

    'directory:query': (query) => signedIn(() => parts.directory.query(query)),
    'directory:find-in-text': ({ text }) => signedIn(() => parts.directory.findInText(text)),
    'directory:export': (request) => signedIn(() => parts.deviceExports.start(request)),
    'directory:cancel-export': ({ exportId }) => signedIn(() => {
      parts.deviceExports.cancel(exportId)
      return { status: 'ok' }
    }),
    'directory:copy': (request) => signedIn(() => parts.deviceExports.copy(request)),
    'directory:status': () => ({ status: 'ok', directory: parts.directory.status() }),
    'directory:refresh': () =>
      signedIn(() => {
        parts.directory.refresh()
        return { status: 'ok' }
      }),
    'device:open': ({ deviceId }) => signedIn(() => parts.reader.open(deviceId)),

    'attempt:begin': (request) => parts.attempts.begin(request),
    'attempt:sign-out': ({ attemptId }) => parts.attempts.signOut(attemptId),
    'attempt:send': ({ attemptId, typed }) => parts.attempts.send(attemptId, typed),
    'attempt:cancel': ({ attemptId }) => parts.attempts.cancel(attemptId),

    'device-actions:list': () =>
      signedIn(() => ({ status: 'ok', actions: tracker.records().filter((record) => maySee(session, record)) })),
    'device-actions:reveal-secret': ({ attemptId }) => parts.secrets.reveal(attemptId),
    'device-actions:copy-secret': ({ attemptId }) => parts.secrets.copy(attemptId),
    'device-actions:read-location': ({ attemptId }) => parts.secrets.location(attemptId),

    'bulk:begin': (request) => parts.bulk.begin(request),
    'bulk:start': (request) => parts.bulk.start(request),
    'bulk:cancel': ({ runId }) => parts.bulk.cancel(runId),
    'bulk:current': () => signedIn(() => ({ status: 'ok', run: parts.bulk.current() })),

    'audit:attempts': (query) => asSupervisor(() => (
      query.scope === 'service-desk' ? serviceDesk.attempts(query) : { status: 'ok', page: audit.attempts(query) }
    )),
    'audit:story': ({ attemptId, deskId }) => asSupervisor(() => (
      deskId === null ? { status: 'ok', entries: audit.story(attemptId) } : serviceDesk.story(attemptId, deskId)
    )),
    'audit:related': ({ attemptId, deskId }) => asSupervisor(() => {
      if (deskId !== null) return serviceDesk.related(attemptId, deskId)
      const related = audit.related(attemptId)
      return related === null ? refuse('attempt-unknown') : { status: 'ok', related }
    }),
    'audit:figures': ({ filter, scope }) => asSupervisor(() => (
      scope === 'service-desk' ? serviceDesk.figures(filter) : { status: 'ok', figures: audit.figures(filter) }
    )),
    'audit:choices': ({ scope }) => asSupervisor(() => (scope === 'service-desk' ? serviceDesk.choices() : { status: 'ok', choices: audit.choices() })),
    'audit:review': (request) => asSupervisor(async () => {
      const account = session.account()
      if (account === null) return refuse('not-signed-in')
      const { deskId } = request
      if (deskId === null) return reviewAttempt(audit, account, request)
      const found = await serviceDesk.attempt(request.attemptId, deskId)
      if (found.status === 'refused') return found
      // Whoever asked may have left meanwhile.
      const present = session.account()
      if (present?.oid !== account.oid || present.tid !== account.tid) return refuse('not-signed-in')
      return isSupervisor() ? reviewAttemptOfDesk(audit, found.attempt, deskId, account, request) : refuse('not-allowed')
    }),
    'audit:events': (query) => asSupervisor(() => {
      const page = audit.otherRows(query)
      return page === null ? refuse('audit-unavailable') : { status: 'ok', page }
    }),
    'audit:reconcile': (range) => asSupervisor(() => parts.reconciler.reconcile(range)),
    'audit:export': (request) => asSupervisor(() => parts.exports.start(request)),
    'audit:cancel-export': ({ exportId }) =>
      asSupervisor(() => {
        parts.exports.cancel(exportId)
        return { status: 'ok' }
      }),
    'audit:current-export': () => asSupervisor(() => ({ status: 'ok', export: parts.exports.current() })),
    'audit:logs': () => asSupervisor(() => parts.deskLogs.list()),
    'audit:close-log': () => asSupervisor(() => parts.deskLogs.close()),
    'audit:remove-log': ({ installId }) => asSupervisor(() => parts.deskLogs.remove(installId)),
    'audit:central': () => signedIn(() => ({ status: 'ok', central: parts.central.status() })),
    'audit:desks': () => asSupervisor(() => serviceDesk.desks()),
    'audit:verify-desk': ({ installId }) => asSupervisor(() => serviceDesk.verifyDesk(installId)),
    'audit:cancel-verify': ({ installId }) => asSupervisor(() => {
      serviceDesk.cancelVerify(installId)
      return { status: 'ok' }
    }),
    'audit:acknowledge': ({ text }) => asSupervisor(() => {
      const account = session.account()
      return account === null ? refuse('not-signed-in') : audit.acknowledge(actorOf(account), text)
    }),
    // A supervisor asks whether the log is whole, and gets it verified now; an agent only needs to know whether it can be written.
    'audit:health': () => signedIn(() => ({ status: 'ok', health: isSupervisor() ? audit.verify() : audit.health() })),
  }
}

/** Agents see their own requests, supervisors everyone's. */
export function maySee(session: Pick<Session, 'account'>, record: DeviceActionRecord): boolean {
  const account = session.account()
  return account !== null && (account.oid === record.agentOid || account.roles.includes('Helpdesk.Supervisor'))
}
