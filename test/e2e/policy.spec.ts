import { chmodSync, copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import type { TenantProcess } from '../factories/practice-tenant.ts'
import { eventually, sitDown } from './harness/agent.ts'
import { launchBrowser } from './harness/browser.ts'
import { launchConsole } from './harness/console.ts'
import type { ConsoleOptions, RunningConsole } from './harness/console.ts'

/** What a policy file decides, as an agent meets it. */
let browser: Browser
let tenant: TenantProcess
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'policy-e2e-')))
let running: RunningConsole | null = null
beforeAll(async () => {
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 20 })])
})
afterEach(async () => {
  await running?.stop()
  running = null
})
afterAll(async () => {
  await Promise.all([browser.close(), tenant.stop()])
  rmSync(folder, { recursive: true })
})
async function start(options: ConsoleOptions) {
  running = await launchConsole(options)
  return sitDown(running, browser)
}

it('demands the ticket, and stops the reset that is one too many, also after a restart', async () => {
  const actions = join(folder, 'actions.json')
  writeFileSync(actions, JSON.stringify({ ticket: { required: true, pattern: 'INC\\d{7}', example: 'INC0012345' }, brakes: { agentPerHour: 1 } }))
  const options = { tenant: tenant.address, env: { HELPDESK_PRACTICE_ACTIONS: actions }, userDataDir: join(folder, 'profile') }
  let agent = await start(options)
  await agent.signIn('Ada Okafor')
  await agent.openDevice('Rehearsal Pixel')
  await agent.press('Reset Passcode')
  const field = agent.dialog().getByRole('textbox', { name: 'Ticket number (required)' })
  const go = agent.dialog().getByRole('button', { name: 'Continue' })
  expect(await go.getAttribute('aria-disabled')).toBe('true')
  await field.fill('see INC0012345')
  await go.click()
  await agent.dialog().getByText('A ticket number looks like INC0012345.').waitFor()
  await field.fill('INC0012345')
  await go.click()
  await agent.proveIdentity('Ada Okafor')
  await agent.confirmReset()
  await agent.outcome('Passcode reset').waitFor()
  await running?.stop()

  agent = await start(options)
  await agent.signIn('Ada Okafor')
  await agent.openDevice('Rehearsal iPhone')
  await agent.press('Reset Passcode')
  await agent.dialog().getByRole('textbox', { name: 'Ticket number (required)' }).fill('INC0012346')
  await agent.dialog().getByRole('button', { name: 'Continue' }).click()
  await agent.dialog().getByText(/^1 of 1 since .*The next is possible at /).waitFor()
  const sent = (await tenant.journal()).filter(({ path }) => path.endsWith('/resetPasscode'))
  expect(sent).toHaveLength(1)
})

it.skipIf(process.platform === 'win32')('says that others can write the policy, and by which permission', async () => {
  const policy = join(folder, 'policy.json')
  copyFileSync(join(import.meta.dirname, '../../resources/policy.example.json'), policy)
  chmodSync(policy, 0o666)
  const { page } = await start({ env: { HELPDESK_POLICY_FILE: policy } })
  const notices = page.getByRole('list', { name: 'Notices' })
  await eventually(() => notices.innerText()).toContain(`everybody can write ${policy} (mode 666)`)
})
