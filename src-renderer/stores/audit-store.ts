import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditActor, AuditTarget } from '../../src-shared/audit.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import { everyAttempt, type AuditFigures, type AuditFilter, type BesideAttempt } from '../../src-shared/audit-query.ts'
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
  /** Names for the ids in the filter: no attempt that is listed may carry them. */
  const names = shallowRef<{ readonly device: string; readonly user: string }>({ device: '', user: '' })
  const view = ref<'list' | 'charts'>('list')
  const page = ref(0)
  const total = ref(0)
  const isTotalExact = ref(true)
  /** Where the central log reads on from; null: at the newest. */
  const beside = shallowRef<BesideAttempt | null>(null)
  const attempts = shallowRef<readonly AuditAttempt[] | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  const isReading = ref(false)
  const figures = shallowRef<AuditFigures | null>(null)
  const figuresCode = shallowRef<ErrorCode | null>(null)
  /** How many attempts carry each flag, whichever flags are asked for. */
  const flagCounts = shallowRef<AuditFigures['perFlag']>({})
  /** Not every attempt was counted for them. */
  const areFlagsAtLeast = ref(false)
  const agents = shallowRef<readonly AuditActor[]>([])
  const text = computed(() => filter.value.text)
  const hasOlder = computed(() => (isTotalExact.value ? (page.value + 1) * auditPageSize < total.value : attempts.value?.length === auditPageSize))
  /** What the list answers. */
  let listedBy: AuditFilter | null = null
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

  /** True when the page stands there now. */
  async function loadList(): Promise<boolean> {
    reading += 1
    const mine = reading
    isReading.value = true
    const answer = await readAttempts({ filter: filter.value, window: { offset: page.value * auditPageSize, limit: auditPageSize }, beside: beside.value, scope: scope.value })
    if (mine !== reading) return false // a newer question is under way
    isReading.value = false
    if (answer.status === 'refused') {
      code.value = answer.code
      // What another filter let through is no answer to this one.
      if (listedBy !== filter.value) attempts.value = null
      return false
    }
    code.value = null
    listedBy = filter.value
    attempts.value = answer.page.attempts
    total.value = answer.page.total
    isTotalExact.value = answer.page.isTotalExact
    health.value = answer.page.health
    return true
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
    if (counted.status === 'refused') return
    flagCounts.value = counted.figures.perFlag
    areFlagsAtLeast.value = counted.figures.ofNewest !== null
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
    toNewest()
    await load()
  }

  const search = (next: string): Promise<void> => narrow({ text: next })

  /** `others` is what else the filter is to be; what is not named stays. */
  const onlyDevice = (target: AuditTarget, others: Partial<AuditFilter> = {}): Promise<void> => {
    names.value = { ...names.value, device: target.deviceName || target.serialNumber }
    return narrow({ ...others, deviceId: target.deviceId })
  }

  const onlyUser = (target: AuditTarget, others: Partial<AuditFilter> = {}): Promise<void> => {
    names.value = { ...names.value, user: target.userDisplayName || target.userPrincipalName }
    return narrow({ ...others, userId: target.userId })
  }

  function toNewest(): void {
    page.value = 0
    beside.value = null
  }

  /** The next page, or the one before. This desk's log counts from the newest; the central log reads on from the last attempt, or the first, of the page that is shown. */
  async function turn(direction: BesideAttempt['direction']): Promise<void> {
    if (isReading.value || (direction === 'older' && !hasOlder.value)) return // while it is read, what is shown is not the page that this one is beside
    const before = { page: page.value, beside: beside.value }
    const edge = direction === 'older' ? attempts.value?.at(-1) : attempts.value?.[0]
    page.value = Math.max(0, page.value + (direction === 'older' ? 1 : -1))
    beside.value = scope.value === 'desk' || page.value === 0 || edge === undefined ? null : { direction, startedAt: edge.startedAt, attemptId: edge.attemptId }
    if (await loadList() || code.value === null) return
    page.value = before.page
    beside.value = before.beside
  }

  /** Nothing of the other log stays on the page. */
  async function choose(next: AuditScope): Promise<void> {
    if (scope.value === next) return
    scope.value = next
    empty()
    await Promise.all([load(), loadChoices()])
  }

  const story = auditStory(load)

  function empty(): void {
    reading += 1
    counting += 1
    choosing += 1
    story.close()
    toNewest()
    attempts.value = null
    total.value = 0
    isTotalExact.value = true
    code.value = null
    isReading.value = false
    figures.value = null
    figuresCode.value = null
    flagCounts.value = {}
    agents.value = []
  }

  function clear(): void {
    empty()
    filter.value = everyAttempt
    names.value = { device: '', user: '' }
    view.value = 'list'
    scope.value = 'desk'
  }

  return {
    health, filter, names, scope, text, view, page, total, isTotalExact, hasOlder, attempts, code, isReading, figures, figuresCode, flagCounts, areFlagsAtLeast, agents, ...story,
    listen, loadHealth, acknowledge, loadChoices, load, narrow, onlyDevice, onlyUser, search, turn, choose, clear,
  }
})
