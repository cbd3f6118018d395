import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { createPracticeApplication, signIn } from '../factories/practice-client.ts'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import { ada } from './tenant-under-test.ts'

// Starting processes takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const main = fileURLToPath(new URL('../../simulated-tenant/main.ts', import.meta.url))

async function run(...words: string[]): Promise<{ code: unknown; out: string; complaints: string }> {
  const child = spawn(process.execPath, [main, ...words])
  let [out, complaints] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { complaints += text })
  const [code] = await once(child, 'close') as [unknown]
  return { code, out, complaints }
}

describe('the practice tenant as a process', () => {
  it('prints one line, serves real sign-ins on a moved clock, and ends on SIGTERM', async () => {
    const tenant = await startTenantProcess({ devices: 20 })
    try {
      const { result } = await signIn(await createPracticeApplication(tenant.address), ada)
      const authorization = `Bearer ${result.accessToken}`
      const list = `${tenant.address.graphBaseUrl}/v1.0/deviceManagement/managedDevices?$select=id`
      expect(await (await fetch(list, { headers: { authorization } })).json()).toMatchObject({ '@odata.count': 20 })
      await tenant.control({ advanceMs: 3_700_000 })
      expect((await fetch(list, { headers: { authorization } })).status).toBe(401)
    } finally {
      await tenant.stop()
    }
    await expect(fetch(tenant.address.journalUrl)).rejects.toThrow()
  })

  it('is the same tenant for the same seed, and another for another', async () => {
    const tenants = await Promise.all(
      [{ seed: 5 }, { seed: 5 }, { seed: 6 }].map((options) => startTenantProcess({ devices: 1, ...options }))
    )
    const [one, same, other] = tenants.map(
      ({ address }) => ({ tenantId: address.tenantId, clientId: address.clientId, people: address.people })
    )
    await Promise.all(tenants.map((tenant) => tenant.stop()))
    expect(same).toEqual(one)
    expect(other?.tenantId).not.toBe(one?.tenantId)
    expect(
      other?.people.map(({ upn, password }) => upn + password)
    ).toEqual(one?.people.map(({ upn, password }) => upn + password))
  })

  it('ends with exit code 2 and a sentence when it is called wrongly', async () => {
    const { code, out, complaints } = await run('--devices', 'many')
    expect([code, out]).toEqual([2, ''])
    expect(complaints).toBe('--devices has to be a whole number from 0 to 500000, not "many". Try --help.\n')
  })

  it('explains itself, and says when a port is taken', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--seed N') as string })
    const tenant = await startTenantProcess({ devices: 1 })
    const second = await run('--port', new URL(tenant.address.graphBaseUrl).port)
    await tenant.stop()
    expect(second.code).toBe(1)
    expect(second.complaints).toContain('could not start')
  })
})
