import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditActor } from '../../src-shared/audit.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import { everyAttempt, type AuditFigures, type AuditFilter } from '../../src-shared/audit-query.ts'
import type { AuditScope } from '../../src-shared/central-log.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { acknowledgeLog, onAuditHealthChanged, readAttempts, readAuditHealth, readChoices, readFigures } from '../api/audit-api.ts'
import { auditStory } from './audit-story.ts'

export const auditPageSize = 50

/** The supervisor's view of the log. Main enforces who may see it. */
export const useAuditStore = defineStore('audit', () => {
  const health = shallowRef<AuditHealth | null>(null)
  const filter = shallowRef<AuditFilter>(everyAttempt)
  const scope = ref<AuditScope>('desk')
  const view = ref<'list' | 'charts'>('list')
  const page = ref(0)
  const total = ref(0)
  const attempts = shallowRef<readonly AuditAttempt[] | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  const isReading = ref(false)
  const figures = shallowRef<AuditFigures | null>(null)
  const figuresCode = shallowRef<ErrorCode | null>(null)
  /** How many attempts carry each flag, whichever flags are asked for. */
  const flagCounts = shallowRef<AuditFigures['perFlag']>({})
  const agents = shallowRef<readonly AuditActor[]>([])
  const text = computed(() => filter.value.text)
  const pageCount = computed(() => Math.max(1, Math.ceil(total.value / auditPageSize)))
  let reading = 0
  let counting = 0
  let choosing = 0

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

  async function loadList(): Promise<void> {
    reading += 1
    const mine = reading
    isReading.value = true
    const answer = await readAttempts({ filter: filter.value, window: { offset: page.value * auditPageSize, limit: auditPageSize }, beside: null, scope: scope.value })
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

  async function loadFigures(): Promise<void> {
    counting += 1
    const mine = counting
    const asked = filter.value
    const [answer, whole] = await Promise.all([readFigures(asked, scope.value), asked.flags.length === 0 ? null : readFigures({ ...asked, flags: [] }, scope.value)])
    if (mine !== counting) return
    figuresCode.value = answer.status === 'ok' ? null : answer.code
    if (answer.status === 'ok') figures.value = answer.figures
    const counted = whole ?? answer
    if (counted.status === 'ok') flagCounts.value = counted.figures.perFlag
  }

  async function loadChoices(): Promise<void> {
    choosing += 1
    const mine = choosing
    const answer = await readChoices(scope.value)
    if (mine === choosing && answer.status === 'ok') agents.value = answer.choices.agents
  }

  async function load(): Promise<void> {
    await Promise.all([loadList(), loadFigures()])
  }

  /** Asks for other attempts; what is not named stays as it is. */
  async function narrow(change: Partial<AuditFilter>): Promise<void> {
    filter.value = { ...filter.value, ...change }
    page.value = 0
    await load()
  }

  const search = (next: string): Promise<void> => narrow({ text: next })

  async function goTo(next: number): Promise<void> {
    page.value = Math.min(Math.max(0, next), pageCount.value - 1)
    await loadList()
  }

  const story = auditStory(load)

  function clear(): void {
    reading += 1
    counting += 1
    choosing += 1
    story.close()
    filter.value = everyAttempt
    view.value = 'list'
    attempts.value = null
    total.value = 0
    page.value = 0
    code.value = null
    isReading.value = false
    figures.value = null
    figuresCode.value = null
    flagCounts.value = {}
    agents.value = []
  }

  return {
    health, filter, text, view, page, pageCount, total, attempts, code, isReading, figures, figuresCode, flagCounts, agents, ...story,
    listen, loadHealth, acknowledge, loadChoices, load, narrow, search, goTo, clear,
  }
})
