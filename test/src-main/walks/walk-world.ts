import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fiveMinutesMs } from '../../../src-shared/attempts.ts'
import type { DeviceActionName } from '../../../src-shared/device-actions.ts'
import type { JournalEntry } from '../../../simulated-tenant/journal/journal.ts'
import { createConsoleCore } from '../../factories/console-core.ts'
import type { ConsoleCore } from '../../factories/console-core.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import type { MovableClock } from '../../factories/movable-clock.ts'
import type { WalkIdentity } from './played-identity.ts'

/** What becomes of the next request between the intent and the answer. */
export type PostFate = 'arrives' | 'dies-before' | 'dies-after'

/**
 * One desk: a clock, a log on disk, somebody who signs in as the walk says, and a console that can crash and start again. Graph is the
 * practice tenant over real HTTP.
 */
export function createWorld(base: string, graphBaseUrl: string, identify: (clock: MovableClock) => WalkIdentity) {
  const folder = mkdtempSync(join(base, 'walk-'))
  const clock = createMovableClock(Date.now())
  const desk = { fate: 'arrives' as PostFate, isLogFull: false, onHung: (): void => undefined }
  const never = new Promise<never>(() => undefined)

  function boot(): { readonly core: ConsoleCore; readonly identity: WalkIdentity } {
    const identity = identify(clock)
    const core: ConsoleCore = createConsoleCore({
      folder, clock, graphBaseUrl, session: identity.session, readToken: identity.readToken, isLogFull: () => desk.isLogFull,
      post: async (request) => {
        const { fate } = desk
        desk.fate = 'arrives'
        if (fate === 'arrives') return core.reallyPost(request)
        if (fate === 'dies-after') await core.reallyPost(request)
        desk.onHung()
        return never
      },
    })
    return { core, identity }
  }

  let now = boot()
  const graves: ConsoleCore[] = []
  return {
    clock, desk,
    get core(): ConsoleCore {
      return now.core
    },
    get identity(): WalkIdentity {
      return now.identity
    },
    /** As kill -9: nothing is told, nothing is closed; the log on disk is all that is left. */
    crash: (): void => {
      graves.push(now.core)
      // The page that the dead console waited for leads nowhere; its session is nobody's.
      now.identity.leave()
      desk.onHung = () => undefined
      desk.isLogFull = false
      now = boot()
      now.identity.leave()
    },
    stop: (): void => {
      now.identity.leave()
      for (const each of [...graves, now.core]) each.audit.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type World = ReturnType<typeof createWorld>

/** Said here once more, and not read from the console's own table: what opens or erases a device asks for a fresh sign-in. */
export const needsSignIn = (action: DeviceActionName): boolean => ['reset-passcode', 'reset-device', 'delete-record'].includes(action)

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
    if (needsSignIn(intent.action)) {
      say(intent.proof.method === 'fresh-sign-in', `${intent.action} without a fresh sign-in`)
      // A wrong last four characters may stand between the sign-in and the intent; nothing else may.
      const between = story.filter((row) => row.seq > (proofs.at(-1)?.seq ?? 0))
      say(proofs.length > 0 && between.every((row) => row.kind === 'refusal' && row.code === 'typed-wrong'), 'a permit that was void')
      say(intent.monotonicMs - (proofs.at(-1)?.monotonicMs ?? Number.NEGATIVE_INFINITY) < fiveMinutesMs, 'a permit older than five minutes')
    } else say(last?.kind === 'attempt' || (last?.kind === 'refusal' && last.code === 'typed-wrong'), 'an attempt that had ended')
  }
  return broken
}
