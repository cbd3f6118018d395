import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** What the keys of the shell do on the page that is shown. A page registers itself while it is there. */
export interface PageKeys {
  readonly refresh: () => void
  readonly closePanel: () => void
  /** From the search box downwards. */
  readonly focusList: () => void
  readonly openFirst: () => void
  /** F6: from the list to the panel beside it, and back. */
  readonly otherPanel?: () => void
  /** F2: only where a device can be open. */
  readonly rename?: () => void
}

const nothing: PageKeys = { refresh: () => undefined, closePanel: () => undefined, focusList: () => undefined, openFirst: () => undefined }

export const usePageStore = defineStore('page', () => {
  const keys = shallowRef<PageKeys>(nothing)
  const focusSearch = shallowRef<() => void>(() => undefined)

  /** Answers a function that takes the page's keys away again. */
  function register(own: PageKeys): () => void {
    keys.value = own
    return () => {
      if (keys.value === own) keys.value = nothing
    }
  }

  /** The search box of the shell says how it gets the focus. */
  function registerSearch(focus: () => void): () => void {
    focusSearch.value = focus
    return () => {
      if (focusSearch.value === focus) focusSearch.value = () => undefined
    }
  }

  return {
    register,
    registerSearch,
    focusSearch: () => focusSearch.value(),
    refresh: () => keys.value.refresh(),
    closePanel: () => keys.value.closePanel(),
    focusList: () => keys.value.focusList(),
    openFirst: () => keys.value.openFirst(),
    otherPanel: () => keys.value.otherPanel?.(),
    rename: () => keys.value.rename?.(),
  }
})
