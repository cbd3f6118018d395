import { defineStore } from 'pinia'
import { computed, shallowReactive, shallowRef, watch } from 'vue'
import { bulkLargest } from '../../src-shared/bulk-runs.ts'
import { mostExcepted, type DeviceChoice, type DeviceQuestion } from '../../src-shared/device-export.ts'
import { everyDevice, isEveryDevice, isLetThrough } from '../../src-shared/device-filter.ts'
import { searchedFields, type DeviceRow } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { phoneForms } from '../../src-shared/phone-forms.ts'
import { queryDirectory } from '../api/directory-api.ts'
import { searchWords } from '../../src-shared/fold-text.ts'
import { everythingIsCleared } from '../messages/bulk-words.ts'
import { containsWord } from '../messages/display-text.ts'
import { useDeviceActionsStore } from './device-actions-store.ts'
import { useDirectoryStore } from './directory-store.ts'
import { useToastStore } from './toast-store.ts'

/** Rows in one question to main, which gives no more than that. */
const rowsPerQuestion = 200
/** How often reading starts over because the list changed under it. */
const triesAtMost = 3

/** Why the last press ticked nothing. `list-changed`: the list would not hold still while it was read. */
export type SelectionRefusal =
  | { readonly kind: 'too-many' }
  | { readonly kind: 'too-many-excepted' }
  | { readonly kind: 'list-changed' }
  | { readonly kind: 'code'; readonly code: ErrorCode }

/**
 * The ticked devices, by their ids: they stay ticked whatever is searched for, sorted by or scrolled to. More than one run takes are held as what
 * finds them, without ids: good for copies, and over when something else is searched for.
 */
export const useSelectionStore = defineStore('selection', () => {
  const directory = useDirectoryStore()
  const actions = useDeviceActionsStore()
  const toasts = useToastStore()
  /** Ticked devices as they were when they were ticked: the rows on the screen come and go. */
  const ticked = shallowReactive(new Map<string, DeviceRow>())
  /** All that is found is meant, whatever it is; but for those excepted. */
  const isEverything = shallowRef(false)
  const excepted = shallowReactive(new Set<string>())
  const refusal = shallowRef<SelectionRefusal | null>(null)
  /** How far the reading of rows that are not on the screen has come; null while none is read. */
  const reading = shallowRef<{ readonly done: number; readonly total: number } | null>(null)
  /** Where a range begins: the last row that was ticked by itself. */
  let anchor: string | null = null
  let anchorIndex: number | null = null
  let readingNumber = 0

  const count = computed(() => (isEverything.value ? Math.max(0, directory.total - excepted.size) : ticked.size))
  const ids = computed(() => [...ticked.keys()])
  /** The ticked ones that the present search finds: judged here by the fields that main searches, so that no list has to be read for it. */
  const foundIds = computed(() => {
    const words = searchWords(directory.answered?.text ?? '')
    const filter = directory.answered?.filter ?? everyDevice
    if (words.length === 0 && isEveryDevice(filter)) return ids.value
    const inFlight = new Set(filter.inFlight ? [...actions.records.values()].filter((record) => !record.isFinal).map((record) => record.deviceId) : [])
    const nowMs = Date.now()
    return [...ticked.values()].filter((row) => isFound(row, words) && isLetThrough(row, filter, inFlight, nowMs)).map((row) => row.id)
  })
  const outsideCount = computed(() => (isEverything.value ? 0 : count.value - foundIds.value.length))
  const isAllFound = computed(() => directory.total > 0 && (isEverything.value ? excepted.size === 0 : foundIds.value.length >= directory.total))
  /** What a copy is made of; null: nothing is ticked. */
  const choice = computed((): DeviceChoice | null => {
    if (isEverything.value) return { kind: 'found', question: directory.questionNow(), except: [...excepted] }
    return count.value === 0 ? null : { kind: 'ticked', ids: ids.value }
  })
  /** Something is ticked, or there is something to say about ticking. */
  const isInUse = computed(() => count.value > 0 || reading.value !== null || refusal.value !== null)

  function isFound(row: DeviceRow, words: readonly string[]): boolean {
    const text = [...searchedFields.map((field) => row[field]), phoneForms(row.phoneNumber)].join('\n')
    return words.every((word) => containsWord(text, word))
  }

  const has = (deviceId: string): boolean => (isEverything.value ? !excepted.has(deviceId) : ticked.has(deviceId))

  // What is held as a search and a filter is nothing without them.
  watch([() => directory.text, () => directory.filter], () => {
    if (!isEverything.value) return
    clear()
    toasts.add({ text: everythingIsCleared, tone: 'neutral', deviceId: null })
  })

  /** Ticks all of them or none: a part of what was asked for would be a surprise. */
  function add(rows: readonly DeviceRow[]): void {
    const fresh = new Map(rows.filter((row) => !ticked.has(row.id)).map((row) => [row.id, row]))
    if (ticked.size + fresh.size > bulkLargest) {
      refusal.value = { kind: 'too-many' }
      return
    }
    for (const [id, row] of fresh) ticked.set(id, row)
  }

  function toggle(index: number): void {
    const row = directory.rowAt(index)
    if (row === null) return
    stopReading()
    refusal.value = null
    if (isEverything.value) except(row.id)
    else if (!ticked.delete(row.id)) add([row])
    anchor = row.id
    anchorIndex = index
  }

  function except(deviceId: string): void {
    if (excepted.delete(deviceId)) return
    if (excepted.size < mostExcepted) excepted.add(deviceId)
    else refusal.value = { kind: 'too-many-excepted' }
  }

  /** From the row that was ticked last to this one, both of them included; nothing is unticked. */
  async function extendTo(index: number): Promise<void> {
    const [from, to] = [anchorIndex === null ? null : directory.rowAt(anchorIndex), directory.rowAt(index)]
    if (isEverything.value || anchorIndex === null || from === null || from.id !== anchor || to === null) {
      toggle(index) // the last one is elsewhere by now: this row begins anew
      return
    }
    const [first, last] = anchorIndex < index ? [from, to] : [to, from]
    await read(Math.min(anchorIndex, index), Math.max(anchorIndex, index) + 1, (rows) => rows[0]?.id === first.id && rows.at(-1)?.id === last.id)
  }

  /** Everything that is found: by its ids as long as one run could take it, else as what finds it. */
  async function tickAll(): Promise<void> {
    if (directory.total <= bulkLargest) {
      if (!isEverything.value) await read(0, null, () => true)
      excepted.clear()
      return
    }
    clear()
    isEverything.value = true
  }

  /** Unticks what the present search finds; the others stay. */
  function untickFound(): void {
    stopReading()
    refusal.value = null
    if (isEverything.value) clear()
    else foundIds.value.forEach((id) => ticked.delete(id))
  }

  /**
   * Reads rows by their place in the list, a window at a time (`end` null: all of them), and ticks them when all of them have come from one and
   * the same list and are what was meant.
   */
  async function read(first: number, end: number | null, isMeant: (rows: readonly DeviceRow[]) => boolean): Promise<void> {
    readingNumber += 1
    const mine = readingNumber
    refusal.value = null
    const question = directory.questionNow()
    if ((end ?? directory.total) - first > bulkLargest) {
      refusal.value = { kind: 'too-many' }
      return
    }
    for (let attempt = 0; attempt < triesAtMost; attempt += 1) {
      const rows = await readOnce(mine, question, first, end)
      if (mine !== readingNumber) return
      if (JSON.stringify(question) !== JSON.stringify(directory.questionNow())) break // somebody types on: that was another list
      if (Array.isArray(rows) && isMeant(rows)) {
        reading.value = null
        add(rows)
        return
      }
      if (!Array.isArray(rows) && rows.kind !== 'list-changed') {
        reading.value = null
        refusal.value = rows
        return
      }
    }
    reading.value = null
    refusal.value = { kind: 'list-changed' }
  }

  async function readOnce(mine: number, question: DeviceQuestion, first: number, wanted: number | null): Promise<DeviceRow[] | SelectionRefusal> {
    const rows: DeviceRow[] = []
    let end = wanted ?? directory.total
    let revision: number | null = null
    while (first + rows.length < end) {
      reading.value = { done: rows.length, total: end - first }
      const window = { offset: first + rows.length, limit: Math.min(rowsPerQuestion, end - first - rows.length) }
      const answer = await queryDirectory({ ...question, window })
      if (mine !== readingNumber) return rows // cancelled: nobody looks at them
      if (answer.status === 'refused') return { kind: 'code', code: answer.code }
      if (revision !== null && revision !== answer.page.revision) return { kind: 'list-changed' }
      revision = answer.page.revision
      if (wanted === null) end = answer.page.total
      if (end - first > bulkLargest) return { kind: 'too-many' }
      if (answer.page.rows.length === 0) break // the list has become shorter
      rows.push(...answer.page.rows)
    }
    return rows
  }

  function stopReading(): void {
    readingNumber += 1
    reading.value = null
  }

  /** Unticks everything. Also at sign-out: somebody else may sign in next. */
  function clear(): void {
    stopReading()
    ticked.clear()
    excepted.clear()
    isEverything.value = false
    refusal.value = null
    anchor = null
    anchorIndex = null
  }

  return { count, ids, choice, isEverything, outsideCount, isAllFound, isInUse, refusal, reading, has, toggle, extendTo, tickAll, untickFound, stopReading, clear }
})
