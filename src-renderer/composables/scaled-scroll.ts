/**
 * Where a list of rows is scrolled to, when it is higher than a browser can lay out (Chromium ends an element at 33.5 million pixels). Up to
 * `safeHeight` the element is as high as its rows and nothing is different. Above, the element is that high, and two numbers are kept: `top`,
 * the element's own, and `offset`, the pixel of the whole list that is at the top of the view. What is near is reached pixel by pixel; what
 * the scrollbar's thumb reaches is far, and is mapped in proportion, so that both ends are the list's.
 */
export interface ScaledScroll {
  readonly top: number
  readonly offset: number
  /** Of the element that holds the rows, CSS pixels. */
  readonly bodyHeight: number
  readonly isScaled: boolean
  /** How many rows there are and how high the view is; what is at the top stays there as far as it can. */
  resize(rows: number, view: number): void
  /** The element was scrolled to `top`, by a drag, a touch or the scrollbar's own buttons. */
  scrolled(top: number): void
  /** Moves by exactly so many pixels of the list. */
  moveBy(pixels: number): void
  /** Moves no further than the row needs to be all in view. */
  reveal(index: number): void
  /** Puts the thumb back where the offset says: after moves by pixels it has gone too far. */
  settle(): void
}

export const safeHeight = 10_000_000

/** Starts at the first row, with no rows. */
export function createScaledScroll(rowHeight: number, safe = safeHeight): ScaledScroll {
  let height = 0
  let view = 0
  let top = 0
  let offset = 0
  const bodyHeight = (): number => Math.min(height, safe)
  const mostOffset = (): number => Math.max(0, height - view)
  const mostTop = (): number => Math.max(0, bodyHeight() - view)
  const isScaled = (): boolean => height > safe

  function settle(): void {
    if (offset <= 0 || mostOffset() === 0) top = 0
    else top = isScaled() ? Math.round((offset / mostOffset()) * mostTop()) : offset
  }

  function moveTo(next: number): void {
    offset = Math.min(mostOffset(), Math.max(0, next))
    settle()
  }

  function scrolled(told: number): void {
    // A system that lets one pull beyond the ends tells places that are none.
    const next = Math.min(mostTop(), Math.max(0, told))
    const moved = next - top
    if (Math.abs(moved) < 1) return // our own doing, rounded by the browser
    const isAtEnd = next <= 0 || next >= mostTop() - 1
    if (!isScaled()) {
      top = next
      offset = Math.min(mostOffset(), Math.max(0, next))
    } else if (Math.abs(moved) > view) {
      top = next
      offset = isAtEnd ? (next <= 0 ? 0 : mostOffset()) : Math.min(mostOffset(), Math.round((next / mostTop()) * mostOffset()))
    } else {
      offset = Math.min(mostOffset(), Math.max(0, offset + moved))
      if (isAtEnd || offset === 0 || offset === mostOffset()) settle() // the element ends here; the list may not, or the other way round
      else top = next
    }
  }

  return {
    get top() { return top },
    get offset() { return offset },
    get bodyHeight() { return bodyHeight() },
    get isScaled() { return isScaled() },
    resize(rows, nextView) {
      height = rows * rowHeight
      view = nextView
      moveTo(offset)
    },
    scrolled,
    moveBy: (pixels) => moveTo(offset + pixels),
    reveal(index) {
      const start = index * rowHeight
      if (start < offset) moveTo(start)
      else if (start + rowHeight > offset + view) moveTo(start + rowHeight - view)
    },
    settle,
  }
}
