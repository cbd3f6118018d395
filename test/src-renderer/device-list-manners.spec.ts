import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick, type Component } from 'vue'
import { viewNameMaxLength, type SavedView } from '../../src-shared/app-info.ts'
import { everyDevice } from '../../src-shared/device-filter.ts'
import AppShell from '../../src-renderer/components/shell/AppShell.vue'
import { everythingIsCleared } from '../../src-renderer/messages/bulk-words.ts'
import { longDigitsWords } from '../../src-renderer/messages/device-export-words.ts'
import { listKeptWords, waitingWords } from '../../src-renderer/messages/directory-words.ts'
import { useAppStore } from '../../src-renderer/stores/app-store.ts'
import { useColumnStore } from '../../src-renderer/stores/column-store.ts'
import { useDeviceExportStore } from '../../src-renderer/stores/device-export-store.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { useSelectionStore } from '../../src-renderer/stores/selection-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import { useToastStore } from '../../src-renderer/stores/toast-store.ts'
import DevicesView from '../../src-renderer/views/DevicesView.vue'
import SettingsView from '../../src-renderer/views/SettingsView.vue'
import { aDeviceExport, aDirectoryStatus, anAppInfo } from '../factories/bridge.ts'
import { aDeviceRow } from '../factories/devices.ts'
import { findButton, nameOf, render, useFakeBridge } from './support/render.ts'
import { standInForSizes } from './support/sizes.ts'

const fake = useFakeBridge()
let total = 2000
beforeEach(() => {
  standInForSizes(1200, 400)
  total = 2000
  fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: total }) }))
  fake().on('directory:query', ({ text, filter, window: { offset, limit } }) => {
    const found = filter !== undefined ? 0 : text.startsWith('none') ? 0 : text === '' ? total : 1
    const rows = Array.from({ length: Math.max(0, Math.min(limit, found - offset)) }, (_, index) => aDeviceRow({ id: `id-${offset + index}`, deviceName: `Device ${offset + index}` }))
    return { status: 'ok', page: { total: found, revision: 1, rows } }
  })
})

async function settle(): Promise<void> {
  await flushPromises()
  await nextTick()
}
async function show(component: Component = DevicesView) {
  await useSessionStore().start()
  await useAppStore().start()
  const view = await render(component)
  await useDirectoryStore().load()
  await settle()
  return view
}
const grid = (): HTMLElement => document.querySelector<HTMLElement>('[role=grid]')!
const focused = (): string => (document.activeElement === null || document.activeElement === document.body ? 'nothing' : nameOf(document.activeElement))
const visibleCount = (): string => document.querySelector('.matches [aria-hidden]')!.textContent
const aView = (name: string): SavedView => ({ name, text: name, sort: { key: 'deviceName', direction: 'ascending' }, filter: everyDevice })

describe('a list that could not be read', () => {
  it('says that nothing was read, also after a search, and not that Intune has none; Try again is a button', async () => {
    total = 0
    fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ phase: 'failed', code: 'graph-unavailable', syncedAt: null }) }))
    await show()
    expect(visibleCount()).toBe('No devices read')
    useDirectoryStore().search('none')
    await settle()
    expect(visibleCount()).toBe('No devices read')
    expect(document.querySelector('[role=alert]')!.textContent).toContain('No device has been read yet.')
    findButton('Try again').click()
    await settle()
    expect(fake().asked('directory:refresh')).toHaveLength(1)
  })

  it('says while the first reading is put off that the console goes on trying', async () => {
    total = 0
    fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ phase: 'loading', syncedAt: null, isPutOff: true }) }))
    await show()
    expect(document.querySelector('.notice')?.textContent).toContain(waitingWords)
  })
})

describe('nothing found', () => {
  it('says how many the words alone would find, and asks for that only then', async () => {
    await show()
    useDirectoryStore().search('PRACT00001')
    await settle()
    const before = fake().asked('directory:query').length
    useDirectoryStore().narrow({ platforms: ['macos'] })
    await settle()
    const asked = fake().asked('directory:query').slice(before)
    expect(asked.map(({ filter, text }) => [filter !== undefined, text])).toEqual([[true, 'PRACT00001'], [false, 'PRACT00001']])
    expect(document.querySelector('.empty')!.textContent).toContain('1 device matches without the filter.')
    expect(document.querySelector('.empty button')!.textContent).toContain('Clear filters')
  })

  it('says nothing of the kind when the words find nothing either', async () => {
    await show()
    useDirectoryStore().search('none')
    useDirectoryStore().narrow({ platforms: ['macos'] })
    await settle()
    expect(document.querySelector('.empty')!.textContent).not.toContain('without the filter')
  })

  it('says that one device of one matches', async () => {
    total = 1
    await show()
    useDirectoryStore().search('device')
    await settle()
    expect(visibleCount()).toBe('1 of 1 device matches')
  })
})

describe('the focus', () => {
  it('goes to the search box after the buttons in an empty list, which are gone then', async () => {
    await show(AppShell)
    useDirectoryStore().search('none')
    useDirectoryStore().narrow({ platforms: ['macos'] })
    await settle()
    findButton('Clear filters', document.querySelector('.empty')!).click()
    await settle()
    expect(focused()).toBe('Search devices')
    findButton('Clear the search', document.querySelector('.empty')!).click()
    await settle()
    expect(focused()).toBe('Search devices')
  })

  it('goes to the first filter after Clear filters, and to the grid after Clear', async () => {
    await show()
    useDirectoryStore().narrow({ platforms: ['macos'] })
    await settle()
    const clear = findButton('Clear filters', document.querySelector('.filters')!)
    clear.focus()
    clear.click()
    await settle()
    expect(document.activeElement).toBe(document.querySelector('.facet'))
    useSelectionStore().toggle(0)
    await settle()
    findButton('Clear the selection').focus()
    findButton('Clear the selection').click()
    await settle()
    expect(document.activeElement).toBe(grid())
  })

  it('stays on Reset columns', async () => {
    await show()
    await useColumnStore().toggle('phoneNumber')
    findButton('Columns').click()
    await settle()
    const reset = findButton('Reset columns')
    reset.focus()
    reset.click()
    await settle()
    expect(useColumnStore().isUsual).toBe(true)
    expect(document.activeElement).toBe(reset)
    expect(reset.disabled).toBe(false)
  })

  it('is on the button of a menu before the item does anything: a dialog gives it back to that button', async () => {
    await show()
    findButton('Views').click()
    await settle()
    const item = findButton('Save this view…')
    item.focus()
    let when = ''
    item.addEventListener('click', () => { when = focused() })
    item.click()
    expect(when).toBe('Views')
  })
})

describe('the views dialog', () => {
  async function open(names: readonly string[]): Promise<void> {
    await show()
    await useAppStore().save({ views: names.map(aView) })
    findButton('Views').click()
    await settle()
    findButton('Rename or delete views…').click()
    await settle()
  }
  const names = (): string[] => useAppStore().preferences.views.map(({ name }) => name)

  it('takes back a deletion, and keeps the focus on the views', async () => {
    await open(['One', 'Two'])
    findButton('Delete the view One').click()
    await settle()
    expect(names()).toEqual(['Two'])
    expect(focused()).toBe('Delete the view Two')
    expect(document.querySelector('.undo')!.textContent).toContain('“One” is deleted.')
    findButton('Undo').click()
    await settle()
    expect(names()).toEqual(['One', 'Two'])
    expect(focused()).toBe('Delete the view One')
    expect(document.querySelector('.undo')).toBeNull()
  })

  it('goes to the name of a new one when the last is deleted', async () => {
    await open(['One'])
    findButton('Delete the view One').click()
    await settle()
    expect(document.activeElement).toBe(document.querySelector('dialog .new input'))
  })

  it('says why a new name is not taken', async () => {
    await open(['One', 'Two'])
    const [field] = document.querySelectorAll<HTMLInputElement>('dialog .kept input')
    field!.value = 'Two'
    field!.dispatchEvent(new Event('change'))
    await settle()
    expect(names()).toEqual(['One', 'Two'])
    expect(document.querySelector('dialog .kept [role=alert]')!.textContent).toContain('There is a view named “Two” already')
    expect(field!.value).toBe('One')
  })

  it('says when no more letters are taken', async () => {
    await open(['One'])
    const fields = document.querySelectorAll<HTMLInputElement>('dialog input')
    for (const field of fields) {
      field.value = 'x'.repeat(viewNameMaxLength)
      field.dispatchEvent(new Event('input'))
    }
    await settle()
    expect(document.querySelector('dialog .trouble')!.textContent).toContain(String(viewNameMaxLength))
    expect(document.querySelector('dialog .kept [role=alert]')!.textContent).toContain(String(viewNameMaxLength))
  })
})

describe('copies', () => {
  it('that are cancelled in the system’s own window need no second one', async () => {
    await show()
    await useDeviceExportStore().start()
    await settle()
    expect(document.querySelector('dialog')).not.toBeNull()
    fake().emit('directory:export-changed', aDeviceExport({ phase: 'cancelled', code: 'export-cancelled' }))
    await settle()
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('that are cancelled later are not said to be in the log; those that are done say what spreadsheets do to long digits', async () => {
    await show()
    await useDeviceExportStore().start()
    fake().emit('directory:export-changed', aDeviceExport({ phase: 'writing', rows: 10, totalRows: 100 }))
    await settle()
    expect(document.querySelector('dialog')!.textContent).toContain('written into the log')
    fake().emit('directory:export-changed', aDeviceExport({ phase: 'cancelled', code: 'export-cancelled' }))
    await settle()
    expect(document.querySelector('dialog')!.textContent).toContain('Nothing is left of the file.')
    expect(document.querySelector('dialog')!.textContent).not.toContain('written into the log')
    useDeviceExportStore().clear()
    await useDeviceExportStore().start()
    fake().emit('directory:export-changed', aDeviceExport({ phase: 'done', rows: 10, totalRows: 10, file: 'C:\\devices.csv' }))
    await settle()
    expect(document.querySelector('dialog')!.textContent).toContain(longDigitsWords)
  })

  it('onto the clipboard are not offered for more than it takes, with the reason', async () => {
    await show()
    findButton('Export or copy').click()
    await settle()
    const item = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find((one) => one.textContent.includes('Copy all 2,000 found'))!
    expect(item.getAttribute('aria-disabled')).toBe('true')
    expect(item.textContent).toContain('not more than 1,000: export them')
    item.click()
    await settle()
    expect(fake().asked('directory:copy')).toEqual([])
  })
})

describe('all that was found', () => {
  it('is said to be cleared when another search begins', async () => {
    await show()
    await useSelectionStore().tickAll()
    useSelectionStore().toggle(0)
    expect(useSelectionStore().count).toBe(1999)
    useDirectoryStore().search('device')
    await settle()
    expect(useToastStore().toasts.map(({ text }) => text)).toEqual([everythingIsCleared])
  })
})

describe('the place in the list', () => {
  it('is the same after another page was looked at, and the top after another search or person', async () => {
    const view = await show()
    grid().scrollTop = 36 * 500
    grid().dispatchEvent(new Event('scroll'))
    await settle()
    view.unmount()
    const again = await show()
    expect(grid().scrollTop).toBe(36 * 500)
    useDirectoryStore().search('device')
    useDirectoryStore().search('')
    await settle()
    again.unmount()
    const third = await show()
    expect(grid().scrollTop).toBe(0)
    grid().scrollTop = 36 * 500
    grid().dispatchEvent(new Event('scroll'))
    useDirectoryStore().sortBy('serialNumber')
    third.unmount()
    useDirectoryStore().clear()
    await show()
    expect(grid().scrollTop).toBe(0)
    expect(useDirectoryStore().sort.key).toBe('deviceName')
  })
})

describe('settings', () => {
  it.each(['kept', 'no-key-store', 'shared-pc'] as const)('say whether the next start shows the list at once: %s', async (listKept) => {
    fake().on('app:info', () => ({ status: 'ok', info: anAppInfo({ listKept }) }))
    await useAppStore().start()
    const view = await render(SettingsView)
    await settle()
    expect(view.text()).toContain(listKeptWords[listKept])
  })
})
