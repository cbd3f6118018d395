import type { TenantDevice } from '../devices/device.ts'
import type { TenantPerson } from '../people/people.ts'

/** Intune's own tag, which everything has that was given no other. */
const defaultTag = '0'

/** Whether the device exists for this person at all. */
export function isVisibleTo({ scopeTagIds }: TenantPerson, { properties }: TenantDevice): boolean {
  if (scopeTagIds === null) return true
  const own = properties['roleScopeTagIds']
  const tags = Array.isArray(own) && own.length > 0 ? own.map(String) : [defaultTag]
  return tags.some((tag) => scopeTagIds.includes(tag))
}
