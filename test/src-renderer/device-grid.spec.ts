import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { usualColumns } from '../../src-shared/app-info.ts'
import { sortKeys } from '../../src-shared/device.ts'
import DevicesView from '../../src-renderer/views/DevicesView.vue'
import { columnsToShow } from '../../src-renderer/stores/grid-columns.ts'
import { nextIndex } from '../../src-renderer/composables/grid-keys.ts'
import { hiddenMatch } from '../../src-renderer/composables/hidden-match.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { aDirectoryStatus } from '../factories/bridge.ts'
import { aDeviceRow } from '../factories/devices.ts'
import { findButton, nameOf, render, useFakeBridge } from './support/render.ts'
import { standInForSizes } from './support/sizes.ts'

const fake = useFakeBridge()
const total = 2000
const grid = (): HTMLElement => document.querySelector<HTMLElement>('[role=grid]')!
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role=row][aria-rowindex]:not([aria-rowindex="1"])')]
const activeRow = (): HTMLElement => document.getElementById(grid().getAttribute('aria-activedescendant') ?? '')!

beforeEach(() => {
  standInForSizes(1200, 400)
  fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: total, revision: 1 }) }))
  fake().on('directory:query', ({ window: { offset, limit } }) => ({
    status: 'ok',
    page: { total, revision: 1, rows: Array.from({ length: limit }, (_, index) => aDeviceRow({ id: `id-${offset + index}`, deviceName: `Device ${offset + index}` })) },
  }))
})

async function show() {
  const view = await render(DevicesView)
  await useDirectoryStore().load()
  await flushPromises()
  await nextTick()
  return view
}

function press(key: string): void {
  grid().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

describe('the device grid', () => {
  it('tells how many rows there are and keeps only those near the screen', async () => {
    await show()
    expect(grid().getAttribute('aria-rowcount')).toBe('2001')
    expect(grid().getAttribute('aria-colcount')).toBe('14')
    expect(rows().length).toBeGreaterThan(8)
    expect(rows().length).toBeLessThan(40)
    expect(rows()[0]?.getAttribute('aria-rowindex')).toBe('2')
    expect(rows()[0]?.textContent).toContain('Device 0')
  })

  it('moves with the arrows, pages, Home and End, and opens with Enter', async () => {
    await show()
    expect(activeRow().textContent).toContain('Device 0')
    press('ArrowDown')
    await nextTick()
    expect(activeRow().textContent).toContain('Device 1')
    press('Enter')
    await flushPromises()
    expect(fake().asked('device:open')).toEqual([{ deviceId: 'id-1' }])
    expect(document.querySelector('aside[aria-label="Device details"]')).not.toBeNull()
    expect(rows().filter((row) => row.classList.contains('open')).map((row) => row.getAttribute('aria-rowindex'))).toEqual(['3'])
  })

  it('reaches the last of a million rows by key, by wheel and by the scrollbar, and says where it is', async () => {
    const million = 1_000_000
    fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: million, revision: 1 }) }))
    fake().on('directory:query', ({ window: { offset, limit } }) => ({
      status: 'ok', page: { total: million, revision: 1, rows: Array.from({ length: limit }, (_, index) => aDeviceRow({ id: `id-${offset + index}`, deviceName: `Device ${offset + index}` })) },
    }))
    await show()
    const body = grid().querySelector<HTMLElement>('.body')!
    expect(Number.parseInt(body.style.blockSize)).toBeLessThan(33_000_000)
    press('End')
    await flushPromises()
    expect(grid().getAttribute('aria-rowcount')).toBe(String(million + 1))
    expect([activeRow().getAttribute('aria-rowindex'), activeRow().textContent]).toEqual([String(million + 1), expect.stringContaining('Device 999999')])
    const above = rows().length
    grid().dispatchEvent(new WheelEvent('wheel', { deltaY: -36 * 50, bubbles: true, cancelable: true }))
    await flushPromises()
    const indexes = rows().map((row) => Number(row.getAttribute('aria-rowindex')))
    expect(Math.max(...indexes)).toBe(million + 1 - 50 + 4)
    expect(indexes.length).toBeLessThan(above + 10)
    grid().scrollTop = 5_000_000
    grid().dispatchEvent(new Event('scroll'))
    await flushPromises()
    expect(Math.abs(Number(rows()[0]?.getAttribute('aria-rowindex')) - million / 2)).toBeLessThan(100)
    Object.defineProperty(grid(), 'scrollTop', { value: 10_000_000 - 364, writable: true })
    grid().dispatchEvent(new Event('scroll'))
    await flushPromises()
    expect(rows().some((row) => row.textContent.includes('Device 999999'))).toBe(true)
  })

  it('rewrites the rows that it has when it is scrolled, and puts them in order again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await render(DevicesView)
    await useDirectoryStore().load()
    for (let turn = 0; turn < 20; turn += 1) await nextTick()
    grid().scrollTop = 3600
    grid().dispatchEvent(new Event('scroll'))
    for (let turn = 0; turn < 20; turn += 1) await nextTick()
    const nodes = new Set(rows())
    grid().scrollTop = 3600 + 36 * 5
    grid().dispatchEvent(new Event('scroll'))
    for (let turn = 0; turn < 20; turn += 1) await nextTick()
    expect(rows().every((row) => nodes.has(row))).toBe(true)
    vi.advanceTimersByTime(200)
    const indexes = rows().map((row) => Number(row.getAttribute('aria-rowindex')))
    expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
    expect(rows().map((row) => row.textContent.includes(`Device ${Number(row.getAttribute('aria-rowindex')) - 2}`))).not.toContain(false)
  })

  it('hides what a row showed before until its own device has come, and forgets it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await render(DevicesView)
    await useDirectoryStore().load()
    for (let turn = 0; turn < 20; turn += 1) await nextTick()
    let answer = (): void => undefined
    const page = { total, revision: 1, rows: Array.from({ length: 100 }, (_, index) => aDeviceRow({ id: `late-${index}`, deviceName: `Late ${index}` })) }
    fake().on('directory:query', () => new Promise((resolve) => { answer = () => { resolve({ status: 'ok', page }) } }))
    const waiting = (): HTMLElement[] => rows().filter((row) => row.classList.contains('waiting'))
    grid().scrollTop = 36 * 1000
    grid().dispatchEvent(new Event('scroll'))
    for (let turn = 0; turn < 20; turn += 1) await nextTick()
    expect(waiting()).toHaveLength(rows().length)
    vi.advanceTimersByTime(200)
    expect(waiting().map((row) => row.textContent).join('')).not.toMatch(/Device/)
    answer()
    for (let turn = 0; turn < 20; turn += 1) await nextTick()
    expect(rows().filter((row) => !row.classList.contains('waiting')).every((row) => row.textContent.includes('Late'))).toBe(true)
    expect(waiting().length).toBeLessThan(rows().length)
  })

  it('marks what was searched for and takes the marks away again, and a missing value is not the next device’s', async () => {
    const named = ['Zoë’s García', 'Garcia 2', '', 'Plain']
    fake().on('directory:query', ({ text }) => ({
      status: 'ok', page: { total: 4, revision: 1, rows: (text === '' ? named : named.toReversed()).map((deviceName, index) => aDeviceRow({ id: `n-${deviceName}-${index}`, deviceName, userDisplayName: 'Bo', userPrincipalName: 'bo@contoso.example', serialNumber: 'S1' })) },
    }))
    await show()
    const names = (): string[] => rows().map((row) => row.querySelector('.strong')!.innerHTML)
    const marks = (): string[] => rows().map((row) => [...row.querySelectorAll('mark')].map(({ textContent }) => textContent).join())
    useDirectoryStore().search('garcia')
    await flushPromises()
    expect(marks()).toEqual(['', '', 'Garcia', 'García'])
    expect(names()[1]).toBe('No name')
    expect(rows().map((row) => row.querySelector('.strong')!.classList.contains('soft'))).toEqual([false, true, false, false])
    useDirectoryStore().search('')
    await flushPromises()
    expect(marks().join('')).toBe('')
    expect(rows().map((row) => row.querySelector('.strong')!.textContent)).toEqual(['Zoë’s García', 'Garcia 2', 'No name', 'Plain'])
  })

  it('sorts by the column whose header is pressed and says so', async () => {
    await show()
    findButton('Serial number').click()
    await flushPromises()
    const header = [...document.querySelectorAll('[role=columnheader]')].find((element) => nameOf(element) === 'Serial number')!
    expect(header.getAttribute('aria-sort')).toBe('ascending')
    expect(fake().asked('directory:query').at(-1)?.sort).toEqual({ key: 'serialNumber', direction: 'ascending' })
    findButton('Serial number').click()
    await flushPromises()
    expect(header.getAttribute('aria-sort')).toBe('descending')
  })

  it('offers every column in the sort menu, those too that do not fit', async () => {
    await show()
    findButton('Sort by Device name, ascending').click()
    await flushPromises()
    expect(document.querySelectorAll('[role=menuitemradio]')).toHaveLength(sortKeys.length)
  })

  it('says politely how many match, a moment after typing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const view = await render(DevicesView)
    await useDirectoryStore().load()
    useDirectoryStore().search('ana')
    for (let turn = 0; turn < 20; turn += 1) await nextTick()
    vi.advanceTimersByTime(500)
    await nextTick()
    expect(view.find('[role=status][aria-label=Matches]').text()).toBe('2,000 of 2,000 devices match')
  })

  it('says that nothing was found and what to try, and shows no header above nothing', async () => {
    fake().on('directory:query', () => ({ status: 'ok', page: { total: 0, rows: [], revision: 1 } }))
    const view = await show()
    useDirectoryStore().search('zzz')
    await flushPromises()
    expect(view.text()).toContain('No device matches “zzz”')
    expect(grid().style.display).toBe('none')
    fake().on('directory:query', () => ({ status: 'ok', page: { total: 1, rows: [aDeviceRow()], revision: 1 } }))
    useDirectoryStore().search('ana')
    await flushPromises()
    expect(grid().style.display).toBe('')
  })

  it('says why the list could not be read, and tries again on demand', async () => {
    const view = await show()
    fake().emit('directory:changed', aDirectoryStatus({ phase: 'failed', code: 'tenant-unreachable', count: total, revision: 1 }))
    useDirectoryStore().listen()
    fake().emit('directory:changed', aDirectoryStatus({ phase: 'failed', code: 'tenant-unreachable', count: total, revision: 1 }))
    await flushPromises()
    expect(view.find('[role=alert]').text()).toContain('cannot be reached')
    findButton('Try again').click()
    await flushPromises()
    expect(fake().asked('directory:refresh')).toHaveLength(1)
  })
})

describe('keys of the grid', () => {
  it.each([
    ['ArrowDown', 0, 1], ['ArrowDown', 99, 99], ['ArrowUp', 0, 0], ['PageDown', 0, 10], ['PageDown', 95, 99], ['PageUp', 50, 40], ['PageUp', 3, 0],
    ['Home', 50, 0], ['End', 50, 99], ['Delete', 5, null], ['a', 5, null],
  ])('%s on row %i of 100 goes to %j', (key, from, to) => {
    expect(nextIndex(key, from, 100, 10)).toBe(to)
  })
})

describe('columns', () => {
  it('leave from the least important when there is no room, but never the one that is sorted by', () => {
    expect(columnsToShow(500, 'deviceName', usualColumns).map((column) => column.key)).toEqual(['deviceName', 'userDisplayName', 'serialNumber'])
    expect(columnsToShow(500, 'imei', usualColumns).map((column) => column.key)).toEqual(['deviceName', 'userDisplayName', 'imei'])
    expect(columnsToShow(4000, 'deviceName', usualColumns)).toHaveLength(11)
    expect(columnsToShow(100, 'deviceName', usualColumns).map((column) => column.key)).toEqual(['deviceName', 'userDisplayName'])
  })

  it('tell why a row matches when no column on the screen shows it', () => {
    const row = aDeviceRow({ imei: '356938035643809' })
    expect(hiddenMatch(row, 'ana 3569', ['deviceName'])).toEqual({ label: 'IMEI', value: '356938035643809' })
    expect(hiddenMatch(row, 'ana', ['deviceName'])).toBeNull()
    expect(hiddenMatch(aDeviceRow({ phoneNumber: '+44 7700 900210' }), '07700900210', ['deviceName'])).toEqual({ label: 'Phone number', value: '+44 7700 900210' })
    expect(hiddenMatch(aDeviceRow({ userDisplayName: 'Max Weiß', managedDeviceName: 'weiss-1' }), 'weiss', ['deviceName', 'userDisplayName'])).toBeNull()
  })

  it('show the hidden field from shortly before what matches', () => {
    const row = aDeviceRow({ userPrincipalName: 'fatima.lindqvist@contoso.example' })
    expect(hiddenMatch(row, 'contoso', ['deviceName'])).toEqual({ label: 'User principal name', value: '…ist@contoso.example' })
  })
})
