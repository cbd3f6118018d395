import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { queryDirectory } from '../api/directory-api.ts'
import { useDirectoryStore } from './directory-store.ts'

/** How many devices the words alone find, where words and filter together find none. */
export const useUnfilteredStore = defineStore('unfiltered', () => {
  const directory = useDirectoryStore()
  const found = shallowRef<{ readonly text: string; readonly total: number } | null>(null)
  /** Null: not known, or it was of other words. */
  const count = computed(() => (found.value?.text === directory.text ? found.value.total : null))

  async function ask(): Promise<void> {
    const { text, sort } = directory
    found.value = null
    const answer = await queryDirectory({ text, sort, window: { offset: 0, limit: 1 } })
    if (answer.status === 'ok') found.value = { text, total: answer.page.total }
  }

  return { count, ask }
})
