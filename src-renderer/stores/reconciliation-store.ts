import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { Reconciliation } from '../../src-shared/reconciliation.ts'
import { compareWithIntune } from '../api/reconciliation-api.ts'
import type { IntunePeriod } from '../messages/intune-words.ts'

const dayMs = 86_400_000
const lengthMs: Record<IntunePeriod, number> = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs }

/** What comparing with Intune's own logs came to last. Main enforces who may. */
export const useReconciliationStore = defineStore('reconciliation', () => {
  const period = ref<IntunePeriod>('day')
  const reconciliation = shallowRef<Reconciliation | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  const isComparing = ref(false)
  let comparing = 0

  async function compare(): Promise<void> {
    if (isComparing.value) return
    comparing += 1
    const mine = comparing
    isComparing.value = true
    code.value = null
    const nowMs = Date.now()
    const answer = await compareWithIntune({ from: new Date(nowMs - lengthMs[period.value]).toISOString(), to: new Date(nowMs).toISOString() })
    if (mine !== comparing) return // forgotten meanwhile
    isComparing.value = false
    // What an earlier comparison found is not what this one was asked for.
    reconciliation.value = answer.status === 'ok' ? answer.reconciliation : null
    code.value = answer.status === 'ok' ? null : answer.code
  }

  function clear(): void {
    comparing += 1
    isComparing.value = false
    reconciliation.value = null
    code.value = null
    period.value = 'day'
  }

  return { period, reconciliation, code, isComparing, compare, clear }
})
