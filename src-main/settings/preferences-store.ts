import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Store from 'electron-store'
import { z } from 'zod'
import type { Preferences } from '../../src-shared/app-info.ts'

export const defaultPreferences: Preferences = { theme: 'system', notifications: true, practiceProfile: 'graph-admin' }

const schema: z.ZodType<Preferences> = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch(defaultPreferences.theme),
  notifications: z.boolean().catch(defaultPreferences.notifications),
  practiceProfile: z.enum(['graph-admin', 'company-portal']).catch(defaultPreferences.practiceProfile),
})

export interface PreferencesStore {
  read(): Preferences
  save(preferences: Preferences): void
  /** True when the file was unreadable and defaults are in use; the old file was kept beside it. */
  readonly wasReset: boolean
}

/** Opens the preferences of this person on this PC (`preferences.json` in the profile); the only file that touches electron-store. A corrupt file is set aside, never fatal. */
export function openPreferencesStore(folder: string): PreferencesStore {
  const open = (): Store<{ preferences: unknown }> =>
    new Store({ name: 'preferences', cwd: folder, clearInvalidConfig: false })
  let store: Store<{ preferences: unknown }>
  let wasReset = false
  try {
    store = open()
    store.get('preferences')
  } catch {
    wasReset = true
    const file = join(folder, 'preferences.json')
    if (existsSync(file)) renameSync(file, join(folder, `preferences.unreadable-${Date.now()}.json`))
    store = open()
  }
  return {
    wasReset,
    read: () => schema.safeParse(store.get('preferences')).data ?? defaultPreferences,
    save: (preferences) => store.set('preferences', preferences),
  }
}
