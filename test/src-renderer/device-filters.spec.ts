import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { everyDevice } from '../../src-shared/device-filter.ts'
import { useAppStore } from '../../src-renderer/stores/app-store.ts'
import { useDeviceExportStore } from '../../src-renderer/stores/device-export-store.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { useSelectionStore } from '../../src-renderer/stores/selection-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import DevicesView from '../../src-renderer/views/DevicesView.vue'
import { aDeviceExport, aDirectoryStatus } from '../factories/bridge.ts'
import { aDeviceRow } from '../factories/devices.ts'
import { createScanEngine } from '../factories/scan-engine.ts'
import { findButton, hasButton, render, useFakeBridge } from './support/render.ts'
import { standInForSizes } from './support/sizes.ts'

const fake = useFakeBridge()
const now = Date.parse('2026-11-24T12:00:00.000Z')

beforeEach(() => {
  standInForSizes(1200, 400)
  const engine = createScanEngine()
  engine.beginWalk()
  engine.addRows(Array.from({ length: 12 }, (_, number) => aDeviceRow({
    id: `id-${number}`, deviceName: `Device ${number}`, serialNumber: `SN-${number}`, kind: number % 3 === 0 ? 'windows' : 'ios-automated',
    compliance: number === 1 ? 'noncompliant' : 'compliant', lastSyncAt: null,
  })))
  engine.commitWalk()
  fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: 12, revision: engine.revision }) }))
  fake().on('directory:query', (question) => ({ status: 'ok', page: engine.query(question, now) }))
})

async function settle(): Promise<void> {
  await flushPromises()
  await nextTick()
}

async function show(): Promise<void> {
  await useSessionStore().start()
  await useAppStore().start()
  await render(DevicesView)
  await useDirectoryStore().load()
  await settle()
}

const facet = (label: string): HTMLButtonElement => [...document.querySelectorAll<HTMLButtonElement>('.facet')].find((button) => button.textContent.includes(label))!
const options = (): string[] => [...document.querySelectorAll('.menu .option')].map((option) => option.textContent.replaceAll(/\s+/g, ' ').trim())
const option = (word: string): HTMLInputElement => [...document.querySelectorAll('.menu .option')].find((label) => label.textContent.includes(word))!.querySelector('input')!
const state = (): string => document.querySelector('[role=status][aria-label=Filter]')!.textContent
async function open(label: string): Promise<void> {
  facet(label).click()
  await settle()
}

describe('the filter bar', () => {
  it('offers every value with how many devices it would leave, and says what is chosen', async () => {
    await show()
    expect(state()).toBe('No filter.')
    await open('Platform')
    expect(options()).toEqual(['iOS and iPadOS 8 devices', 'Android 0 devices', 'macOS 0 devices', 'Windows 4 devices', 'Other 0 devices'])
    option('Windows').click()
    await settle()
    expect(useDirectoryStore().total).toBe(4)
    expect(state()).toBe('Platform: Windows.')
    expect(facet('Platform').textContent).toContain('Windows')
    option('iOS').click()
    await settle()
    expect(useDirectoryStore().total).toBe(12)
    expect(state()).toBe('Platform: iOS and iPadOS or Windows.')
    expect(facet('Platform').textContent).toContain('2 chosen')
  })

  it('asks for counts with the first window of a question only, and sends no filter that lets everything through', async () => {
    await show()
    const [first] = fake().asked('directory:query')
    expect(first).toMatchObject({ counts: true })
    expect(first).not.toHaveProperty('filter')
    useDirectoryStore().showRows(90, 110)
    await settle()
    expect(fake().asked('directory:query').at(-1)).not.toHaveProperty('counts')
  })

  it('moves with the arrows, and Escape closes and gives the focus back', async () => {
    await show()
    await open('Compliance')
    expect(document.activeElement).toBe(option('Compliant'))
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))
    expect(document.activeElement).toBe(option('Not compliant'))
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
    await settle()
    expect(options()).toEqual([])
    expect(document.activeElement).toBe(facet('Compliance'))
  })

  it('says when nothing is left, by which filter, and takes it off on demand', async () => {
    await show()
    useDirectoryStore().narrow({ platforms: ['macos'], inFlight: true })
    await settle()
    const empty = document.querySelector('.empty')!
    expect(empty.textContent).toContain('No device is left by the filter')
    expect(empty.textContent).toContain('Platform: macOS. In flight.')
    empty.querySelector('button')!.click()
    await settle()
    expect(useDirectoryStore().total).toBe(12)
    expect(useDirectoryStore().isFiltered).toBe(false)
  })
})

describe('saved views', () => {
  it('are kept with words, filter and order, applied with one question, renamed and deleted', async () => {
    await show()
    useDirectoryStore().search('device')
    useDirectoryStore().narrow({ compliance: ['noncompliant'] })
    useDirectoryStore().sortBy('serialNumber')
    await settle()
    findButton('Views').click()
    await settle()
    findButton('Save this view…').click()
    await settle()
    const name = document.querySelector<HTMLInputElement>('dialog .new input')!
    name.value = 'Not compliant'
    name.dispatchEvent(new Event('input'))
    await settle()
    document.querySelector('dialog form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    const kept = { name: 'Not compliant', text: 'device', sort: { key: 'serialNumber', direction: 'ascending' }, filter: { ...everyDevice, compliance: ['noncompliant'] } }
    expect(fake().asked('preferences:save').at(-1)?.views).toEqual([kept])
    useDirectoryStore().apply({ text: '', sort: { key: 'deviceName', direction: 'ascending' }, filter: everyDevice })
    await settle()
    const before = fake().asked('directory:query').length
    findButton('Views').click()
    await settle()
    document.querySelector<HTMLElement>('[role=menuitemradio]')!.click()
    await settle()
    expect(useDirectoryStore().total).toBe(1)
    expect(fake().asked('directory:query')).toHaveLength(before + 1)
    findButton('Views, now Not compliant').click()
    await settle()
    findButton('Rename or delete views…').click()
    await settle()
    const renamed = document.querySelector<HTMLInputElement>('dialog .kept input')!
    renamed.value = 'To chase'
    renamed.dispatchEvent(new Event('change'))
    await settle()
    expect(useAppStore().preferences.views).toEqual([{ ...kept, name: 'To chase' }])
    findButton('Delete the view To chase').click()
    await settle()
    expect(useAppStore().preferences.views).toEqual([])
  })
})

describe('export and copy', () => {
  it('ask for all that is found as what finds it, in the columns on the screen, and for the ticked ones by their ids', async () => {
    await show()
    useDirectoryStore().narrow({ platforms: ['windows'] })
    await settle()
    findButton('Export or copy').click()
    await settle()
    findButton('Export all 4 found as CSV…').click()
    await settle()
    const [request] = fake().asked('directory:export')
    expect(request?.choice).toEqual({ kind: 'found', question: { text: '', sort: { key: 'deviceName', direction: 'ascending' }, filter: { ...everyDevice, platforms: ['windows'] } }, except: [] })
    expect(request?.columns.slice(0, 2)).toEqual(['deviceName', 'userDisplayName'])
    fake().emit('directory:export-changed', aDeviceExport({ phase: 'writing', rows: 1000, totalRows: 4000 }))
    await settle()
    expect(document.querySelector('dialog')!.textContent).toContain('1,000 of 4,000 devices')
    fake().emit('directory:export-changed', aDeviceExport({ phase: 'done', rows: 4000, totalRows: 4000, file: 'C:\\devices.csv' }))
    await settle()
    expect(document.querySelector('dialog')!.textContent).toContain('4,000 devices saved.')
    useDeviceExportStore().hide()
    useSelectionStore().toggle(0)
    await settle()
    findButton('Export or copy').click()
    await settle()
    findButton('Copy 1 selected').click()
    await settle()
    expect(fake().asked('directory:copy').at(-1)?.choice).toEqual({ kind: 'ticked', ids: ['id-0'] })
    expect(hasButton('Copy 1 selected')).toBe(false)
  })
})
