import { ref, shallowRef } from 'vue'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditEntry, ReviewVerdict } from '../../src-shared/audit.ts'
import type { RelatedAttempts } from '../../src-shared/audit-query.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { readRelated, readStory, reviewAttempt } from '../api/audit-api.ts'

const placeOf = ({ attemptId, desk }: AuditAttempt) => ({ attemptId, deskId: desk?.deskId ?? null })

/** The attempt that is open: its rows, what is like it, and its review. `changed` is called when a review has been written. A part of the audit store. */
export function auditStory(changed: () => Promise<void>) {
  const openAttempt = shallowRef<AuditAttempt | null>(null)
  const story = shallowRef<readonly AuditEntry[] | null>(null)
  const storyCode = shallowRef<ErrorCode | null>(null)
  const related = shallowRef<RelatedAttempts | null>(null)
  const relatedCode = shallowRef<ErrorCode | null>(null)
  const isReviewing = ref(false)
  const reviewCode = shallowRef<ErrorCode | null>(null)
  let opening = 0

  async function open(attempt: AuditAttempt): Promise<void> {
    close()
    const mine = opening
    openAttempt.value = attempt
    await Promise.all([loadRows(attempt, mine), loadRelated(attempt, mine)])
  }

  async function loadRows(attempt: AuditAttempt, mine: number): Promise<void> {
    const answer = await readStory(placeOf(attempt))
    if (mine !== opening) return // another one was opened
    storyCode.value = answer.status === 'ok' ? null : answer.code
    if (answer.status === 'ok') story.value = answer.entries
  }

  async function loadRelated(attempt: AuditAttempt, mine: number): Promise<void> {
    const answer = await readRelated(placeOf(attempt))
    if (mine !== opening) return
    relatedCode.value = answer.status === 'ok' ? null : answer.code
    if (answer.status === 'ok') related.value = answer.related
  }

  /** Writes a note, or signs off. True when it stands in the log. */
  async function review(verdict: ReviewVerdict, text: string): Promise<boolean> {
    const attempt = openAttempt.value
    if (attempt === null || isReviewing.value) return false
    const mine = opening
    isReviewing.value = true
    reviewCode.value = null
    const answer = await reviewAttempt(placeOf(attempt), verdict, text)
    if (mine === opening) {
      isReviewing.value = false
      if (answer.status === 'refused') reviewCode.value = answer.code
      else openAttempt.value = answer.attempt
    }
    if (answer.status === 'refused') return false
    await Promise.all([changed(), mine === opening ? loadRows(attempt, mine) : null])
    return true
  }

  function close(): void {
    opening += 1
    openAttempt.value = null
    story.value = null
    storyCode.value = null
    related.value = null
    relatedCode.value = null
    isReviewing.value = false
    reviewCode.value = null
  }

  return { openAttempt, story, storyCode, related, relatedCode, isReviewing, reviewCode, open, review, close }
}
