import { vi } from 'vitest'

/** Gives every element a size, so that a virtual list has something to fill; jsdom lays nothing out. */
export function standInForSizes(width: number, height: number): void {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(height)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(width)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(width)
  Object.assign(HTMLElement.prototype, {
    scrollTo(this: HTMLElement, { top }: { top: number }) {
      this.scrollTop = top
      this.dispatchEvent(new Event('scroll'))
    },
  })
}
