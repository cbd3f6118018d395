import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { BulkAction, BulkItemState, BulkRun } from '../../src-shared/bulk-runs.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { beginBulk, cancelBulk, onBulkChanged, readCurrentBulk, startBulk } from '../api/bulk-api.ts'
import { bulkEndedToast } from '../messages/bulk-words.ts'
import { countByState } from '../messages/bulk-counts.ts'
import { useSelectionStore } from './selection-store.ts'
import { useToastStore } from './toast-store.ts'

const phaseOrder: Record<BulkRun['phase'], number> = { checking: 0, review: 1, running: 2, ended: 3 }
/** The items that still have something before them in a phase; the rest counts as done. */
const open: Record<BulkRun['phase'], readonly BulkItemState[]> = { checking: ['checking'], review: [], running: ['waiting', 'sending', 'ready', 'checking'], ended: [] }

/** The run over many devices: main owns it, this is its mirror, and whether its dialog is on the screen. */
export const useBulkStore = defineStore('bulk', () => {
  const selection = useSelectionStore()
  const toasts = useToastStore()
  const run = shallowRef<BulkRun | null>(null)
  /** What was pressed; the run comes a moment later, or a refusal instead of it. */
  const asked = shallowRef<{ readonly action: BulkAction; readonly count: number } | null>(null)
  const isBeginning = ref(false)
  const isShown = ref(false)
  const running = shallowRef<'starting' | 'cancelling' | null>(null)
  /** Why the last press was refused. */
  const refusal = shallowRef<ErrorCode | null>(null)
  let isListening = false
  let isCancelWanted = false
  /** The run that was looked at to its end: not shown again. Outlasts the session; it is only a number. */
  let closedId: string | null = null

  const counts = computed(() => countByState(run.value?.items ?? []))
  const total = computed(() => {
    const now = run.value
    if (now === null) return asked.value?.count ?? 0
    return now.phase === 'checking' ? now.items.length : now.items.length - counts.value.unavailable
  })
  const doneCount = computed(() => {
    const now = run.value
    if (now === null) return 0
    const left = open[now.phase].reduce((sum, state) => sum + counts.value[state], 0)
    return Math.max(0, total.value - left)
  })
  const action = computed(() => run.value?.action ?? asked.value?.action ?? null)
  const isUnderWay = computed(() => isBeginning.value || (run.value !== null && run.value.phase !== 'ended'))

  function listen(): void {
    if (isListening) return
    isListening = true
    onBulkChanged((news) => {
      // Somebody else's run, or one that is forgotten here: a late word of it would bring its devices back onto the screen.
      if (run.value?.runId === news.runId || (run.value === null && isBeginning.value && news.runId !== closedId)) take(news)
    })
  }

  function take(news: BulkRun): void {
    const before = run.value
    if (before?.runId === news.runId && phaseOrder[news.phase] < phaseOrder[before.phase]) return // an older word came late
    run.value = news
    if (isCancelWanted) void cancel()
    const hasJustEnded = news.phase === 'ended' && before?.runId === news.runId && before.phase !== 'ended'
    if (hasJustEnded && !isShown.value) toasts.add(bulkEndedToast(news))
  }

  /** After a sign-in: a run that goes on, or that has ended and was not looked at. Not shown by itself. */
  async function load(): Promise<void> {
    const answer = await readCurrentBulk()
    if (answer.status === 'ok' && answer.run !== null && answer.run.runId !== closedId && run.value === null && !isBeginning.value) take(answer.run)
  }

  async function begin(wanted: BulkAction): Promise<void> {
    if (isUnderWay.value) {
      isShown.value = true
      return
    }
    if (selection.count === 0) return
    close()
    const mine = { action: wanted, count: selection.count }
    asked.value = mine
    isBeginning.value = true
    isShown.value = true
    const answer = await beginBulk(wanted, selection.ids)
    if (asked.value !== mine) return // cancelled or signed out meanwhile
    isBeginning.value = false
    if (answer.status === 'ok') take(answer.run)
    else if (isCancelWanted) forget()
    else refusal.value = answer.code
  }

  async function start(ticket: string, reason: string): Promise<void> {
    const now = run.value
    if (now?.phase !== 'review' || running.value !== null) return
    running.value = 'starting'
    refusal.value = null
    const answer = await startBulk(now.runId, ticket, reason)
    running.value = null
    if (run.value?.runId !== now.runId) return
    if (answer.status === 'refused') {
      refusal.value = answer.code
      return
    }
    selection.clear() // pressing once more must not do it once more
    take(answer.run)
  }

  /** Stop while it runs (what was sent stays sent); before that, Cancel, which closes. */
  async function cancel(): Promise<void> {
    const now = run.value
    if (now === null) {
      isCancelWanted = isBeginning.value
      isShown.value = false
      return
    }
    isCancelWanted = false
    if (running.value !== null) return
    running.value = 'cancelling'
    refusal.value = null
    const answer = await cancelBulk(now.runId)
    running.value = null
    if (run.value?.runId !== now.runId) return
    if (answer.status === 'refused' && answer.code !== 'bulk-unknown') refusal.value = answer.code
    else if (now.phase !== 'running') forget()
  }

  const show = (): void => { isShown.value = true }
  const hide = (): void => { isShown.value = false }

  /** Of a run that has ended, or that never began. */
  function close(): void {
    if (run.value === null || run.value.phase === 'ended') forget()
  }

  function forget(): void {
    closedId = run.value?.runId ?? closedId
    clear()
  }

  /** At sign-out: somebody else may sign in next. What main does with the run is main's business. */
  function clear(): void {
    run.value = null
    asked.value = null
    isBeginning.value = false
    isShown.value = false
    running.value = null
    refusal.value = null
    isCancelWanted = false
  }

  return { run, isBeginning, action, isShown, running, refusal, counts, total, doneCount, isUnderWay, listen, load, begin, start, cancel, show, hide, close, clear }
})
