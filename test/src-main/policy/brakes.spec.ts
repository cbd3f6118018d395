import { expect, it } from 'vitest'
import { dayMs, hourMs, reachedBrake } from '../../../src-main/policy/brakes.ts'

const open = { agentPerHour: null, agentPerDay: null, machinePerHour: null, machinePerDay: null }
const minute = 60_000

it('is on where as many are in the window as the policy allows, and no sooner', () => {
  const ages = { ofAgent: [5 * minute, 50 * minute, 70 * minute], ofMachine: [] }
  expect(reachedBrake(ages, { ...open, agentPerHour: 3 })).toBeNull()
  expect(reachedBrake(ages, { ...open, agentPerHour: 2 })).toEqual({ code: 'brake-agent-hour', limit: 2, count: 2, sinceMs: 50 * minute, waitMs: 10 * minute })
  expect(reachedBrake({ ...ages, ofAgent: [hourMs] }, { ...open, agentPerHour: 1 })).toBeNull()
  expect(reachedBrake({ ...ages, ofAgent: [hourMs - 1] }, { ...open, agentPerHour: 1 })).toMatchObject({ waitMs: 1 })
})
it('waits until all that are too many have left, after a policy that allowed more', () => {
  expect(reachedBrake({ ofAgent: [minute, 2 * minute, 3 * minute], ofMachine: [] }, { ...open, agentPerHour: 1 })).toMatchObject({ count: 3, waitMs: 59 * minute })
})
it('tells the one of several that lasts longest', () => {
  const ages = { ofAgent: [minute, 2 * minute], ofMachine: [minute, 2 * minute] }
  expect(reachedBrake(ages, { agentPerHour: 1, agentPerDay: 2, machinePerHour: 1, machinePerDay: 9 })).toMatchObject({ code: 'brake-agent-day', waitMs: dayMs - 2 * minute })
  expect(reachedBrake(ages, { agentPerHour: 1, agentPerDay: 9, machinePerHour: 2, machinePerDay: 1 })).toMatchObject({ code: 'brake-machine-day' })
})
it('is off where the policy knows no end', () => {
  const many = Array.from({ length: 5000 }, (_, n) => n)
  expect(reachedBrake({ ofAgent: many, ofMachine: many }, open)).toBeNull()
})
