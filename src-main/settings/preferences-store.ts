import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type Store from 'electron-store'
import { z } from 'zod'
import { usualColumns, type Preferences } from '../../src-shared/app-info.ts'
import { columnChoice } from './column-choice.ts'
import { savedViewsSchema } from './saved-views.ts'

export const defaultPreferences: Preferences = { theme: 'system', notifications: true, practiceProfile: 'graph-admin', views: [], columns: usualColumns }

const schema: z.ZodType<Preferences> = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch(defaultPreferences.theme),
  notifications: z.boolean().catch(defaultPreferences.notifications),
  practiceProfile: z.enum(['graph-admin', 'company-portal']).catch(defaultPreferences.practiceProfile),
  views: savedViewsSchema.catch([]),
  columns: columnChoice.catch(usualColumns),
})

export interface PreferencesStore {
  read(): Preferences
  /** Answers what they replaced; null when they cannot be written, and the old ones go on. One at a time, in the order of the calls. */
  save(preferences: Preferences): Promise<Preferences | null>
  /** True when the file was unreadable and defaults are in use; the old file was kept beside it. */
  readonly wasReset: boolean
}

/**
 * Opens the preferences of this person on this PC (`preferences.json` in the profile); the only file that touches electron-store. A corrupt file is set aside,
 * never fatal; they are read once, so that what happens to the file later disturbs nobody. electron-store writes them, and is loaded for that: it brings half
 * a megabyte of script, which no start needs for reading a small file.
 */
export function openPreferencesStore(folder: string, onProblem: (where: string, cause: unknown) => void): PreferencesStore {
  const file = join(folder, 'preferences.json')
  const open = async (): Promise<Store<{ preferences: unknown }>> => {
    const { default: ElectronStore } = await import('electron-store')
    return new ElectronStore({ name: 'preferences', cwd: folder, clearInvalidConfig: false })
  }
  const read = (): Preferences => {
    const text = readIfThere(file)
    const kept: unknown = text === null ? null : JSON.parse(text)
    const found: unknown = typeof kept === 'object' && kept !== null && 'preferences' in kept ? kept.preferences : undefined
    return schema.safeParse(found).data ?? defaultPreferences
  }
  const setAside = (): void => {
    if (existsSync(file)) renameSync(file, join(folder, `preferences.unreadable-${Date.now()}.json`))
  }
  let preferences = defaultPreferences
  let wasReset = false
  try {
    preferences = read()
  } catch (cause) {
    wasReset = true
    onProblem('preferences', cause)
    try {
      setAside()
    } catch (second) {
      onProblem('preferences', second)
    }
  }

  async function write(next: Preferences): Promise<void> {
    try {
      const store = await open()
      store.set('preferences', next)
    } catch (cause) {
      onProblem('preferences', cause)
      // Spoilt since the start: once more without it.
      setAside()
      const store = await open()
      store.set('preferences', next)
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  const saveNow = async (next: Preferences): Promise<Preferences | null> => {
    try {
      await write(next)
    } catch (cause) {
      onProblem('preferences', cause)
      return null
    }
    const before = preferences
    preferences = next
    return before
  }
  return {
    wasReset,
    read: () => preferences,
    save: (next) => {
      const saved = last.then(() => saveNow(next))
      last = saved
      return saved
    },
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
}
