import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ExportProgress, ExportRequest } from '../../src-shared/audit-export.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { cancelExport, onExportChanged, readCurrentExport, startExport } from '../api/audit-api.ts'

const phaseOrder: Record<ExportProgress['phase'], number> = { choosing: 0, writing: 1, checking: 2, done: 3, cancelled: 3, failed: 3 }

/** The export of the audit log: main owns it, this is its mirror, and whether its dialog is on the screen. */
export const useExportStore = defineStore('export', () => {
  const progress = shallowRef<ExportProgress | null>(null)
  const isShown = ref(false)
  const isStarting = ref(false)
  const isCancelling = ref(false)
  /** Why the last press was refused. */
  const refusal = shallowRef<ErrorCode | null>(null)
  const isUnderWay = computed(() => progress.value !== null && phaseOrder[progress.value.phase] < phaseOrder.done)
  let isListening = false
  /** Whose export it is changes with the person: a late answer is not for the next one. */
  let visit = 0

  function listen(): void {
    if (isListening) return
    isListening = true
    onExportChanged((news) => {
      if (progress.value?.exportId === news.exportId || isStarting.value) take(news)
    })
  }

  function take(news: ExportProgress): void {
    const before = progress.value
    if (before?.exportId === news.exportId && phaseOrder[news.phase] < phaseOrder[before.phase]) return // an older word came late
    progress.value = news
  }

  /** One that goes on, from before the page was loaded. One that has ended was seen, or is not looked for any more. */
  async function load(): Promise<void> {
    const mine = visit
    const answer = await readCurrentExport()
    if (mine !== visit || answer.status === 'refused' || answer.export === null || isStarting.value) return
    if (progress.value !== null || phaseOrder[answer.export.phase] < phaseOrder.done) take(answer.export)
  }

  async function start(request: ExportRequest): Promise<void> {
    if (isStarting.value || isUnderWay.value) return
    const mine = visit
    isStarting.value = true
    refusal.value = null
    progress.value = null
    const answer = await startExport(request)
    if (mine !== visit) return
    isStarting.value = false
    if (answer.status === 'ok') take(answer.export)
    else refusal.value = answer.code
  }

  async function cancel(): Promise<void> {
    if (progress.value === null || isCancelling.value) return
    const mine = visit
    isCancelling.value = true
    const answer = await cancelExport(progress.value.exportId)
    if (mine !== visit) return
    isCancelling.value = false
    if (answer.status === 'refused') refusal.value = answer.code
  }

  /** What has ended is not shown again the next time. */
  function show(): void {
    if (!isUnderWay.value && !isStarting.value && !isShown.value) forget()
    isShown.value = true
  }

  /** An export that is under way goes on. */
  function hide(): void {
    isShown.value = false
  }

  function forget(): void {
    progress.value = null
    refusal.value = null
  }

  function clear(): void {
    visit += 1
    isShown.value = false
    isStarting.value = false
    isCancelling.value = false
    forget()
  }

  return { progress, isShown, isStarting, isCancelling, refusal, isUnderWay, listen, load, start, cancel, show, hide, clear }
})
