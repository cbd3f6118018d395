import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import type { Countdown } from '../stores/attempt-store.ts'

/** Milliseconds left, counted down from what main said; null while no clock runs. Main decides when it is over, this only shows it. */
export function useCountdown(source: () => Countdown | null): Readonly<Ref<number | null>> {
  const tick = ref(performance.now())
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = (): void => clearInterval(timer)
  watch(source, (countdown) => {
    stop()
    tick.value = performance.now()
    if (countdown !== null) timer = setInterval(() => { tick.value = performance.now() }, 250)
  }, { immediate: true })
  onScopeDispose(stop)
  return computed(() => {
    const countdown = source()
    return countdown === null ? null : Math.max(0, countdown.remainingMs - Math.max(0, tick.value - countdown.receivedAt))
  })
}

/** What to say aloud when the clock passes from one reading to the next: at minute marks, and in the last half minute; else null. */
export function countdownAnnouncement(previousMs: number, currentMs: number): string | null {
  if (previousMs > 0 && currentMs <= 0) return 'The five minutes are over.'
  for (const seconds of [5, 10, 20, 30]) {
    if (currentMs > 0 && previousMs > seconds * 1000 && currentMs <= seconds * 1000) return `${seconds} seconds left.`
  }
  for (const minutes of [1, 2, 3, 4]) {
    if (previousMs > minutes * 60_000 && currentMs <= minutes * 60_000) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left.`
  }
  return null
}
