import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { CentralLogStatus } from '../../src-shared/central-log.ts'
import { onCentralChanged, readCentral } from '../api/audit-api.ts'

/** How this desk's copy in the central log stands: main owns it, this is its mirror. */
export const useCentralStore = defineStore('central', () => {
  const status = shallowRef<CentralLogStatus | null>(null)
  const isSetUp = computed(() => status.value !== null && status.value.state !== 'off')
  let reading = 0

  function listen(): void {
    onCentralChanged((changed) => {
      reading += 1 // newer than any answer on its way
      status.value = changed
    })
  }

  async function load(): Promise<void> {
    reading += 1
    const mine = reading
    const answer = await readCentral()
    if (mine === reading && answer.status === 'ok') status.value = answer.central
  }

  return { status, isSetUp, listen, load }
})
