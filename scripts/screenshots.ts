// Makes the pictures in docs/screenshots from the running console: npm run screenshots. Look at them before committing.
import type {} from '../src-shared/bridge.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sitDown } from '../test/e2e/harness/agent.ts'
import { launchBrowser } from '../test/e2e/harness/browser.ts'
import { launchConsole } from '../test/e2e/harness/console.ts'
import { startTenantProcess } from '../test/factories/practice-tenant.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'screenshots')
await mkdir(folder, { recursive: true })
const [browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 2000 })])
const running = await launchConsole({ tenant: tenant.address })
const agent = await sitDown(running, browser)
const { page } = agent
const dialog = agent.dialog()
const outcome = page.getByRole('region', { name: 'Passcode reset' })

/** Notices come and go by themselves; a picture shows what stays. */
async function picture(name: string): Promise<void> {
  const notices = page.getByRole('button', { name: 'Dismiss', exact: true })
  while (await notices.count() > 0) await notices.first().click()
  await page.mouse.move(0, 0)
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}

await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
await picture('sign-in')
// An operating system's notification is no part of the window; the stand-in would show it inside.
await page.evaluate(() => window.helpdesk.preferences.save({ theme: 'system', notifications: false, practiceProfile: 'graph-admin' }))
await agent.signIn('Ada Okafor')
await page.getByRole('searchbox', { name: /Search devices/ }).fill('garcia')
await page.getByRole('row').nth(3).waitFor()
await picture('devices')
await agent.openDevice('Rehearsal Pixel')
await picture('device')
await agent.beginReset({ ticket: 'INC0042', reason: 'Forgot the passcode over the weekend' })
await picture('step-1')
await dialog.getByRole('button', { name: 'Sign out', exact: true }).click()
await dialog.getByRole('timer', { name: 'Time left' }).waitFor()
await picture('step-1-waiting')
await agent.finishSignIn('Ada Okafor')
await dialog.getByRole('heading', { name: /about to be removed/ }).waitFor()
await picture('step-2')
await agent.confirmReset()
await outcome.waitFor()
await tenant.control({ advanceMs: 60_000 })
await outcome.getByRole('button', { name: 'Show' }).click()
await outcome.getByRole('list', { name: 'Spelled out' }).waitFor()
await picture('temporary-passcode')
await agent.openDevice('Rehearsal MacBook')
await picture('not-available')
await page.emulateMedia({ colorScheme: 'dark' })
await agent.openDevice('Rehearsal Pixel')
await picture('device-dark')
await page.emulateMedia({ colorScheme: 'light' })
await agent.signOut()
await agent.signIn('Sofia Marchetti')
await page.getByRole('link', { name: 'Audit log' }).click()
const row = page.getByRole('row').filter({ hasText: 'INC0042' })
await row.waitFor()
await row.getByRole('button').first().click()
await page.getByText('Forgot the passcode over the weekend').first().waitFor()
await picture('audit-log')

await browser.close()
await running.stop()
await tenant.stop()
