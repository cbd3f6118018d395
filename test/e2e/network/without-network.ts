// Started by network.spec.ts in a network namespace with nothing but loopback: the console, a browser, and what its sign-in page says.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser } from '../harness/browser.ts'
import { launchConsole } from '../harness/console.ts'

const folder = await mkdtemp(join(tmpdir(), 'no-network-'))
const policy = join(folder, 'policy.json')
const id = '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'
await writeFile(policy, JSON.stringify({ tenantId: id, clientId: id, tenantName: 'Contoso', support: { name: '', phone: '', email: '', website: '' } }))
const browser = await launchBrowser()
const running = await launchConsole({ env: { HELPDESK_POLICY_FILE: policy, NODE_USE_ENV_PROXY: undefined } })
try {
  const page = await running.openWindow(browser)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const alert = page.getByRole('alert').first()
  await alert.waitFor()
  console.log(`Alert: ${(await alert.textContent() ?? '').replaceAll(/\s+/g, ' ')}`)
} finally {
  await browser.close()
  await running.stop()
  await rm(folder, { recursive: true, force: true })
}
