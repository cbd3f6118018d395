import type { AppInfo, Preferences } from '../../src-shared/app-info.ts'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Attempts } from '../device-actions/attempts.ts'
import type { DeviceReader } from '../device-actions/open-device.ts'
import type { TemporaryPasscode } from '../device-actions/temporary-passcode.ts'
import type { Tracker } from '../device-actions/tracker.ts'
import type { Directory } from '../directory/directory.ts'
import type { Session } from '../sign-in/session.ts'
import type { RequestHandlers } from './handle.ts'
import { addressOf } from './links.ts'

export interface HandlerParts {
  readonly info: () => AppInfo
  readonly preferences: { read(): Preferences; save(preferences: Preferences): boolean }
  readonly session: Session
  readonly directory: Directory
  readonly reader: DeviceReader
  readonly attempts: Attempts
  readonly tracker: Tracker
  readonly passcode: TemporaryPasscode
  readonly audit: AuditLog
  readonly openInBrowser: (url: string) => Promise<void>
  /** The page that a rule of the eligibility table comes from. */
  readonly pageOfRule: (ruleId: string) => string | null
  readonly copyText: (text: string) => Promise<void>
  readonly endSession: () => void
}

/** What each channel does; the sender has been checked and the request parsed. Who may ask what is decided here, from main's own session. */
export function createHandlers(parts: HandlerParts): RequestHandlers {
  const { session, audit, tracker } = parts

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
    'app:open-link': async ({ link, ruleId }): Promise<Answer> => {
      const address = addressOf(link, ruleId, parts.info().support, parts.pageOfRule)
      if (address === null) return refuse('link-not-allowed')
      try {
        await parts.openInBrowser(address)
      } catch {
        return refuse('browser-unavailable')
      }
      return { status: 'ok' }
    },
    'preferences:get': () => ({ status: 'ok', preferences: parts.preferences.read() }),
    'preferences:save': (preferences) => {
      if (!parts.preferences.save(preferences)) return refuse('preferences-not-saved')
      return { status: 'ok', preferences: parts.preferences.read() }
    },

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
    'directory:status': () => ({ status: 'ok', directory: parts.directory.status() }),
    'directory:refresh': () =>
      signedIn(() => {
        parts.directory.refresh()
        return { status: 'ok' }
      }),
    'device:open': ({ deviceId }) => signedIn(() => parts.reader.open(deviceId)),

    'reset-passcode:begin': (request) => parts.attempts.begin(request),
    'reset-passcode:sign-out': ({ attemptId }) => parts.attempts.signOut(attemptId),
    'reset-passcode:send': ({ attemptId }) => parts.attempts.send(attemptId),
    'reset-passcode:cancel': ({ attemptId }) => parts.attempts.cancel(attemptId),

    'device-actions:list': () =>
      signedIn(() => ({ status: 'ok', actions: tracker.records().filter((record) => maySee(session, record)) })),
    'device-actions:reveal-passcode': ({ attemptId }) => parts.passcode.reveal(attemptId),
    'device-actions:copy-passcode': ({ attemptId }) => parts.passcode.copy(attemptId),

    'audit:attempts': (query) => asSupervisor(() => ({ status: 'ok', page: audit.attempts(query) })),
    'audit:story': ({ attemptId }) => asSupervisor(() => ({ status: 'ok', entries: audit.story(attemptId) })),
    // A supervisor asks whether the log is whole, and gets it verified now; an agent only needs to know whether it can be written.
    'audit:health': () => signedIn(() => ({ status: 'ok', health: isSupervisor() ? audit.verify() : audit.health() })),
  }
}

/** Agents see their own requests, supervisors everyone's. */
export function maySee(session: Pick<Session, 'account'>, record: DeviceActionRecord): boolean {
  const account = session.account()
  return account !== null && (account.oid === record.agentOid || account.roles.includes('Helpdesk.Supervisor'))
}
