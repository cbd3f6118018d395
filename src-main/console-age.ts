import type { StartNotice } from '../src-shared/app-info.ts'
import type { BuildStamp } from './build-stamp.ts'
import { ageOf, usualAgeLimits } from './policy/build-age.ts'
import type { AgePolicy } from './settings/policy-schema.ts'

export interface ConsoleAge {
  /** Said wherever the console says how it started; empty while it is young, or its age is not known. */
  notices(): readonly StartNotice[]
  /** Why nothing is done to a device: this version gets no fixes any more. */
  trouble(): 'policy-outdated' | null
}

/** How old this version is and what follows. `policy`: the organisation's weeks; null: the usual ones. `nowMs`: wall clock, ms. */
export function createConsoleAge(stamp: BuildStamp | null, policy: AgePolicy | null, nowMs: () => number): ConsoleAge {
  const limits = policy === null ? usualAgeLimits : { banner: policy.warnWeeks, supervisor: policy.supervisorWeeks, readOnly: policy.readOnlyWeeks }
  const age = () => (stamp === null ? null : ageOf(stamp.builtAtMs, nowMs(), limits))
  return {
    notices: () => {
      const now = age()
      if (now === null || now.level === 'current' || now.level === 'unknown') return []
      return [{ kind: 'console-old', weeks: now.weeks, isReadOnly: now.level === 'read-only' }]
    },
    trouble: () => (age()?.level === 'read-only' ? 'policy-outdated' : null),
  }
}
