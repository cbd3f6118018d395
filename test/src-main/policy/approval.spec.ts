import { describe, expect, it } from 'vitest'
import { decisionOf } from '../../../src-main/policy/approval.ts'

const now = Date.parse('2026-11-23T09:00:00Z')
const earlier = '2026-11-23T08:59:59.000Z'
const later = '2026-11-23T09:00:01.000Z'

describe('what a request for approval has come to', () => {
  it.each<[string, string | null, string | null]>([
    ['needsApproval', later, null], ['needsApproval', null, null], ['needsApproval', earlier, 'expired'],
    ['approved', later, 'approved'], ['approved', null, 'approved'], ['approved', earlier, 'expired'],
    ['rejected', later, 'rejected'], ['rejected', earlier, 'rejected'], ['cancelled', earlier, 'cancelled'], ['completed', earlier, 'completed'], ['expired', later, 'expired'],
    ['somethingNew', later, null], ['somethingNew', earlier, 'expired'], ['', null, null], ['Approved', later, null],
  ])('%s, which lives until %s: %s', (approvalStatus, expiresAt, decision) => {
    expect(decisionOf({ approvalStatus, expiresAt }, now)).toBe(decision)
  })
})
