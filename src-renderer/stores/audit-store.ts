import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditEntry } from '../../src-shared/audit.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import { everyAttempt } from '../../src-shared/audit-query.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { acknowledgeLog, onAuditHealthChanged, readAttempts, readAuditHealth, readStory } from '../api/audit-api.ts'

export const auditPageSize = 50

/** The supervisor's view of the log. Main enforces who may see it. */
export const useAuditStore = defineStore('audit', () => {
  const health = shallowRef<AuditHealth | null>(null)
  const text = ref('')
  const page = ref(0)
  const total = ref(0)
  const attempts = shallowRef<readonly AuditAttempt[] | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  const isReading = ref(false)
  const openAttempt = shallowRef<AuditAttempt | null>(null)
  const story = shallowRef<readonly AuditEntry[] | null>(null)
  const storyCode = shallowRef<ErrorCode | null>(null)
  const pageCount = computed(() => Math.max(1, Math.ceil(total.value / auditPageSize)))
  let reading = 0
  let storyReading = 0

  function listen(): void {
    onAuditHealthChanged((changed) => { health.value = changed })
  }

  async function loadHealth(): Promise<void> {
    const answer = await readAuditHealth()
    if (answer.status === 'ok') health.value = answer.health
  }

  /** null: the broken log before this one is acknowledged; else why not. */
  async function acknowledge(words: string): Promise<ErrorCode | null> {
    const answer = await acknowledgeLog(words)
    if (answer.status === 'refused') return answer.code
    health.value = answer.health
    return null
  }

  async function load(): Promise<void> {
    reading += 1
    const mine = reading
    isReading.value = true
    const answer = await readAttempts({ filter: { ...everyAttempt, text: text.value }, window: { offset: page.value * auditPageSize, limit: auditPageSize } })
    if (mine !== reading) return // a newer question is under way
    isReading.value = false
    if (answer.status === 'refused') {
      code.value = answer.code
      return
    }
    code.value = null
    attempts.value = answer.page.attempts
    total.value = answer.page.total
    health.value = answer.page.health
  }

  async function search(next: string): Promise<void> {
    text.value = next
    page.value = 0
    await load()
  }

  async function goTo(next: number): Promise<void> {
    page.value = Math.min(Math.max(0, next), pageCount.value - 1)
    await load()
  }

  async function open(attempt: AuditAttempt): Promise<void> {
    storyReading += 1
    const mine = storyReading
    openAttempt.value = attempt
    story.value = null
    storyCode.value = null
    const answer = await readStory(attempt.attemptId)
    if (mine !== storyReading) return
    if (answer.status === 'ok') story.value = answer.entries
    else storyCode.value = answer.code
  }

  function close(): void {
    storyReading += 1
    openAttempt.value = null
    story.value = null
    storyCode.value = null
  }

  function clear(): void {
    reading += 1
    close()
    attempts.value = null
    total.value = 0
    page.value = 0
    text.value = ''
    code.value = null
    isReading.value = false
  }

  return { health, text, page, pageCount, total, attempts, code, isReading, openAttempt, story, storyCode, listen, loadHealth, acknowledge, load, search, goTo, open, close, clear }
})
