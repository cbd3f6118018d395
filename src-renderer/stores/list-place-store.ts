import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useDirectoryStore } from './directory-store.ts'

interface Place {
  /** The first row in view. */
  readonly first: number
  /** The row of the keyboard. */
  readonly active: number
}

/** Where somebody was in the list when they went to another page. Another search, filter, order or person begins at the top. */
export const useListPlaceStore = defineStore('list-place', () => {
  const directory = useDirectoryStore()
  const left = shallowRef<(Place & { readonly listNumber: number }) | null>(null)

  return {
    leave: (place: Place): void => { left.value = { ...place, listNumber: directory.listNumber } },
    /** Null: at the top. */
    returnTo: (): Place | null => (left.value?.listNumber === directory.listNumber ? left.value : null),
  }
})
