import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { actionDemands } from '../../../src-shared/action-demands.ts'
import { checkFreshSignIn } from '../../../src-main/policy/check-fresh-sign-in.ts'
import type { FreshSignIn } from '../../../src-main/policy/check-fresh-sign-in.ts'
import type { SessionProof } from '../../../src-shared/audit.ts'
import { fiveMinutesMs } from '../../../src-shared/attempts.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import type { JournalEntry } from '../../../simulated-tenant/journal/journal.ts'
import { createConsoleCore } from '../../factories/console-core.ts'
import type { ConsoleCore } from '../../factories/console-core.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'

export interface Person extends Account {
  readonly token: string
}

/** How a sign-in page answers: as it should, with an old session's time, without a time, with somebody else's nonce, or not at all. */
export type SignInMode = 'fresh' | 'stale' | 'no-auth-time' | 'bad-nonce' | 'declined'

interface Page {
  readonly expected: Account
  readonly challengedAtMs: number
  readonly answer: (answer: FreshSignIn) => void
}

/** What becomes of the next request between the intent and the answer. */
export type PostFate = 'arrives' | 'dies-before' | 'dies-after'

/**
 * One desk: a clock, a log on disk, an identity provider that does what the walk says, and a console that can crash and start again. Graph is
 * the practice tenant over real HTTP; what the identity provider signs is judged by the console's own rule.
 */
export function createWorld(base: string, graphBaseUrl: string) {
  const folder = mkdtempSync(join(base, 'walk-'))
  const clock = createMovableClock()
  const desk = { account: null as Person | null, page: null as Page | null, fate: 'arrives' as PostFate, onHung: (): void => undefined }

  function signedOut(): void {
    desk.account = null
  }
  const confirmIdentity = (expected: Account, challengedAtMs: number, _scope: string, signal: AbortSignal): Promise<FreshSignIn> => {
    signedOut()
    return new Promise((resolve) => {
      const answer = (given: FreshSignIn): void => {
        desk.page = null
        resolve(given)
      }
      desk.page = { expected, challengedAtMs, answer }
      signal.addEventListener('abort', () => answer({ ...refuse(signal.reason as ErrorCode), otherPerson: null }), { once: true })
    })
  }
  /** Somebody signs in on the page that step 1 has opened. */
  function answerPage(person: Person, mode: SignInMode): void {
    const { page } = desk
    if (page === null) throw new Error('no sign-in page is open')
    const iat = Math.floor(clock.wallMs() / 1000)
    const tookMs = clock.monotonicMs() - page.challengedAtMs
    const refused = (code: ErrorCode, otherPerson: Account | null = null): void => page.answer({ ...refuse(code), otherPerson })
    if (mode === 'declined' || tookMs >= fiveMinutesMs) {
      refused(mode === 'declined' ? 'sign-in-declined' : 'five-minutes-over')
      return
    }
    const authTime = mode === 'stale' ? iat - Math.ceil(tookMs / 1000) - 3600 : mode === 'no-auth-time' ? undefined : iat
    const checked = checkFreshSignIn(
      { oid: person.oid, tid: person.tid, nonce: mode === 'bad-nonce' ? 'other' : 'nonce', iat, auth_time: authTime },
      { oid: page.expected.oid, tid: page.expected.tid, nonce: 'nonce', tookMs },
    )
    if (checked.status === 'refused') {
      refused(checked.code, checked.code === 'wrong-person' ? person : null)
      return
    }
    desk.account = person
    const time = new Date(iat * 1000).toISOString()
    page.answer({
      status: 'ok', account: person, privilegedToken: person.token,
      proof: { method: 'fresh-sign-in', authenticatedAt: time, issuedAt: time, signInTookMs: Math.round(tookMs) },
    })
  }

  const proof = (): SessionProof | null => (desk.account === null ? null : { method: 'session', issuedAt: new Date(clock.wallMs()).toISOString() })
  const token = async () => (desk.account === null ? refuse('not-signed-in') : { status: 'ok' as const, token: desk.account.token })
  const never = new Promise<never>(() => undefined)

  function boot(): ConsoleCore {
    const core: ConsoleCore = createConsoleCore({
      folder, clock, graphBaseUrl,
      session: { account: () => desk.account, actionToken: token, proof, confirmIdentity },
      readToken: token,
      post: async (request) => {
        const { fate } = desk
        desk.fate = 'arrives'
        if (fate === 'arrives') return core.reallyPost(request)
        if (fate === 'dies-after') await core.reallyPost(request)
        desk.onHung()
        return never
      },
    })
    return core
  }

  let core = boot()
  const graves: ConsoleCore[] = []
  return {
    clock, desk, answerPage,
    get core(): ConsoleCore {
      return core
    },
    /** As kill -9: nothing is told, nothing is closed; the log on disk is all that is left. */
    crash: (): void => {
      graves.push(core)
      signedOut()
      desk.page = null
      desk.onHung = () => undefined
      core = boot()
    },
    stop: (): void => {
      for (const each of [...graves, core]) each.audit.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type World = ReturnType<typeof createWorld>

/** What Graph calls each action in its journal. */
const graphNames: Readonly<Record<string, string>> = {
  rename: 'setDeviceName', 'set-management-name': 'updateManagedDevice', remove: 'retire', 'reset-device': 'wipe', 'reset-passcode': 'resetPasscode',
  'remote-lock': 'remoteLock', sync: 'syncDevice', restart: 'rebootNow', locate: 'locateDevice', 'delete-record': 'delete',
}

/**
 * What must hold whatever was walked: every request that reached the tenant belongs to one intent written before it, by that person, for that
 * device and action, made with a permit used once and proved as the action demands; and none came twice. Answers the sentences that do not hold.
 */
export function brokenPromises(core: ConsoleCore, journal: readonly JournalEntry[]): readonly string[] {
  const broken: string[] = []
  const say = (isKept: boolean, sentence: string): void => {
    if (!isKept) broken.push(sentence)
  }
  const rows = core.rows()
  const intents = rows.filter((row) => row.kind === 'intent')
  const writes = journal.filter((entry) => entry.part === 'graph' && entry.method !== 'GET')
  say(new Set(intents.map((intent) => intent.permitId)).size === intents.length, 'a permit was used twice')
  say(new Set(intents.map((intent) => intent.attemptId)).size === intents.length, 'an attempt has two intents')
  say(new Set(writes.map((entry) => entry.clientRequestId)).size === writes.length, 'a request was sent twice')
  for (const entry of writes) {
    const intent = intents.find((row) => row.clientRequestId === entry.clientRequestId)
    if (intent === undefined) {
      broken.push(`a request without an intent: ${entry.method} ${entry.path}`)
      continue
    }
    say(entry.path.toLowerCase().includes(intent.target.deviceId.toLowerCase()), 'a request for another device than the intent names')
    // What a fault met at the door was not looked at: its path is all that the journal has.
    if (entry.action === null && entry.fault !== null) continue
    say(entry.action === graphNames[intent.action], `the intent says ${intent.action}, the request ${String(entry.action)}`)
    say(entry.oid === intent.actor.oid, 'a request in another person’s name')
  }
  for (const intent of intents) {
    const story = rows.filter((row) => 'attemptId' in row && row.attemptId === intent.attemptId && row.seq < intent.seq)
    say(story[0]?.kind === 'attempt', 'an intent without its attempt')
    const proofs = story.filter((row) => row.kind === 'fresh-sign-in')
    const last = story.at(-1)
    if (actionDemands[intent.action].freshSignIn) {
      say(intent.proof.method === 'fresh-sign-in', `${intent.action} without a fresh sign-in`)
      // A wrong last four characters may stand between the sign-in and the intent; nothing else may.
      const between = story.filter((row) => row.seq > (proofs.at(-1)?.seq ?? 0))
      say(proofs.length > 0 && between.every((row) => row.kind === 'refusal' && row.code === 'typed-wrong'), 'a permit that was void')
      say(intent.monotonicMs - (proofs.at(-1)?.monotonicMs ?? Number.NEGATIVE_INFINITY) < fiveMinutesMs, 'a permit older than five minutes')
    } else say(last?.kind === 'attempt' || (last?.kind === 'refusal' && last.code === 'typed-wrong'), 'an attempt that had ended')
  }
  return broken
}
