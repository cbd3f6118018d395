import type { ObjectDirective } from 'vue'
import { placePopover } from './place-popover.ts'

const delayMs = 250
const texts = new WeakMap<HTMLElement, string>()
let bubble: HTMLElement | null = null
let anchor: HTMLElement | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/**
 * `v-tip="text"`: the text in a bubble while the pointer or the keyboard focus is on the element; Escape hides it.
 * One bubble for the whole window, in the top layer, so that no scrolling box cuts it off. For eyes only: what it says
 * must also be in the element's accessible name or description.
 */
export const vTip: ObjectDirective<HTMLElement, string> = {
  mounted(element, { value }) {
    texts.set(element, value)
    element.addEventListener('pointerenter', onEnter)
    element.addEventListener('pointerleave', hide)
    element.addEventListener('focus', onFocus)
    element.addEventListener('blur', hide)
  },
  updated(element, { value }) {
    texts.set(element, value)
  },
  beforeUnmount(element) {
    if (anchor === element) hide()
  },
}

function onEnter(event: Event): void {
  clearTimeout(timer)
  const element = event.currentTarget
  if (element instanceof HTMLElement) timer = setTimeout(() => show(element), delayMs)
}

function onFocus(event: Event): void {
  const element = event.currentTarget
  if (element instanceof HTMLElement && element.matches(':focus-visible')) show(element)
}

function show(element: HTMLElement): void {
  const text = texts.get(element) ?? ''
  if (text === '' || !element.isConnected) return
  hide()
  anchor = element
  bubble ??= createBubble()
  bubble.textContent = text
  bubble.showPopover()
  placePopover(bubble, element, 'center')
  window.addEventListener('keydown', onKeydown, { capture: true })
  window.addEventListener('scroll', hide, { capture: true, passive: true })
}

function hide(): void {
  clearTimeout(timer)
  if (anchor !== null) bubble?.hidePopover()
  anchor = null
  window.removeEventListener('keydown', onKeydown, { capture: true })
  window.removeEventListener('scroll', hide, { capture: true })
}

function onKeydown(event: KeyboardEvent): void {
  if (event.key === 'Escape') hide()
}

function createBubble(): HTMLElement {
  const element = document.createElement('div')
  element.className = 'tip'
  element.popover = 'manual'
  element.setAttribute('aria-hidden', 'true')
  document.body.append(element)
  return element
}
