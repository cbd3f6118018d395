import { onBeforeUnmount, onMounted, readonly, shallowRef, watch, type Ref } from 'vue'
import { createScaledScroll } from './scaled-scroll.ts'

/** Which rows exist now (`last` is -1 when there are none), and how far each is moved: row n is at n × height + shift, CSS pixels. */
export interface RowRange {
  readonly first: number
  readonly last: number
  readonly shift: number
}

export interface GridScrollOptions {
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  /** Holds the rows, under a head that stays. */
  readonly body: Readonly<Ref<HTMLElement | null>>
  readonly count: Readonly<Ref<number>>
  readonly rowHeight: number
  readonly headHeight: number
  /** Rows above and below the view that exist too: what the browser shows before the next frame is made. */
  readonly overscan: number
}

/** Scrolls rows of one height, any number of them; the range changes with whatever moves the list: wheel, drag, touch, keys, size, count. */
export function useGridScroll({ scroller, body, count, rowHeight, headHeight, overscan }: GridScrollOptions) {
  const scroll = createScaledScroll(rowHeight)
  const range = shallowRef<RowRange>({ first: 0, last: -1, shift: 0 })
  let view = 0
  /** Where the element is, as far as it has told. Asking it means to lay the page out at once, in the middle of what is being written. */
  let told = 0
  let observer: ResizeObserver | undefined

  /** Brings the element to where the list is, and says which rows that needs. */
  function show(): void {
    if (scroller.value !== null && Math.abs(told - scroll.top) >= 1) {
      told = scroll.top
      scroller.value.scrollTop = told
    }
    const shift = Math.round(scroll.top - scroll.offset)
    const first = Math.max(0, Math.floor(scroll.offset / rowHeight) - overscan)
    const last = Math.min(count.value, Math.ceil((scroll.offset + view) / rowHeight) + overscan) - 1
    const now = range.value
    if (first !== now.first || last !== now.last || shift !== now.shift) range.value = { first, last, shift }
  }

  function measure(): void {
    view = Math.max(0, (scroller.value?.clientHeight ?? 0) - headHeight)
    resize()
  }

  function resize(): void {
    if (scroller.value === null || body.value === null) return
    scroll.resize(count.value, view)
    const height = `${scroll.bodyHeight}px`
    if (body.value.style.blockSize !== height) body.value.style.blockSize = height
    show()
  }

  function onScroll(): void {
    told = scroller.value?.scrollTop ?? 0
    scroll.scrolled(told)
    show()
  }

  function onScrollEnd(): void {
    if (!scroll.isScaled) return
    scroll.settle()
    show()
  }

  /** Only where the browser's own scrolling does not reach: a notch is the same number of rows everywhere in the list. */
  function onWheel(event: WheelEvent): void {
    if (!scroll.isScaled || event.ctrlKey || event.shiftKey || event.deltaY === 0) return
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? view : 1
    scroll.moveBy(event.deltaY * unit)
    if (event.deltaX !== 0 && scroller.value !== null) scroller.value.scrollLeft += event.deltaX * unit
    show()
  }

  onMounted(() => {
    scroller.value?.addEventListener('scroll', onScroll, { passive: true })
    scroller.value?.addEventListener('scrollend', onScrollEnd, { passive: true })
    scroller.value?.addEventListener('wheel', onWheel, { passive: false })
    observer = new ResizeObserver(measure)
    if (scroller.value !== null) observer.observe(scroller.value)
    measure()
  })
  onBeforeUnmount(() => observer?.disconnect())
  watch(count, resize, { flush: 'post' })

  return {
    range: readonly(range),
    /** Moves no further than the row needs to be all in view. */
    reveal(index: number): void {
      scroll.reveal(index)
      show()
    },
    /** How many whole rows are in view. */
    pageRows: () => Math.max(1, Math.floor(view / rowHeight) - 1),
  }
}
