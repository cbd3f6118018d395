import { describe, expect, it } from 'vitest'
import { ourResult, outcomeOf } from '../../../src-main/policy/outcome-of.ts'

const result = (change: object = {}) => ({
  isResetPasscode: true, actionState: 'pending', startDateTime: '2026-11-23T10:00:00Z', errorCode: null, ...change,
})

describe('ourResult', () => {
  it('takes a result that started at another time than the one seen before sending', () => {
    expect(ourResult([result()], null)).toEqual(result())
    expect(ourResult([result()], '2026-11-20T10:00:00Z')).toEqual(result())
  })
  it('does not take an older reset for ours', () => {
    expect(ourResult([result({ actionState: 'done' })], '2026-11-23T10:00:00Z')).toBeNull()
  })
  it('does not take another action for ours', () => {
    expect(ourResult([result({ isResetPasscode: false })], null)).toBeNull()
  })
  it('finds nothing in an empty list', () => {
    expect(ourResult([], null)).toBeNull()
  })
})

describe('outcomeOf', () => {
  it.each([
    ['pending', 'pending', false], ['active', 'pending', false], ['none', 'pending', false], ['somethingNew', 'pending', false],
    ['done', 'done', true], ['failed', 'failed', true], ['notSupported', 'not-supported', true], ['canceled', 'failed', true],
  ])('reads Graph’s %s as %s', (actionState, state, isFinal) => {
    expect(outcomeOf(result({ actionState }))).toMatchObject({ state, isFinal })
  })
})
