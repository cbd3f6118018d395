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
 * own output and from nowhere else. `onEnded` is called when the process ends, however early.
 */
export function startPracticeTenant(
  modulePath: string,
  onProblem: (where: string, cause: unknown) => void,
  onEnded: () => void,
): Promise<Answer<{ address: PracticeTenantAddress }>> {
  return new Promise((resolve) => {
    const child = utilityProcess.fork(modulePath, ['--port', '0', '--devices', String(practiceDevices), '--seed', '1'], {
      serviceName: 'Practice tenant',
      stdio: 'pipe',
    })
    const giveUp = (): void => {
      clearTimeout(limit)
      resolve(refuse('practice-tenant-failed'))
      child.kill()
    }
    const limit = setTimeout(giveUp, startLimitMs)
    child.once('exit', (code) => {
      onProblem('practice tenant', `it ended with code ${String(code)}`)
      clearTimeout(limit)
      resolve(refuse('practice-tenant-failed'))
      onEnded()
    })
    if (child.stderr !== null) {
      createInterface({ input: child.stderr }).on('line', (line) => onProblem('practice tenant', line))
    }
    if (child.stdout === null) {
      giveUp()
      return
    }
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(limit)
      const address = parsePracticeAddress(line)
      if (address === null) giveUp()
      else resolve({ status: 'ok', address })
    })
  })
}
