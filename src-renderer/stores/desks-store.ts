import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DeskLog, DeskVerification } from '../../src-shared/central-log.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { cancelVerify, onVerifyChanged, readDesks, verifyDesk } from '../api/audit-api.ts'

/** Every desk's logs as the central log holds them, and what checking them came to. Main enforces who may. */
export const useDesksStore = defineStore('desks', () => {
  const logs = shallowRef<readonly DeskLog[] | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  const isReading = ref(false)
  /** The newest check of each log, by its installId. */
  const checks = shallowRef<Readonly<Record<string, DeskVerification>>>({})
  /** Why the last press was refused, and at which log. */
  const refusal = shallowRef<{ readonly installId: string; readonly code: ErrorCode } | null>(null)
  const checking = computed(() => Object.values(checks.value).find(({ phase }) => phase === 'reading') ?? null)
  const starting = ref<string | null>(null)
  let isListening = false
  let reading = 0
  /** Whose checks they are changes with the person: a late answer is not for the next one. */
  let visit = 0

  function listen(): void {
    if (isListening) return
    isListening = true
    onVerifyChanged((news) => {
      if (checks.value[news.installId] !== undefined || starting.value === news.installId) take(news)
    })
  }

  async function load(): Promise<void> {
    reading += 1
    const mine = reading
    isReading.value = true
    const answer = await readDesks()
    if (mine !== reading) return
    isReading.value = false
    code.value = answer.status === 'ok' ? null : answer.code
    if (answer.status === 'ok') logs.value = answer.desks
  }

  function take(news: DeskVerification): void {
    const before = checks.value[news.installId]
    // An older word came late.
    if (before !== undefined && news.phase === 'reading' && (before.phase !== 'reading' || news.rows < before.rows)) return
    checks.value = { ...checks.value, [news.installId]: news }
  }

  async function check(installId: string): Promise<void> {
    if (starting.value !== null || checking.value !== null) return
    const mine = visit
    starting.value = installId
    refusal.value = null
    checks.value = Object.fromEntries(Object.entries(checks.value).filter(([id]) => id !== installId))
    const answer = await verifyDesk(installId)
    if (mine !== visit) return
    starting.value = null
    if (answer.status === 'ok') take(answer.verification)
    else refusal.value = { installId, code: answer.code }
  }

  async function cancel(installId: string): Promise<void> {
    const mine = visit
    refusal.value = null
    const answer = await cancelVerify(installId)
    if (mine === visit && answer.status === 'refused') refusal.value = { installId, code: answer.code }
  }

  function clear(): void {
    visit += 1
    reading += 1
    logs.value = null
    code.value = null
    isReading.value = false
    checks.value = {}
    refusal.value = null
    starting.value = null
  }

  return { logs, code, isReading, checks, refusal, checking, starting, listen, load, check, cancel, clear }
})
