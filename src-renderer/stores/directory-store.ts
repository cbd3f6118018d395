import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import type { DeviceRow, DirectoryQuery, DirectoryStatus, SortKey } from '../../src-shared/device.ts'
import { everyDevice, isEveryDevice } from '../../src-shared/device-filter.ts'
import type { DeviceFilter, FacetCounts } from '../../src-shared/device-filter.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { onDirectoryChanged, queryDirectory, readDirectoryStatus, refreshDirectory } from '../api/directory-api.ts'

export const windowSize = 100
type Sort = DirectoryQuery['sort']
interface Answered { readonly text: string; readonly filter: DeviceFilter; readonly question: number }

const usualSort: Sort = { key: 'deviceName', direction: 'ascending' }
const nothingYet: DirectoryStatus = { phase: 'empty', count: 0, badRows: 0, syncedAt: null, changedAt: null, source: 'intune', expected: null, perSecond: null, isPutOff: false, notice: null, code: null, revision: -1 }

/**
 * The sorted list of matches, of which only the windows near the screen are here. Every question has a number;
 * an answer to an older question is dropped. The old rows stay until the first new ones have come.
 */
export const useDirectoryStore = defineStore('directory', () => {
  const status = shallowRef<DirectoryStatus>(nothingYet)
  const text = ref('')
  const sort = shallowRef<Sort>(usualSort)
  const filter = shallowRef<DeviceFilter>(everyDevice)
  const isFiltered = computed(() => !isEveryDevice(filter.value))
  const total = ref(0)
  /** How many devices each value of the filter would leave, of the last answer that said so; null before the first one. */
  const counts = shallowRef<FacetCounts | null>(null)
  /** Windows of rows by number; window n holds rows n*100 … n*100+99. */
  const windows = shallowReactive(new Map<number, readonly DeviceRow[]>())
  /** What the rows on the screen answer; null before the first answer. */
  const answered = shallowRef<Answered | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  /** Grows when the text, the filter or the order changes: the list starts at its top again. */
  const listNumber = ref(0)
  const isRefreshing = computed(() => status.value.phase === 'loading')
  /** Nothing to show yet, but something is coming. */
  const isFilling = computed(() => {
    const isComing = status.value.phase === 'loading' || status.value.phase === 'empty'
    return code.value === null && (answered.value === null ? status.value.phase !== 'failed' : total.value === 0 && isComing && status.value.count === 0)
  })

  let question = 0
  let isLoaded = false
  let revision = -1
  let visible = { first: 0, last: 0 }
  const asked = new Set<number>()

  function listen(): void {
    onDirectoryChanged((next) => {
      if (isLoaded) takeStatus(next)
    })
  }

  /** After each sign-in: how the directory stands, and the first rows. */
  async function load(): Promise<void> {
    isLoaded = true
    const answer = await readDirectoryStatus()
    if (answer.status === 'ok') takeStatus(answer.directory)
    else code.value = answer.code
  }

  /** Keeps what is here and asks for nothing, while the agent is signed out in the middle of an attempt. */
  function pause(): void {
    isLoaded = false
    revision = -1
    question += 1
    asked.clear()
  }

  function takeStatus(next: DirectoryStatus): void {
    const isDue = next.revision !== revision || code.value !== null // after a failure any news is worth another question
    status.value = next
    if (isDue) ask()
  }

  /** Asks anew for what is on the screen. */
  function ask(): void {
    question += 1
    asked.clear()
    askForVisible()
  }

  function askForVisible(): void {
    const firstWindow = Math.floor(visible.first / windowSize)
    const lastWindow = Math.floor(visible.last / windowSize)
    for (let number = firstWindow; number <= lastWindow; number += 1) {
      if (!asked.has(number)) void readWindow(question, number)
    }
  }

  /** What is asked now, but for the rows. A filter that lets everything through is none. */
  const questionNow = (): Omit<DirectoryQuery, 'window' | 'counts'> => ({ text: text.value, sort: sort.value, ...(isFiltered.value ? { filter: filter.value } : {}) })

  async function readWindow(asking: number, number: number): Promise<void> {
    const isFirstAsked = asked.size === 0
    asked.add(number)
    const [askedText, askedFilter] = [text.value, filter.value]
    // Counts are of the whole answer: the first window of a question brings them.
    const answer = await queryDirectory({ ...questionNow(), window: { offset: number * windowSize, limit: windowSize }, ...(isFirstAsked ? { counts: true } : {}) })
    if (asking !== question) return // stale: a newer question is under way
    if (answer.status === 'refused') {
      asked.delete(number)
      if (answer.code !== 'not-signed-in') code.value = answer.code // the session says that itself
      return
    }
    const isFirst = answered.value?.question !== asking
    if (!isFirst && answer.page.revision !== revision) {
      ask() // the list changed between two windows
      return
    }
    if (isFirst) windows.clear()
    code.value = null
    revision = answer.page.revision
    total.value = answer.page.total
    windows.set(number, answer.page.rows)
    if (answer.page.counts !== undefined) counts.value = answer.page.counts
    if (isFirst) answered.value = { text: askedText, filter: askedFilter, question: asking }
    if (isFirst && answer.page.rows.length === 0 && number > 0 && total.value > 0) showRows(total.value - 1, total.value - 1)
  }

  /** Tells which rows are on the screen, so that they are fetched. */
  function showRows(first: number, last: number): void {
    visible = { first: Math.max(0, first), last: Math.max(0, first, last) }
    askForVisible()
  }

  /**
   * Resolves when the rows on the screen answer what is typed now: a scanner types a serial number and Enter faster than any answer. While
   * the list is being read and nothing matches yet, that is no answer.
   */
  function settled(): Promise<void> {
    const isComing = (): boolean => total.value === 0 && (status.value.phase === 'loading' || status.value.phase === 'empty')
    const isSettled = (): boolean => (answered.value?.question === question && !isComing()) || code.value !== null
    if (isSettled()) return Promise.resolve()
    return new Promise((resolve) => {
      const stop = watch([answered, code, status], () => {
        if (!isSettled()) return
        stop()
        resolve()
      })
    })
  }

  function rowAt(index: number): DeviceRow | null {
    return windows.get(Math.floor(index / windowSize))?.[index % windowSize] ?? null
  }

  /** The only match, or the only one of the first hundred whose name, serial, IMEI or user is exactly this; null when there is a doubt. */
  function indexOfExact(typed: string): number | null {
    if (total.value === 1) return 0
    const wanted = typed.trim().toLowerCase()
    const exact: number[] = []
    for (let index = 0; index < Math.min(total.value, windowSize); index += 1) {
      const row = rowAt(index)
      if (row === null) continue
      const names = [row.deviceName, row.serialNumber, row.imei, row.userPrincipalName]
      if (wanted !== '' && names.some((name) => name.toLowerCase() === wanted)) exact.push(index)
    }
    const [only] = exact
    return exact.length === 1 && only !== undefined ? only : null
  }

  function search(next: string): void {
    if (next === text.value) return
    text.value = next
    startAtTop()
  }

  /** Changes a part of the filter; the other parts stay. */
  function narrow(change: Partial<DeviceFilter>): void {
    filter.value = { ...filter.value, ...change }
    startAtTop()
  }

  /** All of a view at once: one question, not three. */
  function apply(view: { readonly text: string; readonly sort: Sort; readonly filter: DeviceFilter }): void {
    text.value = view.text
    sort.value = view.sort
    filter.value = view.filter
    startAtTop()
  }

  /** A second press on the same column turns the order round. */
  function sortBy(key: SortKey, direction?: Sort['direction']): void {
    const turned = sort.value.key === key && sort.value.direction === 'ascending' ? 'descending' : 'ascending'
    sort.value = { key, direction: direction ?? turned }
    startAtTop()
  }

  function startAtTop(): void {
    visible = { first: 0, last: Math.min(visible.last - visible.first, windowSize - 1) }
    listNumber.value += 1
    ask()
  }

  async function refresh(): Promise<ErrorCode | null> {
    const answer = await refreshDirectory()
    return answer.status === 'ok' ? null : answer.code
  }

  /** Forgets everything: somebody else may sign in next. */
  function clear(): void {
    question += 1
    isLoaded = false
    revision = -1
    asked.clear()
    windows.clear()
    status.value = nothingYet
    text.value = ''
    sort.value = usualSort
    filter.value = everyDevice
    counts.value = null
    total.value = 0
    answered.value = null
    code.value = null
    listNumber.value += 1
  }

  return { status, text, sort, filter, isFiltered, counts, total, answered, code, listNumber, isRefreshing, isFilling, listen, load, pause, showRows, settled, indexOfExact, rowAt, questionNow, search, narrow, apply, sortBy, refresh, clear }
})
