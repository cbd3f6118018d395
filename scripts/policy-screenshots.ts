// Makes the pictures of what a policy decides, in docs/screenshots: npm run screenshots. Look at them before committing.
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sitDown } from '../test/e2e/harness/agent.ts'
import { launchBrowser } from '../test/e2e/harness/browser.ts'
import { launchConsole } from '../test/e2e/harness/console.ts'
import { startTenantProcess } from '../test/factories/practice-tenant.ts'

const pictures = join(import.meta.dirname, '..', 'docs', 'screenshots')
const folder = mkdtempSync(join(tmpdir(), 'policy-pictures-'))
const [browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 200 })])

const actions = join(folder, 'actions.json')
writeFileSync(actions, JSON.stringify({ ticket: { required: true, pattern: 'INC\\d{7}', example: 'INC0012345' }, brakes: { agentPerHour: 1 } }))
const demanding = await launchConsole({ tenant: tenant.address, env: { HELPDESK_PRACTICE_ACTIONS: actions } })
const agent = await sitDown(demanding, browser)
const continueButton = agent.dialog().getByRole('button', { name: 'Continue' })
const ticket = agent.dialog().getByRole('textbox', { name: 'Ticket number (required)' })
const picture = (name: string) => agent.page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' })
await agent.signIn('Ada Okafor')
await agent.openDevice('Rehearsal Pixel')
await agent.press('Reset Passcode')
await ticket.fill('see INC0012345')
await continueButton.click()
await agent.dialog().getByText('A ticket number looks like').waitFor()
await picture('policy-ticket')
await ticket.fill('INC0012345')
await continueButton.click()
await agent.proveIdentity('Ada Okafor')
await agent.confirmReset()
await agent.outcome('Passcode reset').waitFor()
await agent.openDevice('Rehearsal iPhone')
await agent.press('Reset Passcode')
await ticket.fill('INC0012346')
await continueButton.click()
await agent.dialog().getByText('The next is possible at').waitFor()
await picture('policy-brake')
await demanding.stop()

const policy = join(folder, 'policy.json')
copyFileSync(join(import.meta.dirname, '..', 'resources', 'policy.example.json'), policy)
chmodSync(policy, 0o666)
const writable = await launchConsole({ env: { HELPDESK_POLICY_FILE: policy } })
const { page } = await sitDown(writable, browser)
await page.getByRole('list', { name: 'Notices' }).getByText('mode 666').waitFor()
await page.screenshot({ path: join(pictures, 'policy-writable.png'), animations: 'disabled' })

await browser.close()
await writable.stop()
await tenant.stop()
rmSync(folder, { recursive: true })
