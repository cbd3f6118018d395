/** Puts a popover under its anchor (or above, where there is more room), inside the window. */
export function placePopover(popover: HTMLElement, anchor: HTMLElement, align: 'start' | 'center' | 'end'): void {
  const margin = 8
  const gap = 4
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = popover
  const wished = align === 'start' ? at.left : align === 'end' ? at.right - width : at.left + (at.width - width) / 2
  const isBelow = at.bottom + gap + height <= window.innerHeight - margin || at.top < window.innerHeight - at.bottom
  const left = Math.min(Math.max(margin, wished), Math.max(margin, window.innerWidth - width - margin))
  const top = isBelow ? at.bottom + gap : Math.max(margin, at.top - gap - height)
  popover.style.left = `${Math.round(left)}px`
  popover.style.top = `${Math.round(top)}px`
}
