import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Store from 'electron-store'
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
  /** False when they cannot be written; the old ones go on. */
  save(preferences: Preferences): boolean
  /** True when the file was unreadable and defaults are in use; the old file was kept beside it. */
  readonly wasReset: boolean
}

/** Opens the preferences of this person on this PC (`preferences.json` in the profile); the only file that touches electron-store. A corrupt file is set aside, never fatal; they are read once, so that what happens to the file later disturbs nobody. */
export function openPreferencesStore(folder: string, onProblem: (where: string, cause: unknown) => void): PreferencesStore {
  const file = join(folder, 'preferences.json')
  const open = (): Store<{ preferences: unknown }> =>
    new Store({ name: 'preferences', cwd: folder, clearInvalidConfig: false })
  const read = (): Preferences => schema.safeParse(open().get('preferences')).data ?? defaultPreferences
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

  function write(next: Preferences): void {
    try {
      open().set('preferences', next)
    } catch (cause) {
      onProblem('preferences', cause)
      // Spoilt since the start: once more without it.
      setAside()
      open().set('preferences', next)
    }
  }
  return {
    wasReset,
    read: () => preferences,
    save: (next) => {
      try {
        write(next)
      } catch (cause) {
        onProblem('preferences', cause)
        return false
      }
      preferences = next
      return true
    },
  }
}
