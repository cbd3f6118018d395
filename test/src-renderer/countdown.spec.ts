import { describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { countdownAnnouncement, useCountdown } from '../../src-renderer/composables/use-countdown.ts'
import type { Countdown } from '../../src-renderer/stores/attempt-store.ts'

describe('the countdown', () => {
  it('runs down from what main said, corrects itself when main speaks again, and never goes below zero', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    const source = ref<Countdown | null>({ remainingMs: 10_000, receivedAt: performance.now() })
    const scope = effectScope()
    const left = scope.run(() => useCountdown(() => source.value))!
    vi.advanceTimersByTime(4_000)
    expect(left.value).toBe(6_000)
    source.value = { remainingMs: 3_000, receivedAt: performance.now() }
    await nextTick()
    expect(left.value).toBe(3_000)
    vi.advanceTimersByTime(9_000)
    expect(left.value).toBe(0)
    source.value = null
    await nextTick()
    expect(left.value).toBeNull()
    scope.stop()
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  it.each([
    [300_000, 299_750, null],
    [240_100, 239_900, '4 minutes left.'],
    [60_100, 59_900, '1 minute left.'],
    [45_000, 44_750, null],
    [30_100, 29_900, '30 seconds left.'],
    [5_100, 4_900, '5 seconds left.'],
    [100, 0, 'The five minutes are over.'],
    [0, 0, null],
    [59_900, 240_000, null],
  ])('from %i to %i ms says %j', (before, after, words) => {
    expect(countdownAnnouncement(before, after)).toBe(words)
  })
})
