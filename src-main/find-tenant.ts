import { join } from 'node:path'
import { app } from 'electron'
import type { Answer } from '../src-shared/error-codes.ts'
import { refuse } from '../src-shared/error-codes.ts'
import { parsePracticeAddress } from './practice/practice-address.ts'
import { startPracticeTenant } from './practice/start-practice-tenant.ts'
import { cloudHosts } from './clouds.ts'
import type { PolicyFile } from './settings/policy-file.ts'
import type { Tenant } from './sign-in/tenant.ts'

/** The tenant of the policy file; without one, the practice tenant, which is started now. `onEnded`: its process has ended. */
export async function findTenant(
  policy: PolicyFile,
  outFolder: string,
  onProblem: (where: string, cause: unknown) => void,
  onEnded: () => void,
): Promise<Answer<{ tenant: Tenant }>> {
  if (policy.status === 'invalid') return refuse('policy-invalid')
  if (policy.status === 'ok') {
    const { tenantId, clientId, actionClientId, tenantName, cloud } = policy.policy
    const { login, graph } = cloudHosts[cloud]
    const tenant: Tenant = {
      authority: `${login}/${tenantId}`,
      tenantId,
      clientId,
      ...(actionClientId === null || actionClientId === clientId ? {} : { actionClientId }),
      graphBaseUrl: graph,
      name: tenantName,
      isPractice: false,
    }
    return { status: 'ok', tenant }
  }
  const given = givenPracticeTenant()
  const started =
    given === null
      ? await startPracticeTenant(join(outFolder, 'main', 'simulated-tenant.js'), onProblem, onEnded)
      : given
  if (started.status === 'refused') return started
  const { authority, tenantId, clientId, graphBaseUrl } = started.address
  return {
    status: 'ok',
    tenant: { authority, tenantId, clientId, graphBaseUrl, name: 'Practice tenant', isPractice: true },
  }
}

/** The practice tenant that specs bring along; null where there is none: a packaged console only believes the process that it has started itself. */
export function givenPracticeTenant(): Awaited<ReturnType<typeof startPracticeTenant>> | null {
  const line = app.isPackaged ? undefined : process.env['HELPDESK_PRACTICE_TENANT']
  if (line === undefined) return null
  const address = parsePracticeAddress(line)
  return address === null ? refuse('practice-tenant-failed') : { status: 'ok', address }
}
