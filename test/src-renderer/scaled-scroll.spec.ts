import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScaledScroll, safeHeight } from '../../src-renderer/composables/scaled-scroll.ts'

const rowHeight = 36
const view = 720
const million = 1_000_000

function scrollOf(rows: number) {
  const scroll = createScaledScroll(rowHeight)
  scroll.resize(rows, view)
  return scroll
}

describe('scrolling a list that a browser can lay out', () => {
  it('is the browser’s own, to the pixel', () => {
    const scroll = scrollOf(100_000)
    expect([scroll.bodyHeight, scroll.isScaled]).toEqual([3_600_000, false])
    for (const top of [0, 17, 1_234_567.5, 3_600_000 - view]) {
      scroll.scrolled(top)
      expect([scroll.top, scroll.offset]).toEqual([top, top])
    }
  })
  it('has nowhere to go when everything is in view', () => {
    const scroll = scrollOf(3)
    scroll.moveBy(500)
    expect([scroll.top, scroll.offset]).toEqual([0, 0])
  })
})

describe('scrolling a million rows', () => {
  it('stays under the height that a browser can lay out', () => {
    expect(scrollOf(million).bodyHeight).toBe(safeHeight)
  })
  it('reaches the first and the last row exactly when the thumb is dragged to its ends', () => {
    const scroll = scrollOf(million)
    scroll.scrolled(safeHeight - view)
    expect(scroll.offset).toBe(million * rowHeight - view)
    scroll.scrolled(0)
    expect(scroll.offset).toBe(0)
  })
  it('reaches every part when the thumb is dragged', () => {
    const scroll = scrollOf(million)
    for (const share of [0.25, 0.5, 0.9]) {
      scroll.scrolled((safeHeight - view) * share)
      expect(scroll.offset / (million * rowHeight - view)).toBeCloseTo(share, 5)
    }
  })
  it('moves by exact pixels near where one is, and the thumb goes back to its place', () => {
    const scroll = scrollOf(million)
    scroll.scrolled(5_000_000)
    const before = scroll.offset
    for (let step = 1; step <= 50; step += 1) {
      scroll.scrolled(scroll.top + 120)
      expect(scroll.offset).toBe(before + step * 120)
    }
    scroll.settle()
    expect(scroll.offset).toBe(before + 6000)
    expect(scroll.top / (safeHeight - view)).toBeCloseTo(scroll.offset / (million * rowHeight - view), 6)
  })
  it('skips nothing where the element ends before the list does', () => {
    const scroll = scrollOf(million)
    scroll.scrolled(safeHeight - view - 200)
    const before = scroll.offset
    expect(before).toBeLessThan(million * rowHeight - view - 300)
    scroll.scrolled(safeHeight - view)
    expect(scroll.offset).toBe(before + 200)
    expect(scroll.top).toBeLessThan(safeHeight - view)
  })
  it('shows any row whole that is asked for, wherever it was', () => {
    fc.assert(fc.property(fc.nat(million - 1), fc.array(fc.nat(safeHeight), { maxLength: 4 }), fc.array(fc.integer({ min: -9000, max: 9000 }), { maxLength: 4 }), (index, drags, wheels) => {
      const scroll = scrollOf(million)
      drags.forEach(scroll.scrolled)
      wheels.forEach(scroll.moveBy)
      scroll.reveal(index)
      expect(scroll.offset).toBeLessThanOrEqual(index * rowHeight)
      expect(scroll.offset + view).toBeGreaterThanOrEqual((index + 1) * rowHeight)
      expect(scroll.top).toBeGreaterThanOrEqual(0)
      expect(scroll.top).toBeLessThanOrEqual(safeHeight - view)
    }))
  })
  it('keeps its place when the view changes, and has none below the last row when the list gets shorter', () => {
    const scroll = scrollOf(million)
    scroll.reveal(700_000)
    const before = scroll.offset
    scroll.resize(million, 400)
    expect(scroll.offset).toBe(before)
    scroll.resize(50, 400)
    expect(scroll.offset).toBe(50 * rowHeight - 400)
    expect(scroll.top).toBe(scroll.offset)
  })
})
