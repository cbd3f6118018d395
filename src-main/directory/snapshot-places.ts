import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { SnapshotPlace } from './snapshot-format.ts'
import { keptForMs } from './snapshot-restoring.ts'

/** The operating system's store for secrets. */
export interface KeyStore {
  /** False: there is none that deserves the name. */
  isThere(): boolean
  /** May throw. */
  protect(text: string): string
  /** Throws for what it did not make for this user on this PC. */
  unprotect(text: string): string
}

export interface SnapshotPlacesOptions {
  /** Nothing else is in it. */
  readonly folder: string
  /** False on a shared PC: nothing is kept there, and what is found is deleted. */
  readonly mayKeep: boolean
  readonly store: KeyStore
  /** Whoever is signed in. */
  readonly account: () => { readonly tid: string; readonly oid: string } | null
  readonly nowMs: () => number
  readonly onProblem: (where: string, cause: unknown) => void
}

export interface SnapshotPlaces {
  /**
   * Where the list may be kept for whoever is signed in; null: nowhere. What is there of another account is deleted first. `isLost`: there was a copy whose
   * key can no longer be had; it is deleted.
   */
  find(): { readonly place: SnapshotPlace | null; readonly isLost: boolean }
  onProblem(where: string, cause: unknown): void
}

const keyFile = 'key'
const keySchema = z.strictObject({ id: z.uuid(), tid: z.string(), oid: z.string(), key: z.base64().length(44) })
type Key = z.output<typeof keySchema>

/** Keeps the key of the copy, under the protection of the system, beside it. The copy is for the account that made it, and for no other. */
export function createSnapshotPlaces({ folder, mayKeep, store, account, nowMs, onProblem }: SnapshotPlacesOptions): SnapshotPlaces {
  const keyPath = join(folder, keyFile)
  const fileOf = (id: string): string => join(folder, `${id}.list`)
  const names = (): string[] => {
    try {
      return readdirSync(folder)
    } catch {
      return []
    }
  }
  /** Also what a console left that was ended while it wrote. */
  const removeAllBut = (kept: readonly string[]): void => {
    for (const name of names()) if (!kept.includes(name)) rmSync(join(folder, name), { force: true, recursive: true })
  }
  /** null: there is none. Throws when it cannot be read. */
  const readKey = (): Key | null => names().includes(keyFile) ? keySchema.parse(JSON.parse(store.unprotect(readFileSync(keyPath, 'utf8')))) : null
  const makeKey = (tid: string, oid: string): Key => {
    const key: Key = { id: randomUUID(), tid, oid, key: randomBytes(32).toString('base64') }
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const unfinished = join(folder, `${key.id}.new`)
    writeFileSync(unfinished, store.protect(JSON.stringify(key)), { mode: 0o600, flag: 'wx' })
    renameSync(unfinished, keyPath)
    return key
  }
  const placeFor = (tid: string, oid: string): { place: SnapshotPlace; isLost: boolean } => {
    let known: Key | null = null
    let isLost = false
    try {
      known = readKey()
    } catch {
      // Without the cause: a parser's words would have some of the key in them.
      onProblem('the kept device list', new Error('its key does not open'))
      isLost = names().some((name) => name.endsWith('.list'))
    }
    const isTheirs = known?.tid === tid && known.oid === oid
    removeAllBut(isTheirs ? [keyFile, `${known?.id ?? ''}.list`] : [])
    const { id, key } = known !== null && isTheirs ? known : makeKey(tid, oid)
    return { place: { file: fileOf(id), key: new Uint8Array(Buffer.from(key, 'base64')), tid, oid }, isLost }
  }
  const guarded = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch (cause) {
      onProblem('the kept device list', cause)
      return otherwise
    }
  }
  const nowhere = { place: null, isLost: false }

  // Not only when somebody signs in: it must not lie there for good.
  guarded(() => {
    const isOld = (name: string): boolean => nowMs() - statSync(join(folder, name)).mtimeMs > keptForMs
    if (!mayKeep || names().some((name) => name.endsWith('.list') && isOld(name))) removeAllBut([])
  }, undefined)
  return {
    find: () => guarded(() => {
      const person = account()
      if (person === null || !mayKeep) return nowhere
      if (store.isThere()) return placeFor(person.tid, person.oid)
      removeAllBut([])
      return nowhere
    }, nowhere),
    onProblem,
  }
}
