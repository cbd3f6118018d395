import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DeviceChoice, DeviceExportProgress, DeviceExportRequest } from '../../src-shared/device-export.ts'
import type { SortKey } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { cancelDeviceExport, copyDevices, exportDevices, onDeviceExportChanged } from '../api/directory-api.ts'
import { useDirectoryStore } from './directory-store.ts'
import { useSelectionStore } from './selection-store.ts'

const phaseOrder: Record<DeviceExportProgress['phase'], number> = { choosing: 0, writing: 1, checking: 2, done: 3, cancelled: 3, failed: 3 }

/** Copies of the device list: main makes them, this is what it says about the one under way. */
export const useDeviceExportStore = defineStore('device-export', () => {
  const directory = useDirectoryStore()
  const selection = useSelectionStore()
  /** The columns on the screen, in their order; the grid tells. */
  const columns = shallowRef<readonly SortKey[]>(['deviceName'])
  const progress = shallowRef<DeviceExportProgress | null>(null)
  const isShown = ref(false)
  const isStarting = ref(false)
  /** Why the last press was refused. */
  const refusal = shallowRef<ErrorCode | null>(null)
  const isUnderWay = computed(() => progress.value !== null && phaseOrder[progress.value.phase] < phaseOrder.done)
  /** The ticked devices; where none is, all that are found. */
  const count = computed(() => (selection.count > 0 ? selection.count : directory.total))
  let isListening = false
  /** Whose export it is changes with the person: a late answer is not for the next one. */
  let visit = 0

  function listen(): void {
    if (isListening) return
    isListening = true
    onDeviceExportChanged((news) => {
      const before = progress.value
      const isOld = before?.exportId === news.exportId && phaseOrder[news.phase] < phaseOrder[before.phase]
      if (isOld || !(isStarting.value || before?.exportId === news.exportId)) return
      progress.value = news
      // Who closes the window in which the file is chosen has said all there is to say.
      if (news.phase === 'cancelled' && before?.phase !== 'writing' && before?.phase !== 'checking') isShown.value = false
    })
  }

  function request(): DeviceExportRequest {
    const all: DeviceChoice = { kind: 'found', question: directory.questionNow(), except: [] }
    return { choice: selection.choice ?? all, columns: columns.value }
  }

  async function start(): Promise<void> {
    isShown.value = true
    if (isStarting.value || isUnderWay.value) return
    listen()
    const mine = visit
    isStarting.value = true
    refusal.value = null
    progress.value = null
    const answer = await exportDevices(request())
    if (mine !== visit) return
    isStarting.value = false
    if (answer.status === 'refused') refusal.value = answer.code
    else progress.value ??= answer.export // news may have come before the answer
  }

  async function cancel(): Promise<void> {
    if (progress.value === null) return
    const answer = await cancelDeviceExport(progress.value.exportId)
    if (answer.status === 'refused') refusal.value = answer.code
  }

  /** How many are on the clipboard now, or why they are not. */
  const copy = () => copyDevices(request())

  /** An export that is under way goes on. */
  function hide(): void {
    isShown.value = false
  }

  function clear(): void {
    visit += 1
    isShown.value = false
    isStarting.value = false
    progress.value = null
    refusal.value = null
  }

  return { columns, progress, isShown, isStarting, isUnderWay, refusal, count, start, cancel, copy, hide, clear }
})
