import { createInterface } from 'node:readline'
import { utilityProcess } from 'electron'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { PracticeTenantAddress } from '../../src-shared/practice-tenant.ts'
import { parsePracticeAddress } from './practice-address.ts'

const startLimitMs = 30_000
export const practiceDevices = 2000

/**
 * Starts the practice tenant as a process of its own and answers with its addresses: they come from that process's
 * own output and from nowhere else.
 */
export function startPracticeTenant(
  modulePath: string,
  onProblem: (where: string, cause: unknown) => void,
): Promise<Answer<{ address: PracticeTenantAddress }>> {
  return new Promise((resolve) => {
    const child = utilityProcess.fork(modulePath, ['--port', '0', '--devices', String(practiceDevices), '--seed', '1'], {
      serviceName: 'Practice tenant',
      stdio: 'pipe',
    })
    const limit = setTimeout(() => resolve(refuse('practice-tenant-failed')), startLimitMs)
    child.once('exit', (code) => {
      onProblem('practice tenant', `it ended with code ${String(code)}`)
      resolve(refuse('practice-tenant-failed'))
    })
    if (child.stderr !== null) {
      createInterface({ input: child.stderr }).on('line', (line) => onProblem('practice tenant', line))
    }
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(limit)
      const address = parsePracticeAddress(line)
      resolve(address === null ? refuse('practice-tenant-failed') : { status: 'ok', address })
    })
  })
}
