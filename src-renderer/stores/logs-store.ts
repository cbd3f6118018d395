import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { AuditLogs } from '../../src-shared/audit-retention.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { closeLog, readLogs, removeLog } from '../api/audit-api.ts'

/** Every log of this desk. Main enforces who may see, close and remove them. */
export const useLogsStore = defineStore('logs', () => {
  const logs = shallowRef<AuditLogs | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  const isReading = ref(false)
  const isBusy = ref(false)
  /** Why the last press was refused. */
  const refusal = shallowRef<ErrorCode | null>(null)
  let reading = 0
  let visit = 0

  async function load(): Promise<void> {
    reading += 1
    const mine = reading
    isReading.value = true
    const answer = await readLogs()
    if (mine !== reading) return
    isReading.value = false
    code.value = answer.status === 'ok' ? null : answer.code
    if (answer.status === 'ok') logs.value = answer.logs
  }

  /** True when it was done. */
  async function act(send: () => ReturnType<typeof closeLog>): Promise<boolean> {
    if (isBusy.value) return false
    const mine = visit
    isBusy.value = true
    refusal.value = null
    const answer = await send()
    if (mine !== visit) return false
    isBusy.value = false
    if (answer.status === 'refused') {
      refusal.value = answer.code
      return false
    }
    reading += 1 // what was asked before does not know of it
    isReading.value = false
    code.value = null
    logs.value = answer.logs
    return true
  }

  const close = (): Promise<boolean> => act(closeLog)
  const remove = (installId: string): Promise<boolean> => act(() => removeLog(installId))

  function forgetRefusal(): void {
    refusal.value = null
  }

  function clear(): void {
    visit += 1
    reading += 1
    logs.value = null
    code.value = null
    isReading.value = false
    isBusy.value = false
    refusal.value = null
  }

  return { logs, code, isReading, isBusy, refusal, load, close, remove, forgetRefusal, clear }
})
