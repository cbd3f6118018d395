import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { OpenedDevice } from '../../src-shared/availability.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { openDevice } from '../api/directory-api.ts'

/** The device in the drawer. Read again by its id each time it is opened. */
export const useDeviceStore = defineStore('device', () => {
  const openId = shallowRef<string | null>(null)
  /** The row that was pressed: shown while the device is read again. */
  const row = shallowRef<DeviceRow | null>(null)
  const opened = shallowRef<OpenedDevice | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  const isReading = shallowRef(false)
  const isOpen = computed(() => openId.value !== null)
  let reading = 0

  async function open(deviceId: string, pressedRow: DeviceRow | null = null): Promise<void> {
    if (openId.value !== deviceId) {
      opened.value = null
      row.value = pressedRow
    }
    openId.value = deviceId
    await read(deviceId)
  }

  async function read(deviceId: string): Promise<void> {
    reading += 1
    const mine = reading
    isReading.value = true
    code.value = null
    const answer = await openDevice(deviceId)
    if (mine !== reading) return // another device was opened meanwhile
    isReading.value = false
    if (answer.status === 'ok') opened.value = answer.opened
    else code.value = answer.code
  }

  async function readAgain(): Promise<void> {
    if (openId.value !== null) await read(openId.value)
  }

  function close(): void {
    reading += 1
    openId.value = null
    row.value = null
    opened.value = null
    code.value = null
    isReading.value = false
  }

  return { openId, row, opened, code, isReading, isOpen, open, readAgain, close }
})
