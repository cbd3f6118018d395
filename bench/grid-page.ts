import { useVirtualizer } from '@tanstack/vue-virtual'
import { createPinia } from 'pinia'
import { computed, createApp, defineComponent, h, shallowRef, type Component } from 'vue'
import { VDataTableVirtual } from 'vuetify/components/VDataTable'
import 'vuetify/styles'
import type { DeviceRow, SortKey } from '../src-shared/device.ts'
import { columnNames, complianceNames, kindNames, ownershipNames } from '../src-shared/device-list-words.ts'
import DeviceGrid from '../src-renderer/components/devices/DeviceGrid.vue'
import { gridColumns } from '../src-renderer/stores/grid-columns.ts'
import { createConsoleVuetify } from '../src-renderer/plugins/vuetify.ts'
import { useDirectoryStore } from '../src-renderer/stores/directory-store.ts'
import '../src-renderer/styles/base.css'
import '../src-renderer/styles/controls.css'
import { aDirectoryStatus, createFakeBridge } from '../test/factories/bridge.ts'

/** The page that bench/grid.ts measures: the console's grid and its rivals, one at a time, over the same rows in the page's memory. */
export const kinds = ['console', 'v-data-table-virtual', 'TanStack Virtual'] as const
export type Kind = (typeof kinds)[number]

const keys: readonly SortKey[] = gridColumns.flatMap(({ key, rank }) => (rank === null ? [] : [key]))
const rowHeight = 36
const first = ['Ana', 'Bo', 'Chloé', 'Fatima', 'Nora', 'Samir', 'Tomás', 'Yuki']
const last = ['García', 'Halvorsen', 'Lindqvist', 'Okafor', 'Raman', 'Yılmaz', 'Kim', 'Novák']
const models = ['iPhone 15', 'Pixel 8', 'Latitude 5450', 'MacBook Air', 'SM-S921B']
const states = ['compliant', 'noncompliant', 'inGracePeriod'] as const
let rows: readonly DeviceRow[] = []
const rowText = (row: DeviceRow): readonly string[] => [
  row.deviceName, row.userDisplayName, row.userPrincipalName, row.serialNumber, row.imei, row.model, kindNames[row.kind], `${row.operatingSystem} ${row.osVersion}`,
  ownershipNames[row.ownership], complianceNames[row.compliance], row.lastSyncAt ?? 'never',
]

function rowOf(index: number): DeviceRow {
  const name = `${first[index % 8] ?? ''} ${last[(index >> 3) % 8] ?? ''}`
  return {
    id: String(index), deviceName: `LAPTOP-${String(index).padStart(7, '0')}`, managedDeviceName: '', kind: 'windows', operatingSystem: 'Windows', osVersion: `10.0.${19_000 + (index % 900)}`,
    manufacturer: 'Dell', model: models[index % 5] ?? '', serialNumber: `SN${(index * 7919) % 100_000_000}`, imei: String(350_000_000_000_000 + index), userDisplayName: name,
    userPrincipalName: `user${index}@contoso.example`, phoneNumber: '', ownership: 'company', compliance: states[index % 3] ?? 'compliant', isEncrypted: true, lastSyncAt: '2026-11-20T10:00:00Z',
  }
}

const tanstack = defineComponent(() => {
  const scroller = shallowRef<HTMLElement | null>(null)
  const virtualizer = useVirtualizer(computed(() => ({ count: rows.length, getScrollElement: () => scroller.value, estimateSize: () => rowHeight, overscan: 8 })))
  const cell = 'flex:none;inline-size:140px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis'
  return () => h('div', { ref: scroller, class: 'scroller', style: 'block-size:800px;overflow:auto' }, h('div', { style: `position:relative;block-size:${virtualizer.value.getTotalSize()}px` },
    virtualizer.value.getVirtualItems().map((item) => h('div', { key: item.index, class: 'line', style: `position:absolute;display:flex;inset:0 0 auto;block-size:36px;transform:translateY(${item.start}px)` },
      rowText(rows[item.index] ?? rowOf(0)).map((text) => h('div', { style: cell }, text))))))
})

const vuetify = defineComponent(() => () => h(VDataTableVirtual, {
  items: rows as DeviceRow[], itemValue: 'id', height: 800, itemHeight: rowHeight, density: 'compact', fixedHeader: true, headers: keys.map((key) => ({ key, title: columnNames[key], sortable: false })),
}))

const shown: Record<Kind, { readonly component: Component; readonly scroller: string; readonly row: string }> = {
  'console': { component: defineComponent(() => () => h('div', { style: 'display:flex;flex-direction:column;block-size:836px' }, h(DeviceGrid))), scroller: '.device-grid', row: '.device:not(.waiting)' },
  'v-data-table-virtual': { component: vuetify, scroller: '.v-table__wrapper', row: 'tbody td:nth-child(2)' },
  'TanStack Virtual': { component: tanstack, scroller: '.scroller', row: '.line' },
}

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
/** After what the next frame shows has been painted. */
async function painted(): Promise<void> {
  await frame()
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve()
    port2.postMessage(null)
  })
}
const scrollerOf = (kind: Kind): Element => document.querySelector(shown[kind].scroller) ?? document.body
/** Frames since `countFrames`; counting stops with `countedFrames`. */
let counted: number | null = null
function count(): void {
  if (counted === null) return
  counted += 1
  requestAnimationFrame(count)
}
let longestTaskMs = 0
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration)
}).observe({ type: 'longtask' })

/** How long the stand-in for the search worker takes to answer; see bench/grid.ts. */
let latencyMs: () => number = () => 0
const bench = {
  /** Makes the rows up; not measured. */
  prepare(count: number): void {
    rows = Array.from({ length: count }, (_, index) => Object.freeze(rowOf(index)))
  },
  /** Mounts a grid: milliseconds until its first row is painted. */
  async mount(kind: Kind): Promise<number> {
    const fake = createFakeBridge()
    fake.on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: rows.length }) }))
    fake.on('directory:query', async ({ text, window: { offset, limit } }) => {
      const wait = latencyMs()
      if (text !== '' && wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      const total = Math.max(1, rows.length - text.length)
      return { status: 'ok', page: { total, revision: 1, rows: rows.slice(offset + text.length, offset + text.length + limit) } }
    })
    Object.defineProperty(window, 'helpdesk', { value: fake.bridge, configurable: true })
    const startedMs = performance.now()
    const pinia = createPinia()
    createApp(shown[kind].component).use(createConsoleVuetify()).use(pinia).mount('#app')
    if (kind === 'console') void useDirectoryStore(pinia).load()
    while (document.querySelector(shown[kind].row) === null) await frame()
    await painted()
    const tookMs = performance.now() - startedMs
    longestTaskMs = 0
    return tookMs
  },
  /** Scrolls so many pixels in every frame; there and back where the list ends. */
  async scroll(kind: Kind, pixels: number, share: number, frames: number): Promise<void> {
    const element = scrollerOf(kind)
    const most = element.scrollHeight - element.clientHeight
    let step = pixels + share * most
    for (let made = 0; made < frames; made += 1) {
      if (element.scrollTop + step > most || element.scrollTop + step < 0) step = -step
      element.scrollTop += step
      await frame()
    }
  },
  nextFrame: frame,
  countFrames(): void {
    counted = 0
    requestAnimationFrame(count)
  },
  countedFrames(): number {
    const frames = counted ?? 0
    counted = null
    return frames
  },
  /** Scrolls to the end: the text of the last row of the page, and whether all of it is in view. */
  async last(kind: Kind): Promise<{ readonly text: string; readonly isInView: boolean }> {
    const element = scrollerOf(kind)
    element.scrollTop = element.scrollHeight
    for (let made = 0; made < 20; made += 1) await frame()
    const wanted = rows.at(-1)?.deviceName ?? ''
    const cell = [...element.querySelectorAll('td, .device > .cell, .line > *')].find(({ textContent }) => textContent === wanted)
    return { text: cell?.textContent ?? '', isInView: cell !== undefined && cell.getBoundingClientRect().bottom <= element.getBoundingClientRect().bottom + 1 }
  },
  /** Keystrokes into the search, each a new text; milliseconds from each until its rows are painted. `latencies`: how long the answers take, in turn. */
  async type(count: number, latencies: readonly number[]): Promise<readonly number[]> {
    let asked = 0
    latencyMs = () => latencies[(asked++) % latencies.length] ?? 0
    const directory = useDirectoryStore()
    const times: number[] = []
    for (let key = 1; key <= count; key += 1) {
      await frame()
      await new Promise((resolve) => setTimeout(resolve, (key * 7) % 16)) // at any moment of a frame
      const startedMs = performance.now()
      directory.search('laptop-00000'.slice(0, 1 + (key % 12)))
      await directory.settled()
      await painted()
      times.push(performance.now() - startedMs)
    }
    return times
  },
  longestTaskMs: () => longestTaskMs,
}
export type Bench = typeof bench
Object.assign(window, { bench })
