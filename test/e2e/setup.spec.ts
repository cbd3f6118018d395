import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import type { TenantProcess } from '../factories/practice-tenant.ts'
import { sitDown } from './harness/agent.ts'
import type { Agent } from './harness/agent.ts'
import { launchBrowser } from './harness/browser.ts'
import { launchConsole } from './harness/console.ts'
import type { ConsoleOptions, RunningConsole } from './harness/console.ts'

let browser: Browser
let tenant: TenantProcess
let profile: string
let running: RunningConsole | null = null
let agent: Agent
beforeAll(async () => {
  ;[browser, tenant, profile] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 50 }), mkdtemp(join(tmpdir(), 'setup-'))])
})
afterEach(async () => {
  expect(agent.complaints()).toEqual([])
  await leave()
})
afterAll(async () => {
  await Promise.all([browser.close(), tenant.stop()])
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})
/** A policy file that is not there yet, wherever this runs. */
const policyFile = () => join(profile, 'place', 'policy.json')

async function start(options: ConsoleOptions): Promise<void> {
  running = await launchConsole({ ...options, userDataDir: join(profile, 'user'), env: { HELPDESK_POLICY_FILE: policyFile() } })
  agent = await sitDown(running, browser)
}
async function leave(): Promise<void> {
  if (running === null) return
  await agent.page.context().close()
  await running.stop()
  running = null
}
const button = (name: string) => agent.page.getByRole('button', { name, exact: true })

it('a console without a policy file asks first, and whoever practises is not asked again', async () => {
  await start({})
  await agent.page.getByRole('heading', { name: 'Set up the Helpdesk Console' }).waitFor()
  await button('Practise').click()
  await agent.page.getByText('You are about to practise').waitFor()
  await leave()
  await start({})
  await agent.signIn('Ada Okafor')
  await agent.signOut()
  await button('Leave practice and set up the console').click()
  await agent.page.getByRole('heading', { name: 'Set up the Helpdesk Console' }).waitFor()
  await leave()
  await start({})
  await button('Practise').waitFor()
})

it('an administrator connects it: mistakes are named, and what passes ends in a policy file that is not written by the console', async () => {
  await start({ tenant: tenant.address })
  const { page } = agent
  await button('Leave practice and set up the console').click()
  const check = async (): Promise<void> => {
    await button('Check').click()
    await page.getByText('Continue in your browser').waitFor()
    await agent.finishSignIn('Priya Raman')
    // The second registration is signed in to without anybody typing.
    const tab = await agent.openSignInPage()
    await tab.getByText('close this tab').waitFor()
    await tab.close()
  }
  await page.getByRole('textbox', { name: 'Tenant: domain or id' }).fill(tenant.address.tenantId)
  await page.getByRole('textbox', { name: 'Client id', exact: true }).fill(tenant.address.readingClientId)
  await page.getByRole('textbox', { name: /Second client id/ }).fill(tenant.address.actingClientId)
  await page.getByRole('textbox', { name: 'Name of the organisation' }).fill('Contoso')
  await tenant.control({ entra: { authTime: 'never' } })
  await check()
  await page.getByText('One thing is to be corrected').waitFor()
  await page.getByText('Add optional claim > ID > auth_time').waitFor()
  await tenant.control({ entra: { authTime: 'on-request' } })
  await check()
  const policy = page.getByLabel('policy.json')
  await policy.waitFor()
  expect(JSON.parse(await policy.textContent() ?? '')).toMatchObject({
    tenantId: tenant.address.tenantId, clientId: tenant.address.readingClientId, actionClientId: tenant.address.actingClientId, tenantName: 'Contoso',
  })
  await page.getByText(policyFile()).first().waitFor()
  await button('Look again').click()
  await page.getByText('There is no policy file yet.').waitFor()
  await expect(readFile(policyFile())).rejects.toThrow('ENOENT')
})
