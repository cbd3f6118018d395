import { onScopeDispose, readonly, ref, type Ref } from 'vue'

const now = ref(Date.now())
let watchers = 0
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for every relative time on the screen; it ticks every ten seconds while somebody looks. */
export function useNow(): Readonly<Ref<number>> {
  watchers += 1
  if (watchers === 1) {
    now.value = Date.now()
    timer = setInterval(() => { now.value = Date.now() }, 10_000)
  }
  onScopeDispose(() => {
    watchers -= 1
    if (watchers === 0) clearInterval(timer)
  })
  return readonly(now)
}
