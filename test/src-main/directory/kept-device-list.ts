import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { snapshotStoreOf } from '../../../src-main/audit-key-protection.ts'
import { createSnapshotPlaces } from '../../../src-main/directory/snapshot-places.ts'
import type { SnapshotPlaces, SnapshotPlacesOptions } from '../../../src-main/directory/snapshot-places.ts'
import { aSecretStore } from '../../factories/secret-store.ts'

export interface Desk {
  readonly folder: string
  readonly store: ReturnType<typeof aSecretStore>
  readonly problems: string[]
  person: { readonly tid: string; readonly oid: string } | null
  nowMs: number
  /** As a console that starts does. */
  start(overrides?: Partial<SnapshotPlacesOptions>): SnapshotPlaces
  files(): string[]
  /** The one copy that is kept. */
  file(): string
  bytes(): Buffer
}

export function aDesk(): Desk {
  const profile = mkdtempSync(join(tmpdir(), 'kept-list-'))
  onTestFinished(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
  const folder = join(profile, 'devices')
  const store = aSecretStore()
  const desk: Desk = {
    folder, store, problems: [], person: { tid: 'tenant-1', oid: 'ada' }, nowMs: Date.parse('2026-11-23T12:00:00.000Z'),
    start: (overrides = {}) => createSnapshotPlaces({
      folder, mayKeep: true, store: snapshotStoreOf(store, 'linux'), account: () => desk.person, nowMs: () => desk.nowMs,
      onProblem: (where, cause) => desk.problems.push(`${where}: ${String(cause)}`), ...overrides,
    }),
    files: () => {
      try {
        return readdirSync(folder).sort()
      } catch {
        return []
      }
    },
    file: () => join(folder, desk.files().find((name) => name.endsWith('.list')) ?? 'none.list'),
    bytes: () => readFileSync(desk.file()),
  }
  return desk
}
