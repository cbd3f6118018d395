import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DirectoryStatus } from '../../src-shared/device.ts'
import DevicesView from '../../src-renderer/views/DevicesView.vue'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { aDirectoryStatus } from '../factories/bridge.ts'
import { aDeviceRow } from '../factories/devices.ts'
import { render, useFakeBridge } from './support/render.ts'
import { standInForSizes } from './support/sizes.ts'

const fake = useFakeBridge()
beforeEach(() => {
  standInForSizes(1200, 400)
  fake().on('directory:query', () => ({ status: 'ok', page: { total: 12_000, revision: 1, rows: [aDeviceRow()] } }))
})

async function toolbar(status: Partial<DirectoryStatus>): Promise<string> {
  fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus(status) }))
  const view = await render(DevicesView)
  await useDirectoryStore().load()
  await flushPromises()
  return view.get('.toolbar').text()
}

describe('the toolbar', () => {
  it.each<[string, Partial<DirectoryStatus>]>([
    ['12,000 of 300,000 devices, 1,900 a second', { expected: 300_000, perSecond: 1900 }],
    ['12,000 of 300,000 devices', { expected: 300_000 }],
    ['12,000 devices so far, 1,900 a second…', { perSecond: 1900 }],
    ['12,000 devices so far…', {}],
    // Devices that were enrolled after the count.
    ['12,000 of 12,000 devices', { expected: 11_998 }],
  ])('says while the list is read for the first time: %s', async (words, status) => {
    expect(await toolbar({ phase: 'loading', count: 12_000, syncedAt: null, ...status })).toContain(words)
  })

  it.each<[number, boolean]>([[12_000, false], [12_012, false], [12_013, true], [11_000, false]])('says that Intune counts %i when the list of 12,000 is short: %s', async (expected, isSaid) => {
    const words = await toolbar({ count: 11_999, badRows: 1, expected })
    expect(words.includes(`Intune counts ${new Intl.NumberFormat('en-GB').format(expected)}`)).toBe(isSaid)
  })

  it('does not say that a list is short while it is read', async () => {
    expect(await toolbar({ phase: 'loading', count: 6000, expected: 12_000 })).not.toContain('Intune counts')
  })

  it('tells check-ins, which are newer, from the list as a whole', async () => {
    expect(await toolbar({ count: 12_000, changedAt: '2026-11-23T11:03:00.000Z' })).toMatch(/Devices as of.*Check-ins as of/s)
    expect(await toolbar({ count: 12_000 })).not.toContain('Check-ins')
  })
})
