import type { DeviceRow, SortKey } from '../../../src-shared/device.ts'
import type { RowRange } from '../../composables/use-grid-scroll.ts'
import { visibleText } from '../../messages/display-text.ts'
import type { NumberedColumn } from '../../stores/column-store.ts'
import { createDeviceCell, type CellLook, type DeviceCell } from './device-cells.ts'
import { elementWith } from './device-text-nodes.ts'

export interface RowLook extends CellLook {
  readonly columns: readonly NumberedColumn[]
  readonly canTick: boolean
}

/** One row as it is to be shown; `row` is null until it has been fetched. */
export interface RowState {
  readonly row: DeviceRow | null
  readonly isActive: boolean
  readonly isTicked: boolean
  readonly isOpen: boolean
}

/** The id that `aria-activedescendant` names. */
export const rowId = (index: number): string => `device-row-${index}`
const orderDelayMs = 150

interface Slot {
  readonly element: HTMLElement
  index: number
  row: DeviceRow | null | undefined
  look: RowLook | null
  columns: readonly NumberedColumn[]
  cells: readonly DeviceCell[]
  tick: HTMLInputElement | null
  isActive: boolean
  isTicked: boolean
  isOpen: boolean
  isWaiting: boolean
  place: number
}

/**
 * As many row nodes as fit on the screen, used again and again: a row that leaves at one end comes back at the other with other text. Plain
 * nodes, because a component for each cell is most of what a frame costs (docs/performance.md, "Grid").
 */
export function createRowPool(body: HTMLElement, rowHeight: number) {
  let slots: Slot[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function createSlot(): Slot {
    const element = elementWith('div', 'row device')
    element.setAttribute('role', 'row')
    element.setAttribute('aria-selected', 'false')
    body.append(element)
    return { element, index: -1, row: undefined, look: null, columns: [], cells: [], tick: null, isActive: false, isTicked: false, isOpen: false, isWaiting: false, place: -1 }
  }

  /** Rows that stay keep their node; the others take the nodes that have become free. */
  function assign({ first, last }: RowRange): void {
    const kept = new Map<number, Slot>()
    const free: Slot[] = []
    for (const slot of slots) {
      if (slot.index >= first && slot.index <= last) kept.set(slot.index, slot)
      else free.push(slot)
    }
    slots = []
    for (let index = first; index <= last; index += 1) {
      const slot = kept.get(index) ?? free.shift() ?? createSlot()
      slots.push(slot)
      if (slot.index === index) continue
      slot.index = index
      slot.element.id = rowId(index)
      slot.element.setAttribute('aria-rowindex', String(index + 2))
    }
    for (const { element } of free) element.remove()
  }

  function fillSlot(slot: Slot, look: RowLook): void {
    const isSame = slot.look?.canTick === look.canTick && slot.columns === look.columns
    if (isSame) return
    const before = look.canTick ? 1 : 0
    slot.look = look
    slot.columns = look.columns
    slot.row = undefined
    slot.tick = null
    slot.cells = look.columns.map(({ key, number }) => createDeviceCell(key, before + number))
    const cells = slot.cells.map(({ element }) => element)
    if (look.canTick) {
      const cell = elementWith('div', 'tick')
      cell.setAttribute('role', 'gridcell')
      cell.setAttribute('aria-colindex', '1')
      slot.tick = document.createElement('input')
      Object.assign(slot.tick, { type: 'checkbox', className: 'box', tabIndex: -1 })
      cell.append(slot.tick)
      cells.unshift(cell)
    }
    slot.element.replaceChildren(...cells)
  }

  /** A row that is not here yet hides what its node has shown: in most cases the next text is there before the frame is, and is the only one that is written. */
  function paintSlot(slot: Slot, look: RowLook, { row, isActive, isTicked, isOpen }: RowState): void {
    fillSlot(slot, look)
    const { element, tick } = slot
    if (slot.isWaiting !== (row === null)) {
      slot.isWaiting = row === null
      element.classList.toggle('waiting', slot.isWaiting)
    }
    if (row !== null && (slot.row !== row || slot.look !== look)) {
      if (slot.row !== row) tick?.setAttribute('aria-label', `Select ${visibleText(row.deviceName) || 'no name'}, ${visibleText(row.serialNumber) || 'no serial'}`)
      slot.row = row
      slot.look = look
      for (const cell of slot.cells) cell.paint(row, look)
    }
    if (slot.isActive !== isActive) element.classList.toggle('active', isActive)
    if (slot.isTicked !== isTicked) {
      element.classList.toggle('ticked', isTicked)
      element.setAttribute('aria-selected', String(isTicked))
    }
    if (slot.isOpen !== isOpen) {
      element.classList.toggle('open', isOpen)
      if (isOpen) element.setAttribute('aria-current', 'true')
      else element.removeAttribute('aria-current')
    }
    if (tick !== null && tick.checked !== isTicked) tick.checked = isTicked
    Object.assign(slot, { isActive, isTicked, isOpen })
  }

  /** What is hidden is also gone, a moment later: nothing of one account's list may stay in the page for the next. */
  function clearWaiting(): void {
    for (const slot of slots) {
      if (!slot.isWaiting || slot.row === undefined) continue
      slot.row = undefined
      slot.tick?.setAttribute('aria-label', '')
      for (const cell of slot.cells) cell.clear()
    }
  }

  /** Who reads the page with a screen reader meets the rows in order. Moving nodes costs a frame more than rewriting them, so it waits for the rest after a scroll. */
  function putInOrder(): void {
    let next: Element | null = null
    for (const { element } of slots.toReversed()) {
      if (element.nextElementSibling !== next) body.insertBefore(element, next)
      next = element
    }
  }

  return {
    /** Shows these rows and no others. */
    paint(range: RowRange, look: RowLook, stateOf: (index: number) => RowState): void {
      assign(range)
      for (const slot of slots) {
        paintSlot(slot, look, stateOf(slot.index))
        const place = slot.index * rowHeight + range.shift
        if (slot.place !== place) slot.element.style.transform = `translateY(${place}px)`
        slot.place = place
      }
      clearTimeout(timer)
      timer = setTimeout(() => {
        clearWaiting()
        putInOrder()
      }, orderDelayMs)
    },
    /** Which row an element is in, and whether in the cell of its tick; null when in none. */
    placeOf(target: EventTarget | null): { readonly index: number; readonly isTick: boolean } | null {
      if (!(target instanceof Element)) return null
      const slot = slots.find(({ element }) => element.contains(target))
      return slot === undefined ? null : { index: slot.index, isTick: target.closest('.tick') !== null }
    },
    /** The box shows what is so; the browser has turned it over already when it is pressed. */
    setTick(index: number, isTicked: boolean): void {
      const tick = slots.find((slot) => slot.index === index)?.tick ?? null
      if (tick !== null) tick.checked = isTicked
    },
    /** The widest content of a column among the rows that exist, CSS pixels. */
    widestOf(key: SortKey): number {
      const range = document.createRange()
      return slots.reduce((widest, slot) => {
        const cell = slot.cells[slot.columns.findIndex((column) => column.key === key)]
        if (cell === undefined) return widest
        range.selectNodeContents(cell.element)
        return Math.max(widest, range.getBoundingClientRect().width)
      }, 0)
    },
    /** Stops what waits. */
    dispose: () => clearTimeout(timer),
  }
}
export type RowPool = ReturnType<typeof createRowPool>
