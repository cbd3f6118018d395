import { defineStore } from 'pinia'
import { computed, ref, shallowReactive } from 'vue'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import { listDeviceActions, onDeviceActionChanged } from '../api/device-actions-api.ts'
import { toastFor } from '../messages/toast-texts.ts'
import { useToastStore } from './toast-store.ts'

/** What was sent, and how it stands: for the bell, the drawer and the toasts. */
export const useDeviceActionsStore = defineStore('device-actions', () => {
  const toasts = useToastStore()
  const records = shallowReactive(new Map<string, DeviceActionRecord>())
  /** Attempts whose end nobody has looked at in the bell yet. */
  const unseen = ref<ReadonlySet<string>>(new Set())

  const newestFirst = computed(() => [...records.values()].sort((a, b) => b.requestedAt.localeCompare(a.requestedAt)))
  const waitingCount = computed(() => newestFirst.value.filter((record) => !record.isFinal).length)
  /** The number on the bell: still waiting, or ended and not looked at. */
  const bellCount = computed(() => newestFirst.value.filter((record) => !record.isFinal || unseen.value.has(record.attemptId)).length)

  function listen(): void {
    onDeviceActionChanged((record) => take(record, true))
  }

  /** Reads what this person may see; called after each sign-in. */
  async function load(): Promise<void> {
    const answer = await listDeviceActions()
    if (answer.status === 'ok') answer.actions.forEach((record) => take(record, false))
  }

  function take(record: DeviceActionRecord, isNews: boolean): void {
    const before = records.get(record.attemptId)
    if (before !== undefined && before.updatedAt > record.updatedAt) return // an older word came late
    records.set(record.attemptId, record)
    if (!isNews || (before?.state === record.state && before.isFinal === record.isFinal)) return
    if (record.isFinal) unseen.value = new Set([...unseen.value, record.attemptId])
    toasts.add(toastFor(record))
  }

  function ofDevice(deviceId: string): DeviceActionRecord | null {
    return newestFirst.value.find((record) => record.deviceId === deviceId) ?? null
  }

  function markSeen(): void {
    unseen.value = new Set()
  }

  function clear(): void {
    records.clear()
    markSeen()
  }

  return { records, newestFirst, waitingCount, bellCount, unseen, listen, load, take, ofDevice, markSeen, clear }
})
