import { onBeforeUnmount, onMounted } from 'vue'

export interface Shortcut {
  readonly keys: string
  readonly does: string
}

/** What the "?" dialog lists. None of them starts anything on a device. */
export const shortcuts: readonly Shortcut[] = [
  { keys: '/ or Ctrl+K', does: 'Go to the search box' },
  { keys: '↓ in the search box', does: 'Go to the list' },
  { keys: '↑ ↓ Page Up Page Down Home End', does: 'Move in the list' },
  { keys: 'Enter', does: 'Open the device or the log entry' },
  { keys: 'F6', does: 'Go to the open device, and back to the list' },
  { keys: 'Space, Shift+Space, Ctrl+A', does: 'Tick the device, those from the last one to it, all that are found' },
  { keys: '→ ←', does: 'Unfold or fold a run in Activity' },
  { keys: 'Esc', does: 'Close the panel, or empty the search box' },
  { keys: 'F5', does: 'Refresh' },
  { keys: 'F2', does: 'Ask for a new name of the device that is open' },
  { keys: '?', does: 'Show this list' },
]

/** Calls the handler for key presses anywhere; the handler answers true when the key was its own. Nothing reaches it while a dialog is open. */
export function useShortcuts(handle: (event: KeyboardEvent, isTyping: boolean) => boolean): void {
  function onKeydown(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
    const target = event.target instanceof HTMLElement ? event.target : null
    const isTyping = target !== null && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
    if (handle(event, isTyping)) event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
