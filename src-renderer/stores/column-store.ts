import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { usualColumns, type ColumnChoice } from '../../src-shared/app-info.ts'
import type { SortKey } from '../../src-shared/device.ts'
import { boundedWidth, layOutColumns, movedTo, orderedColumns } from './grid-columns.ts'
import { errorMessages } from '../messages/error-messages.ts'
import { useAppStore } from './app-store.ts'
import { useDirectoryStore } from './directory-store.ts'
import { useToastStore } from './toast-store.ts'

/** A column on the screen, and which it is of all there are, from 1. */
export interface NumberedColumn {
  readonly key: SortKey
  readonly number: number
}

/** The columns of the device grid, as this person on this PC likes them. */
export const useColumnStore = defineStore('columns', () => {
  const app = useAppStore()
  const directory = useDirectoryStore()
  const toasts = useToastStore()
  /** Room for columns in CSS pixels; 0 until the grid is laid out. */
  const available = ref(0)
  /** While an edge is dragged: shown, not yet kept. */
  const draft = shallowRef<ColumnChoice | null>(null)
  const choice = computed(() => draft.value ?? app.preferences.columns)
  const all = computed(() => orderedColumns(choice.value))
  const shown = computed(() => layOutColumns(available.value, directory.sort.key, choice.value))
  const numbered = computed<readonly NumberedColumn[]>((before) => {
    const now = shown.value.map(({ key }) => ({ key, number: all.value.findIndex((column) => column.key === key) + 1 }))
    return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now
  })
  const isUsual = computed(() => choice.value.order.length === 0 && choice.value.shown === null && Object.keys(choice.value.widths).length === 0)

  /** The name tells devices apart, and an order by something unseen would be a riddle. */
  const isFixed = (key: SortKey): boolean => key === 'deviceName' || key === directory.sort.key

  async function keep(columns: ColumnChoice): Promise<void> {
    draft.value = null
    const code = await app.save({ columns })
    if (code !== null) toasts.add({ text: errorMessages[code].what, tone: 'bad', deviceId: null })
  }

  function toggle(key: SortKey): Promise<void> {
    if (isFixed(key)) return Promise.resolve()
    const keys = shown.value.map((column) => column.key)
    return keep({ ...choice.value, shown: keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key] })
  }

  function move(key: SortKey, target: SortKey): Promise<void> {
    return key === target ? Promise.resolve() : keep({ ...choice.value, order: movedTo(choice.value, key, target) })
  }

  const resized = (key: SortKey, pixels: number): ColumnChoice => ({ ...choice.value, widths: { ...choice.value.widths, [key]: boundedWidth(pixels) } })

  return {
    available, all, shown, isUsual, isFixed, toggle, move,
    /** The columns on the screen without their widths; another list only when it says something else, so that a new width paints no cell anew. */
    numbered,
    /** Shows a width while it is dragged. */
    tryWidth: (key: SortKey, pixels: number) => { draft.value = resized(key, pixels) },
    /** Keeps a width, CSS pixels. */
    resize: (key: SortKey, pixels: number) => keep(resized(key, pixels)),
    /** Takes back a drag that did not end. */
    cancelResize: () => { draft.value = null },
    reset: () => keep(usualColumns),
  }
})
