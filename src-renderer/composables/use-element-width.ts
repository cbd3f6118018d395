import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** The inner width of an element in CSS pixels, kept current; 0 until it is laid out. */
export function useElementWidth(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<number>> {
  const width = ref(0)
  let observer: ResizeObserver | undefined
  onMounted(() => {
    if (element.value === null) return
    width.value = element.value.clientWidth
    if (typeof ResizeObserver === 'undefined') return
    observer = new ResizeObserver(() => { width.value = element.value?.clientWidth ?? 0 })
    observer.observe(element.value)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return width
}
