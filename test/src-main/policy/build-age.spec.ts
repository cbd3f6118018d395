import { describe, expect, it } from 'vitest'
import { ageOf, usualAgeLimits } from '../../../src-main/policy/build-age.ts'

const builtAtMs = Date.UTC(2026, 0, 5, 12)
const dayMs = 86_400_000
const after = (days: number, limits = usualAgeLimits) => ageOf(builtAtMs, builtAtMs + days * dayMs, limits)

describe('the age of a build', () => {
  it.each([
    [0, 'current', 0], [55, 'current', 7], [56, 'old', 8], [111, 'old', 15], [112, 'supervisor', 16], [167, 'supervisor', 23], [168, 'read-only', 24], [4000, 'read-only', 571],
  ] as const)('after %i days it is %s, at %i weeks', (days, level, weeks) => {
    expect(after(days)).toEqual({ level, weeks })
  })

  it('goes by the organisation\'s own limits', () => {
    expect(after(29, { banner: 2, supervisor: 4, readOnly: 5 })).toEqual({ level: 'supervisor', weeks: 4 })
  })

  it('takes the strictest when limits are in no order', () => {
    expect(after(70, { banner: 20, supervisor: 30, readOnly: 10 }).level).toBe('read-only')
  })

  it('is not known on a PC whose clock stands before the build, but for a day', () => {
    expect(after(-1)).toEqual({ level: 'current', weeks: 0 })
    expect(after(-1.01)).toEqual({ level: 'unknown', weeks: null })
    expect(ageOf(builtAtMs, Number.NaN, usualAgeLimits).level).toBe('unknown')
  })
})
