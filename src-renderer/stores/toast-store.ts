import { defineStore } from 'pinia'
import { ref, shallowReactive } from 'vue'
import type { ToastText } from '../messages/toast-texts.ts'

export interface Toast extends ToastText { readonly id: number }

/** Short news in the corner, and the one polite voice for screen readers. */
export const useToastStore = defineStore('toasts', () => {
  const toasts = shallowReactive<Toast[]>([])
  const announcement = ref('')
  let lastId = 0

  function add(toast: ToastText): void {
    lastId += 1
    // The newest word on a device replaces the older one: "sent" must not stand beside "done".
    const older = toasts.findIndex((shown) => shown.deviceId !== null && shown.deviceId === toast.deviceId)
    if (older !== -1) toasts.splice(older, 1)
    toasts.push({ ...toast, id: lastId })
    if (toasts.length > 3) toasts.shift()
  }

  function dismiss(id: number): void {
    const index = toasts.findIndex((toast) => toast.id === id)
    if (index !== -1) toasts.splice(index, 1)
  }

  /** Read aloud by a screen reader when it has a moment. The same sentence twice is said twice. */
  function announce(sentence: string): void {
    announcement.value = announcement.value === sentence ? `${sentence}\u00a0` : sentence
  }

  /** Forgets all news: they were for the person before. */
  function clear(): void {
    toasts.splice(0)
    announcement.value = ''
  }

  return { toasts, announcement, add, dismiss, announce, clear }
})
