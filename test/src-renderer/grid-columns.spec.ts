import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { usualColumns, type ColumnChoice } from '../../src-shared/app-info.ts'
import { boundedWidth, columnsToShow, gridColumns, layOutColumns, movedTo, orderedColumns } from '../../src-renderer/stores/grid-columns.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import DevicesView from '../../src-renderer/views/DevicesView.vue'
import { aDirectoryStatus } from '../factories/bridge.ts'
import { aDeviceRow } from '../factories/devices.ts'
import { findButton, render, useFakeBridge } from './support/render.ts'
import { standInForSizes } from './support/sizes.ts'

const keysOf = (columns: readonly { readonly key: string }[]): string[] => columns.map(({ key }) => key)

describe('the columns', () => {
  it('that nobody asked for are not there, and those that were chosen are, however narrow the window', () => {
    expect(keysOf(columnsToShow(4000, 'deviceName', usualColumns))).not.toContain('isEncrypted')
    const chosen: ColumnChoice = { ...usualColumns, shown: ['deviceName', 'isEncrypted', 'phoneNumber', 'model', 'imei'] }
    expect(keysOf(columnsToShow(300, 'deviceName', chosen))).toEqual(['deviceName', 'phoneNumber', 'imei', 'model', 'isEncrypted'])
  })
  it('always have the name and the one that is sorted by', () => {
    expect(keysOf(columnsToShow(300, 'isEncrypted', { ...usualColumns, shown: ['model'] }))).toEqual(['deviceName', 'model', 'isEncrypted'])
    expect(keysOf(columnsToShow(300, 'isEncrypted', usualColumns))).toContain('isEncrypted')
  })
  it('fill the width, but for those that were resized by hand', () => {
    const laidOut = layOutColumns(1500, 'deviceName', { ...usualColumns, shown: ['deviceName', 'model', 'imei'], widths: { imei: 300 } })
    expect(laidOut.find(({ key }) => key === 'imei')?.width).toBe(300)
    expect(laidOut.reduce((sum, { width }) => sum + width, 0)).toBeGreaterThan(1496)
    expect(layOutColumns(100, 'deviceName', { ...usualColumns, shown: ['model'] }).map(({ width }) => width)).toEqual([200, 150])
  })
  it('go where they are moved, in either direction, and the others keep their places', () => {
    const usual = keysOf(gridColumns)
    expect(movedTo(usualColumns, 'imei', 'deviceName')).toEqual(['imei', ...usual.filter((key) => key !== 'imei')])
    expect(movedTo(usualColumns, 'deviceName', 'lastSyncAt')).toEqual([...usual.slice(1), 'deviceName'])
  })
  it('that are newer than the order that was remembered stand behind their usual neighbours', () => {
    const remembered = keysOf(gridColumns).filter((key) => key !== 'phoneNumber').toReversed() as ColumnChoice['order']
    const keys = keysOf(orderedColumns({ ...usualColumns, order: remembered }))
    expect(keys.indexOf('phoneNumber')).toBe(keys.indexOf('userPrincipalName') + 1)
    expect(keys).toHaveLength(gridColumns.length)
  })
  it('stay readable', () => {
    expect([boundedWidth(3), boundedWidth(200.4), boundedWidth(1e6)]).toEqual([60, 200, 900])
  })
})

describe('columns by hand', () => {
  const fake = useFakeBridge()
  beforeEach(() => {
    standInForSizes(2200, 400)
    fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: 3, revision: 1 }) }))
    fake().on('directory:query', () => ({ status: 'ok', page: { total: 3, revision: 1, rows: [1, 2, 3].map((number) => aDeviceRow({ id: `id-${number}`, isEncrypted: true })) } }))
  })
  const saved = () => fake().asked('preferences:save').at(-1)?.columns
  const headers = (): string[] => [...document.querySelectorAll('[role=columnheader][aria-label]')].map((header) => header.getAttribute('aria-label') ?? '')
  const edge = (name: string): HTMLElement => document.querySelector<HTMLElement>(`[role=separator][aria-label="Width of ${name}"]`)!
  async function show(): Promise<void> {
    await render(DevicesView)
    await useDirectoryStore().load()
    await flushPromises()
    await nextTick()
  }
  async function openMenu(): Promise<HTMLElement> {
    findButton('Columns').click()
    await flushPromises()
    return document.querySelector<HTMLElement>('[role=dialog][aria-label=Columns]')!
  }
  const boxOf = (menu: HTMLElement, name: string): HTMLInputElement => [...menu.querySelectorAll('label')].find((label) => label.textContent.trim().startsWith(name))!.querySelector('input')!

  it('are chosen in a menu, shown at once, remembered, and put back', async () => {
    await show()
    const menu = await openMenu()
    expect(boxOf(menu, 'Device name').disabled).toBe(true)
    boxOf(menu, 'Encryption').click()
    boxOf(menu, 'IMEI').click()
    await flushPromises()
    expect(headers()).toContain('Encryption')
    expect(headers()).not.toContain('IMEI')
    expect(document.querySelector('[role=row][aria-rowindex="2"]')?.textContent).toContain('Encrypted')
    expect(saved()?.shown).toContain('isEncrypted')
    findButton('Reset columns', menu).click()
    await flushPromises()
    expect(saved()).toEqual(usualColumns)
    expect(headers()).toContain('IMEI')
  })

  it('are moved by buttons that say where the column is now, and the numbers of the cells go with them', async () => {
    await show()
    const menu = await openMenu()
    findButton('Move Primary user up', menu).click()
    await flushPromises()
    findButton('Move Primary user up', menu).click()
    await flushPromises()
    expect(headers().slice(0, 2)).toEqual(['Primary user', 'Device name'])
    expect(menu.querySelector('[role=status]')?.textContent).toBe('Primary user is now 1 of 14')
    const cells = [...document.querySelectorAll('[role=row][aria-rowindex="2"] [role=gridcell]')].map((cell) => Number(cell.getAttribute('aria-colindex')))
    expect(cells).toEqual(cells.toSorted((a, b) => a - b))
    expect(cells[0]).toBe(1)
  })

  it('get wider and narrower by the keys of their edge, which says how wide they are', async () => {
    await show()
    const before = Number(edge('IMEI').getAttribute('aria-valuenow'))
    edge('IMEI').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }))
    await flushPromises()
    expect(Number(edge('IMEI').getAttribute('aria-valuenow'))).toBe(before + 10)
    edge('IMEI').dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }))
    await flushPromises()
    expect(saved()?.widths).toEqual({ imei: 60 })
  })

  it('go back to what they were when they cannot be remembered, and say so', async () => {
    await show()
    fake().on('preferences:save', () => ({ status: 'refused', code: 'preferences-not-saved' }))
    boxOf(await openMenu(), 'Encryption').click()
    await flushPromises()
    expect(headers()).not.toContain('Encryption')
  })
})
