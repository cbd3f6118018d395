import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { OtherRowsPage, RowPlace } from '../../src-shared/other-rows.ts'
import { readOtherRows } from '../api/audit-api.ts'
import { otherChoices, type OtherChoice } from '../messages/other-rows-words.ts'

const pageSize = 50

/** Rows of this desk's logs that belong to no attempt, a page at a time. Main enforces who may see them. */
export const useOtherRowsStore = defineStore('other-rows', () => {
  const choice = ref<OtherChoice>('all')
  const page = shallowRef<OtherRowsPage | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  const isReading = ref(false)
  /** Where each page before the present one ends, and the present one begins: rows that are written meanwhile move none of them. */
  const places = shallowRef<readonly RowPlace[]>([])
  const hasNewer = computed(() => places.value.length > 0)
  const hasOlder = computed(() => page.value !== null && page.value.older !== null)
  let reading = 0

  /** Where it cannot be read, what is shown stays. True when it was read. */
  async function read(wanted: readonly RowPlace[]): Promise<boolean> {
    reading += 1
    const mine = reading
    isReading.value = true
    const answer = await readOtherRows({ kinds: otherChoices[choice.value].kinds, before: wanted.at(-1) ?? null, limit: pageSize })
    if (mine !== reading) return false
    isReading.value = false
    code.value = answer.status === 'ok' ? null : answer.code
    if (answer.status === 'refused') return false
    page.value = answer.page
    places.value = wanted
    return true
  }

  const load = (): Promise<boolean> => read(places.value)
  const newer = (): Promise<boolean> => read(places.value.slice(0, -1))

  async function older(): Promise<boolean> {
    const last = page.value?.older ?? null
    return last !== null && read([...places.value, last])
  }

  /** From the newest on. */
  async function choose(other: OtherChoice): Promise<void> {
    choice.value = other
    page.value = null // rows of another kind than the list says are not shown
    places.value = []
    await read([])
  }

  function clear(): void {
    reading += 1
    choice.value = 'all'
    page.value = null
    code.value = null
    isReading.value = false
    places.value = []
  }

  return { choice, page, code, isReading, places, hasNewer, hasOlder, load, newer, older, choose, clear }
})
