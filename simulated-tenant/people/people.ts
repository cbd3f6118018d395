import { createRandom } from '../random.ts'
import { deleteDevices, helpDeskOperator, readOnlyOperator, resetPasscode } from './permissions.ts'

/** Somebody who can sign in to the practice tenant. `roles` and `permissions` can be changed through the control endpoint. */
export interface TenantPerson {
  readonly oid: string
  readonly upn: string
  readonly displayName: string
  /** What the sign-in page calls them. */
  readonly jobTitle: string
  readonly password: string
  roles: readonly string[]
  /** Intune RBAC resource actions. */
  permissions: readonly string[]
  /** Intune scope tags: devices with none of them do not exist for this person; null: sees all. */
  scopeTagIds: readonly string[] | null
  /** Access tokens issued before this moment (tenant time, ms) are refused. */
  refuseTokensBefore: number
}

/** The domain of every practice account; RFC 2606 reserves `.example`. */
export const practiceDomain = 'practice.example'

const cast = [
  { name: 'Ada Okafor', title: 'helpdesk agent', roles: ['Helpdesk.Agent'], permissions: helpDeskOperator },
  { name: 'Jonas Lindqvist', title: 'helpdesk agent', roles: ['Helpdesk.Agent'], permissions: helpDeskOperator },
  { name: 'Sofia Marchetti', title: 'helpdesk supervisor', roles: ['Helpdesk.Supervisor'], permissions: readOnlyOperator },
  {
    name: 'Priya Raman', title: 'agent and supervisor', roles: ['Helpdesk.Agent', 'Helpdesk.Supervisor'],
    permissions: [...helpDeskOperator, deleteDevices],
  },
  { name: 'Tom Becker', title: 'no role in the console', roles: [], permissions: [] },
  {
    name: 'Mei Tanaka',
    title: 'helpdesk agent who may not reset passcodes',
    roles: ['Helpdesk.Agent'],
    permissions: helpDeskOperator.filter((permission) => permission !== resetPasscode),
  },
] as const

/** The practice people of a seed: names, roles and passwords are always the same, object ids follow the seed. */
export function createPeople(seed: number): TenantPerson[] {
  const random = createRandom(seed, 'people')
  return cast.map(({ name, title, roles, permissions }) => ({
    oid: random.guid(),
    upn: `${name.toLowerCase().replace(' ', '.')}@${practiceDomain}`,
    displayName: name,
    jobTitle: title,
    password: `Practice-${name.split(' ')[0] ?? name}-1`,
    roles,
    permissions,
    scopeTagIds: null,
    refuseTokensBefore: 0,
  }))
}
