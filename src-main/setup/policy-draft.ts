import type { SetupRequest } from '../../src-shared/setup.ts'
import { policySchema } from '../settings/policy-schema.ts'

/** The policy file that belongs to what was tried: the usual values are left out, the contact is left empty for the administrator to fill in. */
export function policyDraft(request: SetupRequest, tenantId: string): string {
  const { clientId, actionClientId, cloud, tenant, tenantName } = request
  const draft = {
    tenantId,
    clientId,
    ...(actionClientId === null ? {} : { actionClientId }),
    tenantName: tenantName === '' ? tenant.slice(0, 100) : tenantName,
    ...(cloud === 'public' ? {} : { cloud }),
    support: { name: '', phone: '', email: '', website: '' },
  }
  policySchema.parse(draft)
  return `${JSON.stringify(draft, null, 2)}\n`
}
