import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory } from 'vue-router'
import { createConsoleVuetify } from '../../../src-renderer/plugins/vuetify.ts'
import { createConsoleRouter } from '../../../src-renderer/router/router.ts'
import { createFakeBridge, type FakeBridge } from '../../factories/bridge.ts'

const mounted: VueWrapper[] = []

/** A fresh bridge and fresh stores for each spec of a file. */
export function useFakeBridge(): () => FakeBridge {
  let fake = createFakeBridge()
  beforeEach(() => {
    fake = createFakeBridge()
    Object.defineProperty(window, 'helpdesk', { value: fake.bridge, configurable: true })
    setActivePinia(createPinia())
    standInForLayout()
  })
  afterEach(() => {
    mounted.splice(0).forEach((wrapper) => wrapper.unmount())
    document.body.replaceChildren()
    vi.restoreAllMocks()
    vi.useRealTimers()
  })
  return () => fake
}

/** Mounts a component with everything the app gives it, attached to the document. */
export async function render(component: Component, props: Record<string, unknown> = {}, path = '/devices'): Promise<VueWrapper> {
  const router = createConsoleRouter(createMemoryHistory())
  await router.push(path)
  const wrapper = mount(component, { props, attachTo: document.body, global: { plugins: [createConsoleVuetify(), router] } })
  mounted.push(wrapper)
  return wrapper
}

/** jsdom lays nothing out and knows neither modal dialogs nor popovers: just enough of both for what the components ask. */
function standInForLayout(): void {
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) { this.setAttribute('open', '') },
    close(this: HTMLDialogElement) { this.removeAttribute('open') },
  })
  Object.assign(HTMLElement.prototype, {
    showPopover(this: HTMLElement) { this.style.display = 'block' },
    hidePopover(this: HTMLElement) { this.style.display = 'none' },
  })
  vi.stubGlobal('ResizeObserver', class {
    observe = (): void => undefined
    unobserve = (): void => undefined
    disconnect = (): void => undefined
  })
}

/** The accessible name as far as these specs need it: aria-label, aria-labelledby, or the text. */
export function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label')
  if (label !== null) return label
  const labelledBy = element.getAttribute('aria-labelledby')
  const source = labelledBy === null ? element : document.getElementById(labelledBy) ?? element
  return source.textContent.replace(/\s+/g, ' ').trim()
}

export function findButton(name: string, within: ParentNode = document): HTMLButtonElement {
  const found = [...within.querySelectorAll<HTMLButtonElement>('button')].filter((button) => button.closest('[inert]') === null && nameOf(button) === name)
  if (found[0] === undefined) throw new Error(`No button “${name}”`)
  return found[0]
}

export function hasButton(name: string, within: ParentNode = document): boolean {
  return [...within.querySelectorAll('button')].some((button) => button.closest('[inert]') === null && nameOf(button) === name)
}

export function dialog(): HTMLDialogElement {
  const found = document.querySelector<HTMLDialogElement>('dialog[open]')
  if (found === null) throw new Error('No dialog is open')
  return found
}
