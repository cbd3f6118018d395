import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usualColumns, type AppInfo, type LinkName, type Preferences } from '../../src-shared/app-info.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { copyText, onAppInfoChanged, openLink, readAppInfo, readPreferences, savePreferences } from '../api/app-api.ts'

/** What the console is, and how this person likes it. */
export const useAppStore = defineStore('app', () => {
  const info = shallowRef<AppInfo | null>(null)
  const preferences = shallowRef<Preferences>({ theme: 'system', notifications: true, practiceProfile: 'graph-admin', views: [], columns: usualColumns })
  const code = shallowRef<ErrorCode | null>(null)
  const isPractice = computed(() => info.value?.isPractice ?? false)

  async function start(): Promise<void> {
    onAppInfoChanged((changed) => { info.value = changed })
    const [infoAnswer, preferencesAnswer] = await Promise.all([readAppInfo(), readPreferences()])
    if (infoAnswer.status === 'ok') info.value = infoAnswer.info
    else code.value = infoAnswer.code
    if (preferencesAnswer.status === 'ok') preferences.value = preferencesAnswer.preferences
  }

  /** Shows the change at once, and takes it back when it could not be saved. */
  async function save(change: Partial<Preferences>): Promise<ErrorCode | null> {
    const before = preferences.value
    preferences.value = { ...before, ...change }
    const answer = await savePreferences(preferences.value)
    preferences.value = answer.status === 'ok' ? answer.preferences : before
    return answer.status === 'ok' ? null : answer.code
  }

  async function open(link: LinkName, what: { readonly ruleId?: string; readonly deviceId?: string } = {}): Promise<ErrorCode | null> {
    const answer = await openLink(link, what)
    return answer.status === 'ok' ? null : answer.code
  }

  async function copy(text: string): Promise<ErrorCode | null> {
    const answer = await copyText(text)
    return answer.status === 'ok' ? null : answer.code
  }

  return { info, preferences, code, isPractice, start, save, open, copy }
})
