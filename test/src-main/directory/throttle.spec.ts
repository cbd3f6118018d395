import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { throttle } from '../../../src-main/directory/throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a throttled call', () => {
  const clock = { monotonicMs: () => Date.now() }

  it('happens at once, then at most five times a second, and the last one is not lost', () => {
    let calls = 0
    let state = 0
    const seen: number[] = []
    const throttled = throttle(() => {
      calls += 1
      seen.push(state)
    }, 200, clock)
    for (state = 1; state <= 100; state += 1) {
      throttled.call()
      vi.advanceTimersByTime(10)
    }
    state = 101
    vi.advanceTimersByTime(1000)
    expect(seen[0]).toBe(1)
    expect(calls).toBeLessThanOrEqual(6)
    expect(seen.at(-1)).toBeGreaterThanOrEqual(100)
  })

  it('that is waiting can be called off', () => {
    const run = vi.fn()
    const throttled = throttle(run, 200, clock)
    throttled.call()
    throttled.call()
    throttled.cancel()
    vi.advanceTimersByTime(1000)
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('that is waiting can happen now, and then not once more', () => {
    const run = vi.fn()
    const throttled = throttle(run, 200, clock)
    throttled.call()
    throttled.call()
    throttled.now()
    expect(run).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(1000)
    expect(run).toHaveBeenCalledTimes(2)
  })
})
