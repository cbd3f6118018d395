import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { launchBrowser } from '../../e2e/harness/browser.ts'
import { everyScope, tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest({ devices: 120, scopes: everyScope })
let browser: Browser
let context: BrowserContext
let page: Page
const refusals: string[] = []

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
  refusals.length = 0
  page.on('console', (message) => { if (message.type() === 'error') refusals.push(message.text()) })
  await page.goto(`${tenant.address.graphBaseUrl}/practice/`)
})
afterEach(async () => {
  await context.close()
})

/** What axe finds wrong, in light and in dark. The page allows no script, so axe looks at a copy that does. */
async function faults(): Promise<string[]> {
  const permissive = await browser.newContext({ bypassCSP: true })
  const copy = await permissive.newPage()
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await copy.emulateMedia({ colorScheme })
    await copy.goto(page.url())
    const { violations } = await new AxeBuilder({ page: copy }).options({ resultTypes: ['violations'] }).analyze()
    found.push(...violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`))
  }
  await permissive.close()
  return found
}

/** Asks for a wipe that waits for an approval. */
async function askToWipe(id: string): Promise<void> {
  await tenant.control({ settings: { approvalRequired: ['wipe'] } })
  const headers = { 'x-msft-approval-justification': Buffer.from('Lost on a train').toString('base64') }
  await tenant.graph(`/v1.0/deviceManagement/managedDevices/${id}/wipe`, { method: 'POST', headers })
}

/** Tabs on until an element with that role and name has the focus. */
async function tabTo(role: 'button' | 'link' | 'searchbox', name: string): Promise<void> {
  const target = page.getByRole(role, { name, exact: true })
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`The keyboard never came to ${role} "${name}".`)
}

describe('the trainer\'s page in a browser', () => {
  it('does everything with the keyboard, and tells a screen reader what was done', async () => {
    await tabTo('button', '10 minutes ahead')
    await page.keyboard.press('Enter')
    const said = page.getByRole('status')
    await said.getByText('The clock went 10 minutes ahead.').waitFor()
    expect(await said.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.getByText('10 min ahead of this PC').waitFor()

    await tabTo('searchbox', 'Name, serial number, user or id')
    await page.keyboard.type('rehearsal macbook')
    await page.keyboard.press('Enter')
    await page.getByText('1 of 120 devices match').waitFor()
    await tabTo('link', 'Rehearsal MacBook')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Rehearsal MacBook' }).waitFor()

    await tabTo('button', 'Go offline')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('The device is offline.').waitFor()
    expect(await page.getByRole('button', { name: 'Go offline' }).count()).toBe(0)
    await tabTo('button', 'Come online')
    await page.keyboard.press('Space')
    await page.getByRole('status').getByText('The device is online.').waitFor()
    expect(refusals).toEqual([])
  })

  it('shows an action on its way from pending to done', async () => {
    const { iPhone } = scenarioDeviceIds
    await tenant.graph(`/v1.0/deviceManagement/managedDevices/${iPhone}/resetPasscode`, { method: 'POST' })
    await page.reload()
    const row = page.getByRole('row', { name: 'Rehearsal iPhone PRACT00001' })
    await row.getByText('resetPasscode: pending').waitFor()
    await row.getByRole('link').click()
    await page.getByRole('button', { name: '10 minutes ahead' }).click()
    await page.getByRole('table', { name: 'Actions' }).getByRole('cell', { name: 'done' }).waitFor()
    await page.getByRole('link', { name: 'Look again' }).click()
    await page.getByRole('link', { name: 'All devices' }).click()
    await row.getByText('resetPasscode: done').waitFor()
  })

  it('approves with the keyboard what waits, on the page of its device', async () => {
    await askToWipe(scenarioDeviceIds.iPhone)
    await page.reload()
    await page.getByRole('table', { name: 'Approvals' }).getByRole('link', { name: 'Rehearsal iPhone' }).click()
    await tabTo('button', 'Approve wipe of Rehearsal iPhone, for Ada Okafor')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('The request is approved.').waitFor()
    const row = page.getByRole('table', { name: 'Approvals' }).getByRole('row', { name: 'wipe Ada Okafor Lost on a train approved' })
    await row.waitFor()
    expect(await row.getByRole('button').count()).toBe(0)
    expect(refusals).toEqual([])
  })

  it('keeps what was looked for when the clock is moved', async () => {
    await page.getByRole('searchbox').fill('scanner')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('button', { name: '8 hours ahead' }).click()
    await page.getByRole('status').waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('scanner')
  })

  it('is refused to a page of another origin, in a real browser', async () => {
    const own = await page.locator('input[name=token]').first().inputValue()
    const elsewhere = await context.newPage()
    await elsewhere.goto(tenant.address.graphBaseUrl.replace('127.0.0.1', 'localhost'))
    await elsewhere.setContent(`<form method="post" action="${tenant.address.graphBaseUrl}/practice/page">
      <input name="token" value="${own}"><input name="do" value="seven-days"><button>Go</button></form>`)
    const [answer] = await Promise.all([elsewhere.waitForResponse(/\/practice\/page$/), elsewhere.getByRole('button').click()])
    expect(answer.status()).toBe(403)
    expect((await tenant.control({}))['offsetMs']).toBe(0)
  })

  it('has nothing that axe would complain of, in light and dark', async () => {
    const { iPhone, iPhoneOffline } = scenarioDeviceIds
    await tenant.graph(`/v1.0/deviceManagement/managedDevices/${iPhone}/resetPasscode`, { method: 'POST' })
    await askToWipe(iPhone)
    for (const path of ['', '?done=ten-minutes', '?q=zzz-nothing', `devices/${iPhone}`, `devices/${iPhoneOffline}?done=go-offline`, 'devices/nobody']) {
      await page.goto(`${tenant.address.graphBaseUrl}/practice/${path}`)
      expect(await faults(), path).toEqual([])
    }
  }, 120_000)

  it('needs no scrolling to the side on a narrow screen, but for its tables', async () => {
    await page.setViewportSize({ width: 360, height: 700 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  })
})
