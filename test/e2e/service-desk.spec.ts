import { AxeBuilder } from '@axe-core/playwright'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCentralDatabase } from '../central/central-database.ts'
import { startPostgres } from '../central/postgres-under-test.ts'
import type { PostgresUnderTest } from '../central/postgres-under-test.ts'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import type { TenantProcess } from '../factories/practice-tenant.ts'
import { sitDown } from './harness/agent.ts'
import type { Agent } from './harness/agent.ts'
import { launchBrowser } from './harness/browser.ts'
import { launchConsole } from './harness/console.ts'
import type { RunningConsole } from './harness/console.ts'

/** Two desks of one service desk, one central log. */
let browser: Browser
let tenant: TenantProcess
let postgres: PostgresUnderTest
const desks: RunningConsole[] = []
let helpdesk: Agent
let supervisor: Agent
const folder = mkdtempSync(join(tmpdir(), 'service-desk-'))

beforeAll(async () => {
  ;[browser, tenant, postgres] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 20 }), startPostgres()])
  const database = await createCentralDatabase(postgres)
  const auditFile = join(folder, 'audit.json')
  const central = { host: '127.0.0.1', port: postgres.port, database: database.name, login: { kind: 'password', ...database.supervisor } }
  writeFileSync(auditFile, JSON.stringify({ central }))
  const start = async (): Promise<Agent> => {
    const running = await launchConsole({ tenant: tenant.address, env: { HELPDESK_PRACTICE_AUDIT: auditFile } })
    desks.push(running)
    return sitDown(running, browser)
  }
  helpdesk = await start()
  supervisor = await start()
})
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.stop()))
  await Promise.all([browser.close(), tenant.stop(), postgres.remove()])
  rmSync(folder, { recursive: true })
})

it('a supervisor sees what was done at another desk, checks that desk’s log and signs the attempt off', async () => {
  await helpdesk.signIn('Priya Raman')
  await helpdesk.openDevice('Rehearsal iPhone')
  await helpdesk.beginReset({ ticket: 'INC-4711', reason: 'Locked out' })
  await helpdesk.page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()

  const { page } = supervisor
  await supervisor.signIn('Sofia Marchetti')
  await page.getByRole('link', { name: 'Audit log' }).click()
  await page.getByRole('button', { name: 'Every desk' }).click()
  const attempt = page.getByRole('row').filter({ hasText: 'Priya Raman' })
  await expect.poll(async () => {
    await page.getByRole('button', { name: 'Check the chain now' }).click()
    await page.getByRole('button', { name: 'This desk' }).click()
    await page.getByRole('button', { name: 'Every desk' }).click()
    await page.getByText(/of \d+ attempts?|No attempts yet/).first().waitFor()
    return attempt.count()
  }, { timeout: 20_000 }).toBe(1)
  await attempt.locator('.link-button').first().click()
  const story = page.getByRole('complementary', { name: 'Story of the attempt' })
  await story.getByText('INC-4711').first().waitFor()
  await story.getByRole('button', { name: /Sign off/ }).click()
  await story.getByText(/Signed off by/).first().waitFor()
  await story.getByRole('button', { name: 'Close the story' }).click()

  await page.getByRole('link', { name: 'Desks' }).click()
  await page.getByRole('heading', { name: 'Desks' }).waitFor()
  expect((await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: /^Check/ }).first().click()
  await page.getByText(/The chain is whole/).first().waitFor()
})

it('a desk goes on while the server is away, and sends afterwards', async () => {
  await postgres.stop('kill')
  const { page } = helpdesk
  await helpdesk.openDevice('Rehearsal iPhone')
  await helpdesk.beginReset({ ticket: 'INC-4712', reason: 'Locked out again' })
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await supervisor.page.getByRole('link', { name: 'Back to the audit log' }).click()
  await supervisor.page.getByText('The central log cannot be reached.').first().waitFor()
  await postgres.start()
  await expect.poll(() => postgres.with('audit', postgres.superuser, async (client): Promise<readonly object[]> => (
    (await client.query<{ ticket: string; status: string }>("SELECT ticket, status FROM helpdesk_audit.attempts WHERE ticket = 'INC-4712'")).rows
  )).catch(() => []), { timeout: 40_000, interval: 500 }).toEqual([{ ticket: 'INC-4712', status: 'cancelled' }])
})
