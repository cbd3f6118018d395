import { describe, expect, it } from 'vitest'
import { pollDelayMs } from '../../../src-main/policy/poll-delay.ts'
import { createWritePace } from '../../../src-main/policy/write-pace.ts'

describe('the pace of many writes', () => {
  it('lets two hundred go at once, and the next when the first is twenty seconds old', () => {
    const pace = createWritePace()
    for (let n = 0; n < 200; n += 1) {
      expect(pace.waitMs(1000)).toBe(0)
      pace.note(1000)
    }
    expect(pace.waitMs(1000)).toBe(20_000)
    expect(pace.waitMs(20_999)).toBe(1)
    expect(pace.waitMs(21_000)).toBe(0)
  })
  it('never lets more than its number go in any window, however they are spread', () => {
    const pace = createWritePace(3, 100)
    const sent: number[] = []
    for (let now = 0; now < 1000; now += 7) {
      if (pace.waitMs(now) > 0) continue
      pace.note(now)
      sent.push(now)
    }
    expect(sent.length).toBeGreaterThan(20)
    for (const at of sent) expect(sent.filter((other) => other >= at && other < at + 100).length).toBeLessThanOrEqual(3)
  })
  it('frees one place for each that leaves the window', () => {
    const pace = createWritePace(2, 100)
    pace.note(0)
    pace.note(60)
    expect(pace.waitMs(70)).toBe(30)
    expect(pace.waitMs(100)).toBe(0)
    pace.note(100)
    expect(pace.waitMs(100)).toBe(60)
  })
  it('waits as long as Graph’s "too many" asks, and is not shortened by a later, shorter one', () => {
    const pace = createWritePace()
    pace.holdBack(1000, 20_000)
    pace.holdBack(2000, 1000)
    expect(pace.waitMs(2000)).toBe(19_000)
    expect(pace.waitMs(21_000)).toBe(0)
  })
})

describe('the wait before the next look at a request', () => {
  it('starts at half a second and only ever grows, to ten minutes', () => {
    const delays = Array.from({ length: 200 }, (_, polls) => pollDelayMs(polls))
    expect(delays[0]).toBe(500)
    expect(delays.every((delay, n) => n === 0 || delay >= (delays[n - 1] ?? 0))).toBe(true)
    expect(delays.at(-1)).toBe(600_000)
    expect(pollDelayMs(1_000_000)).toBe(600_000)
  })
  it('looks ten times in the first minutes, and about thirty times an hour in the first two hours', () => {
    const at: number[] = []
    for (let polls = 0, ms = 0; ms < 24 * 3_600_000; polls += 1) at.push(ms += pollDelayMs(polls))
    expect(at.filter((ms) => ms <= 90_000).length).toBeGreaterThanOrEqual(9)
    expect(at.filter((ms) => ms <= 2 * 3_600_000).length).toBeLessThan(75)
    expect(at.length).toBeLessThan(220)
  })
})
