import { practiceDomain } from '../people/people.ts'
import type { Random } from '../random.ts'
import { familyNames, firstNames, wholeNames } from './names.ts'

/** Somebody who has a device; they do not sign in to the console. */
export interface DeviceUser {
  readonly id: string
  readonly displayName: string
  readonly userPrincipalName: string
  readonly phoneNumber: string
}

/** Makes `count` users with different addresses; display names repeat, as they do in a real directory. */
export function createDeviceUsers(random: Random, count: number, phone: (random: Random) => string): DeviceUser[] {
  const taken = new Map<string, number>()
  return Array.from({ length: count }, () => {
    const [displayName, local] = random.chance(0.08)
      ? random.pick(wholeNames)
      : joined(random.pick(firstNames), random.pick(familyNames))
    const before = taken.get(local) ?? 0
    taken.set(local, before + 1)
    return {
      id: random.guid(),
      displayName,
      userPrincipalName: `${local}${before === 0 ? '' : before + 1}@${practiceDomain}`,
      phoneNumber: random.chance(0.6) ? phone(random) : '',
    }
  })
}

function joined([first, firstLocal]: readonly [string, string], [family, familyLocal]: readonly [string,
  string]): readonly [string, string] {
  return [`${first} ${family}`, `${firstLocal}.${familyLocal}`]
}
