import { describe, expect, it } from 'vitest'
import { createConsoleAge } from '../../src-main/console-age.ts'

const builtAtMs = Date.parse('2026-11-24T00:00:00Z')
const stamp = { version: '0.1.0', builtAtMs, publisherName: null, updatePackKey: null }
const weeks = (count: number): number => builtAtMs + count * 7 * 86_400_000
const after = (count: number, policy: Parameters<typeof createConsoleAge>[1] = null) => {
  const age = createConsoleAge(stamp, policy, () => weeks(count))
  return { notices: age.notices(), trouble: age.trouble() }
}

describe('the age of this version', () => {
  it('is nothing to speak of for seven weeks', () => {
    expect(after(7.9)).toEqual({ notices: [], trouble: null })
  })
  it('is said from eight weeks on, and stops no action', () => {
    expect(after(8)).toEqual({ notices: [{ kind: 'console-old', weeks: 8, isReadOnly: false }], trouble: null })
    expect(after(23.9)).toEqual({ notices: [{ kind: 'console-old', weeks: 23, isReadOnly: false }], trouble: null })
  })
  it('stops every action from 24 weeks on', () => {
    expect(after(24)).toEqual({ notices: [{ kind: 'console-old', weeks: 24, isReadOnly: true }], trouble: 'policy-outdated' })
  })
  it('goes by the organisation’s weeks', () => {
    const policy = { warnWeeks: 1, supervisorWeeks: 2, readOnlyWeeks: 3 }
    expect(after(1, policy).notices).toHaveLength(1)
    expect(after(3, policy).trouble).toBe('policy-outdated')
  })
  it('is not known where the clock stands before the build, or nothing was built', () => {
    expect(after(-10)).toEqual({ notices: [], trouble: null })
    const unbuilt = createConsoleAge(null, null, () => weeks(100))
    expect([unbuilt.notices(), unbuilt.trouble()]).toEqual([[], null])
  })
})
