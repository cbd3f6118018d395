import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { bulkLargest } from '../../src-shared/bulk-runs.ts'
import { everythingIsForCopies, neverInBulk, tooManyToTick } from '../../src-renderer/messages/bulk-words.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { useSelectionStore } from '../../src-renderer/stores/selection-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import DevicesView from '../../src-renderer/views/DevicesView.vue'
import { aDirectoryStatus, samiraSignedIn } from '../factories/bridge.ts'
import { aDeviceRow } from '../factories/devices.ts'
import { findButton, hasButton, render, useFakeBridge } from './support/render.ts'
import { standInForSizes } from './support/sizes.ts'

const fake = useFakeBridge()
let total = 0
let revision = 1
/** Every second device is Ana's. */
const rowOf = (number: number) => aDeviceRow({ id: `id-${number}`, deviceName: `Device ${number}`, serialNumber: `SN-${number}`, userDisplayName: number % 2 === 0 ? 'Ana Ruiz' : 'Bo Lund', userPrincipalName: '', imei: '', managedDeviceName: '', phoneNumber: '' })
const grid = (): HTMLElement => document.querySelector<HTMLElement>('[role=grid]')!
const box = (name: string): HTMLInputElement => {
  const found = [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].find((input) => input.getAttribute('aria-label') === name)
  if (found === undefined) throw new Error(`No checkbox “${name}”`)
  return found
}
const allBox = (): HTMLInputElement => document.querySelector<HTMLInputElement>('[role=columnheader] input[type=checkbox]')!
const selectionWords = (): string => document.querySelector('[role=status][aria-label=Selection]')!.textContent
const ticked = (): string[] => [...document.querySelectorAll<HTMLInputElement>('[role=gridcell] input[type=checkbox]')].filter((input) => input.checked).map((input) => input.getAttribute('aria-label') ?? '')

beforeEach(() => {
  standInForSizes(1200, 400)
  total = 300
  revision = 1
  fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: total, revision }) }))
  fake().on('directory:query', ({ text, window: { offset, limit } }) => {
    const found = Array.from({ length: total }, (_, number) => rowOf(number)).filter((row) => row.userDisplayName.toLowerCase().includes(text))
    return { status: 'ok', page: { total: found.length, revision, rows: found.slice(offset, offset + limit) } }
  })
})

/** The second page of rows is answered when this is called. */
function holdSecondPage(): () => void {
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => { release = resolve })
  fake().on('directory:query', async ({ window: { offset, limit } }) => {
    if (offset > 0) await held
    return { status: 'ok', page: { total, revision, rows: Array.from({ length: limit }, (_, index) => rowOf(offset + index)) } }
  })
  return () => release()
}

async function show() {
  await useSessionStore().start()
  const view = await render(DevicesView)
  await useDirectoryStore().load()
  await flushPromises()
  await nextTick()
  return view
}

function press(key: string, more: KeyboardEventInit = {}): void {
  grid().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
}

async function settle(): Promise<void> {
  await flushPromises()
  await nextTick()
}

describe('ticks in the device grid', () => {
  it('name the device and its serial number, and stand in cells of the grid before all others', async () => {
    await show()
    const cell = box('Select Device 0, SN-0').closest('[role=gridcell]')
    expect(cell?.getAttribute('aria-colindex')).toBe('1')
    expect(grid().getAttribute('aria-colcount')).toBe('15')
    expect(cell?.nextElementSibling?.getAttribute('aria-colindex')).toBe('2')
  })

  it('are the selected rows to a screen reader, of which there can be many; the open device is the current one', async () => {
    await show()
    const withState = (name: string, value: string): (string | null)[] => [...document.querySelectorAll(`[role=row][${name}="${value}"]`)].map((row) => row.getAttribute('aria-rowindex'))
    expect(grid().getAttribute('aria-multiselectable')).toBe('true')
    useSelectionStore().toggle(1)
    useSelectionStore().toggle(3)
    document.querySelector<HTMLElement>('[role=row][aria-rowindex="2"] [role=gridcell]:nth-child(2)')!.click()
    await flushPromises()
    await nextTick()
    expect(withState('aria-selected', 'true')).toEqual(['3', '5'])
    expect(withState('aria-current', 'true')).toEqual(['2'])
    useSelectionStore().toggle(1)
    await nextTick()
    expect(withState('aria-selected', 'true')).toEqual(['5'])
  })

  it('are not there for a supervisor who may only review', async () => {
    fake().on('session:get', () => ({ status: 'ok', session: samiraSignedIn }))
    await show()
    expect(document.querySelectorAll('input[type=checkbox]')).toHaveLength(0)
    expect(grid().getAttribute('aria-colcount')).toBe('14')
    press(' ')
    expect(useSelectionStore().count).toBe(0)
  })

  it('are turned by a press on the box, which does not open the device', async () => {
    await show()
    box('Select Device 3, SN-3').click()
    await settle()
    expect(ticked()).toEqual(['Select Device 3, SN-3'])
    expect(document.activeElement === grid()).toBe(true)
    expect(fake().asked('device:open')).toHaveLength(0)
    box('Select Device 3, SN-3').click()
    await settle()
    expect(ticked()).toEqual([])
  })

  it('are turned by Space on the active row, and by Shift+Space from the last one to it', async () => {
    await show()
    press('ArrowDown')
    press(' ')
    await settle()
    expect(selectionWords()).toBe('1 selected')
    for (let step = 0; step < 3; step += 1) press('ArrowDown')
    press(' ', { shiftKey: true })
    await settle()
    expect(ticked()).toEqual([1, 2, 3, 4].map((number) => `Select Device ${number}, SN-${number}`))
  })

  it('are set by Shift and a press from the last one to that row, rows in between that were never on the screen too', async () => {
    await show()
    box('Select Device 0, SN-0').click()
    useDirectoryStore().showRows(240, 250)
    await settle()
    await useSelectionStore().extendTo(249)
    expect(useSelectionStore().count).toBe(250)
    expect(useSelectionStore().has('id-150')).toBe(true)
    box('Select Device 5, SN-5').closest<HTMLElement>('[role=row]')!.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }))
    await settle()
    expect(fake().asked('device:open')).toHaveLength(0)
  })

  it('set no range when the rows between are not those on the screen any more', async () => {
    await show()
    box('Select Device 2, SN-2').click()
    fake().on('directory:query', ({ window: { offset, limit } }) => ({ status: 'ok', page: { total, revision: 2, rows: Array.from({ length: limit }, (_, index) => rowOf(offset + index + 1)) } }))
    await useSelectionStore().extendTo(6)
    await settle()
    expect(ticked()).toEqual(['Select Device 2, SN-2'])
    expect(selectionWords()).toContain('the list kept changing')
  })

  it('stay with the device through sorting and searching, and it is said how many are not found now', async () => {
    await show()
    for (const number of [0, 1, 3]) box(`Select Device ${number}, SN-${number}`).click()
    useDirectoryStore().sortBy('serialNumber')
    await settle()
    expect(ticked()).toHaveLength(3)
    useDirectoryStore().search('ana')
    await settle()
    expect(selectionWords()).toBe('3 selected, 2 not in this search')
    expect(ticked()).toEqual(['Select Device 0, SN-0'])
    useDirectoryStore().search('')
    await settle()
    expect(ticked()).toHaveLength(3)
  })

  it('are all gone after Clear', async () => {
    await show()
    box('Select Device 0, SN-0').click()
    await settle()
    findButton('Clear the selection').click()
    await settle()
    expect(useSelectionStore().count).toBe(0)
    expect(hasButton('Clear the selection')).toBe(false)
  })
})

describe('the tick in the header', () => {
  it('ticks everything that is found, 200 rows a question, and unticks it again; what another search ticked stays', async () => {
    await show()
    box('Select Device 1, SN-1').click()
    useDirectoryStore().search('ana')
    await settle()
    const before = fake().asked('directory:query').length
    expect(allBox().getAttribute('aria-label')).toBe('Select all 150 devices found')
    allBox().click()
    await settle()
    expect(useSelectionStore().count).toBe(151)
    expect(allBox().checked).toBe(true)
    expect(fake().asked('directory:query').slice(before).every((query) => query.window.limit <= 200)).toBe(true)
    allBox().click()
    await settle()
    expect(useSelectionStore().ids).toEqual(['id-1'])
  })

  it('shows that only some are ticked', async () => {
    await show()
    expect(allBox().indeterminate).toBe(false)
    box('Select Device 1, SN-1').click()
    await settle()
    expect(allBox().indeterminate).toBe(true)
  })

  it('means all that is found, without reading an id, when that is more than one run takes; it is for copies only, and says so to eyes and ears', async () => {
    total = 38_211
    await show()
    expect(allBox().getAttribute('aria-description')).toBe(everythingIsForCopies)
    const before = fake().asked('directory:query').length
    allBox().click()
    await settle()
    expect(selectionWords()).toBe(`All 38,211 found, ${everythingIsForCopies}`)
    expect(fake().asked('directory:query')).toHaveLength(before)
    expect(allBox().checked).toBe(true)
    expect(ticked().length).toBeGreaterThan(5)
    expect(hasButton('Sync')).toBe(false)
    expect(useSelectionStore().choice).toEqual({ kind: 'found', question: { text: '', sort: { key: 'deviceName', direction: 'ascending' } }, except: [] })
    box('Select Device 2, SN-2').click()
    await settle()
    expect(selectionWords()).toContain('38,210 of those found')
    expect(allBox().indeterminate).toBe(true)
    expect(useSelectionStore().choice).toMatchObject({ kind: 'found', except: ['id-2'] })
    allBox().click()
    await settle()
    expect(selectionWords()).toContain('All 38,211 found')
    allBox().click()
    await settle()
    expect(useSelectionStore().count).toBe(0)
  })

  it('forgets what was held as a search and a filter when either becomes another', async () => {
    total = 2000
    await show()
    for (const change of [() => useDirectoryStore().search('ana'), () => useDirectoryStore().narrow({ platforms: ['ios'] })]) {
      allBox().click()
      await settle()
      expect(useSelectionStore().isEverything).toBe(true)
      change()
      await settle()
      expect(useSelectionStore().isEverything).toBe(false)
      expect(useSelectionStore().count).toBe(0)
    }
  })

  it('asks with the filter, and counts as found only what the filter lets through', async () => {
    total = 20
    await show()
    box('Select Device 0, SN-0').click()
    await settle()
    useDirectoryStore().narrow({ platforms: ['windows'] })
    await settle()
    expect(selectionWords()).toBe('1 selected, 1 not in this search')
    allBox().click()
    await settle()
    expect(fake().asked('directory:query').at(-1)?.filter?.platforms).toEqual(['windows'])
  })

  it('answers to Control+A in the grid as well', async () => {
    await show()
    press('a', { ctrlKey: true })
    await settle()
    expect(useSelectionStore().count).toBe(300)
  })

  it('shows how far the reading is, and Cancel ticks nothing', async () => {
    await show()
    const release = holdSecondPage()
    allBox().click()
    await settle()
    expect(selectionWords()).toBe('Reading 200 of 300…')
    findButton('Cancel').click()
    release()
    await settle()
    expect(useSelectionStore().count).toBe(0)
    expect(useSelectionStore().reading).toBeNull()
    expect(useSelectionStore().refusal).toBeNull()
  })

  it('ticks nothing of another search that is typed while it reads', async () => {
    await show()
    const release = holdSecondPage()
    allBox().click()
    await settle()
    useDirectoryStore().search('bo')
    release()
    await settle()
    expect(useSelectionStore().count).toBe(0)
    expect(selectionWords()).toContain('the list kept changing')
  })

  it('ticks all that is found when it has become more meanwhile', async () => {
    await show()
    total = 310
    revision = 2
    allBox().click()
    await settle()
    expect(useSelectionStore().count).toBe(310)
  })

  it('starts over when the list changes under it, and ticks only what one and the same list held', async () => {
    await show()
    let asked = 0
    fake().on('directory:query', ({ window: { offset, limit } }) => {
      asked += 1
      const isAfter = asked > 1
      const rows = Array.from({ length: Math.min(limit, total - offset) }, (_, index) => rowOf(offset + index + (isAfter ? 1 : 0)))
      return { status: 'ok', page: { total, revision: isAfter ? 2 : 1, rows } }
    })
    allBox().click()
    await settle()
    expect(useSelectionStore().has('id-0')).toBe(false)
    expect(useSelectionStore().count).toBe(300)
  })

  it('says so when the list never holds still, and when it cannot be read', async () => {
    await show()
    let changing = 10
    fake().on('directory:query', ({ window: { offset, limit } }) => {
      changing += 1
      return { status: 'ok', page: { total, revision: changing, rows: Array.from({ length: limit }, (_, index) => rowOf(offset + index)) } }
    })
    allBox().click()
    await settle()
    expect(selectionWords()).toContain('the list kept changing')
    fake().on('directory:query', () => ({ status: 'refused', code: 'tenant-unreachable' }))
    allBox().click()
    await settle()
    expect(selectionWords()).toContain('Nothing was selected. ')
    expect(useSelectionStore().count).toBe(0)
  })
})

describe('the limit of one run', () => {
  it('is not passed by ticking one more', async () => {
    total = bulkLargest
    await show()
    allBox().click()
    await settle()
    expect(useSelectionStore().count).toBe(bulkLargest)
    total = bulkLargest + 10
    fake().on('directory:query', ({ window: { offset, limit } }) => ({ status: 'ok', page: { total: 700, revision: 2, rows: Array.from({ length: limit }, (_, index) => rowOf(offset + index + 600)) } }))
    useDirectoryStore().sortBy('model')
    await settle()
    box('Select Device 600, SN-600').click()
    await settle()
    expect(useSelectionStore().count).toBe(bulkLargest)
    expect(box('Select Device 600, SN-600').checked).toBe(false)
    expect(selectionWords()).toContain(tooManyToTick)
  })
})

describe('the bar of the ticked devices', () => {
  it('offers what does no harm, and says where a person can read it why the rest is never done to many', async () => {
    await show()
    box('Select Device 0, SN-0').click()
    await settle()
    for (const name of ['Sync', 'Restart', 'Remote Lock']) expect(hasButton(name)).toBe(true)
    for (const name of ['Reset Passcode', 'Reset Device', 'Remove', 'Delete record']) expect(hasButton(name)).toBe(false)
    const info = findButton('Why only these actions')
    expect(info.getAttribute('aria-description')).toBe(neverInBulk)
    expect(info.disabled).toBe(false)
    expect(info.tabIndex).toBe(0)
  })
})
