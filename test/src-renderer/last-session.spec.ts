import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { DirectoryStatus } from '../../src-shared/device.ts'
import { timeAndDay } from '../../src-renderer/messages/time-words.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import DevicesView from '../../src-renderer/views/DevicesView.vue'
import { aDirectoryStatus } from '../factories/bridge.ts'
import { aDeviceRow } from '../factories/devices.ts'
import { render, useFakeBridge } from './support/render.ts'
import { standInForSizes } from './support/sizes.ts'

const fake = useFakeBridge()
const yesterday = new Date()
yesterday.setDate(yesterday.getDate() - 1)
yesterday.setHours(7, 42, 0, 0)
const syncedAt = yesterday.toISOString()
const text = (): string => document.body.textContent.replace(/\s+/g, ' ')

async function show(status: Partial<DirectoryStatus>): Promise<void> {
  standInForSizes(1200, 400)
  fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus(status) }))
  const total = status.count ?? 0
  fake().on('directory:query', () => ({ status: 'ok', page: { total, revision: 1, rows: total === 0 ? [] : [aDeviceRow({ id: '1', deviceName: 'Alpha' })] } }))
  await render(DevicesView)
  useDirectoryStore().listen()
  await useDirectoryStore().load()
  await flushPromises()
  await nextTick()
}

describe('the devices of the last session', () => {
  it('are on the screen with their age while Intune is read', async () => {
    await show({ phase: 'loading', source: 'snapshot', syncedAt, count: 1, revision: 1 })
    expect(text()).toContain('Devices as of 07:42 yesterday, reading…')
    expect(text()).toContain('Alpha')
  })

  it('keep their age when Intune could not be read', async () => {
    await show({ phase: 'failed', code: 'tenant-unreachable', source: 'snapshot', syncedAt, count: 1, revision: 1 })
    expect(text()).toContain('Devices as of 07:42 yesterday')
    expect(text()).not.toContain('reading…')
    expect(text()).toContain('Every device is read again when you open it.')
  })

  it('say no more of themselves once Intune has been read', async () => {
    await show({ phase: 'ready', source: 'intune', syncedAt, count: 1, revision: 1 })
    expect(text()).not.toContain('07:42')
  })

  it('are said to have been deleted when they could not be opened, until that is over', async () => {
    await show({ phase: 'loading', notice: 'snapshot-dropped', syncedAt: null, count: 0, revision: 1 })
    expect(document.querySelector('.notice[role=status]')?.textContent).toContain('could not be opened and have been deleted')
    fake().emit('directory:changed', aDirectoryStatus({ phase: 'loading', notice: null, syncedAt: null, count: 1, revision: 1 }))
    await nextTick()
    expect(document.querySelector('.notice')).toBeNull()
  })
})

describe('timeAndDay', () => {
  const now = new Date(2026, 10, 24, 9, 0).getTime()
  it.each([
    [new Date(2026, 10, 24, 0, 0), '00:00 today'], [new Date(2026, 10, 24, 8, 59), '08:59 today'], [new Date(2026, 10, 23, 23, 59), '23:59 yesterday'],
    [new Date(2026, 10, 23, 0, 0), '00:00 yesterday'], [new Date(2026, 10, 22, 23, 59), '23:59 on 22 Nov'],
  ])('%s is %s', (at, words) => {
    expect(timeAndDay(at.toISOString(), now)).toBe(words)
  })
  it('does not fall over a time that is none', () => {
    expect(timeAndDay('soon', now)).toBe('an unreadable time')
  })
})
