/** Nothing that names or opens something is in the console's log or in a support bundle: canaries are planted, and searched for. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../simulated-tenant/devices/scenario-devices.ts'
import { createPracticeApplication, signIn } from '../factories/practice-client.ts'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import type { TenantProcess } from '../factories/practice-tenant.ts'
import { eventually, sitDown } from './harness/agent.ts'
import type { Agent } from './harness/agent.ts'
import { launchBrowser } from './harness/browser.ts'
import { launchConsole } from './harness/console.ts'
import type { RunningConsole } from './harness/console.ts'

let browser: Browser
let tenant: TenantProcess
let running: RunningConsole
let agent: Agent
const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
const profile = mkdtempSync(join(tmpdir(), 'bundle-profile-'))
const dump = join(profile, 'crash-dumps', 'pending', 'memory.dmp')

/** In a log of an older console, which redacted less. */
const oldCanaries = ['canary-token-3f9a', 'canary.person@practice.example', '+44 7700 900123', '356938035643809', 'Canary7Pass', 'canaryrefresh', '203.0.113.77']
const oldLine = `{"at":"${new Date().toISOString()}","level":"problem","where":"old","message":"${oldCanaries[1]} at ${oldCanaries[2]} with ${oldCanaries[3]}, passcode ${oldCanaries[4]}, Bearer ${oldCanaries[0]}, from ${oldCanaries[6]}","nickname":"Canary"}
not even JSON: refresh_token=${oldCanaries[5]}&x=1`
/** In the answers of a server that means ill, or only talks too much. */
const graphCanaries = ['grace.canary@practice.example', 'eyJjYW5hcnk.eyJzZWNyZXQ.c2lnbmF0dXJl', '+44 7700 900456', '990000862471854']

beforeAll(async () => {
  mkdirSync(join(profile, 'crash-dumps', 'pending'), { recursive: true })
  writeFileSync(dump, 'memory')
  mkdirSync(join(profile, 'logs'))
  writeFileSync(join(profile, 'logs', 'console.log'), oldLine)
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 120 })])
  running = await launchConsole({ tenant: tenant.address, userDataDir: profile })
  agent = await sitDown(running, browser)
  await agent.signIn('Ada Okafor')
})
afterAll(async () => {
  await running.stop()
  await Promise.all([browser.close(), tenant.stop()])
  for (const made of [folder, profile]) rmSync(made, { recursive: true, force: true })
})

/** What Intune holds about devices and people, asked by the spec itself. */
async function everythingThatNames(): Promise<{ readonly names: readonly string[]; readonly passcode: string }> {
  const { result } = await signIn(await createPracticeApplication(tenant.address), 'ada.okafor@practice.example')
  const read = async (path: string): Promise<unknown> => (await fetch(`${tenant.address.graphBaseUrl}/v1.0/deviceManagement/managedDevices${path}`, { headers: { authorization: `Bearer ${result.accessToken}` } })).json()
  const { value } = await read('?$top=200') as { value: Record<string, unknown>[] }
  const fields = ['id', 'deviceName', 'serialNumber', 'imei', 'userPrincipalName', 'userDisplayName', 'phoneNumber', 'userId', 'emailAddress']
  // Shorter ones stand by chance in many a word.
  const names = value.flatMap((device) => fields.map((field) => device[field])).filter((text): text is string => typeof text === 'string' && text.length >= 6)
  const { deviceActionResults } = await read(`/${scenarioDeviceIds.androidFullyManaged}?$select=id,deviceActionResults`) as { deviceActionResults: Record<string, unknown>[] }
  const passcode = deviceActionResults.map((one) => one['passcode']).find((text): text is string => typeof text === 'string')
  if (passcode === undefined) throw new Error('no passcode was made')
  return { names: [...new Set(names)], passcode }
}

const logLines = (): readonly string[] => readdirSync(join(profile, 'logs')).flatMap((name) => readFileSync(join(profile, 'logs', name), 'utf8').split('\n'))
/** What this console wrote; the planted old lines are the oldest. */
const ownLog = (): string => logLines().slice(oldLine.split('\n').length).join('\n')

it('empties the folder of crash files at start', () => {
  expect(existsSync(join(profile, 'crash-dumps'))).toBe(true)
  expect(existsSync(dump)).toBe(false)
})

it('a passcode is reset among failures, and neither the log nor the support bundle names anybody or opens anything', async ({ skip }) => {
  if (running.runtime === 'electron') skip('the system’s own save dialog cannot be driven from here')
  const { page } = agent
  await tenant.control({ faults: [graphCanaries.slice(0, 3).join(' '), graphCanaries[3]].map((graphCode) => ({ match: { method: 'GET', path: `/managedDevices/${scenarioDeviceIds.androidFullyManaged}`, times: 1 }, kind: 'status', status: 503, retryAfter: 0, graphCode })) })
  await agent.openDevice('Rehearsal Pixel')
  await agent.reachWarning('Ada Okafor')
  await agent.confirmReset()
  await tenant.control({ advanceMs: 10_000 })
  const panel = agent.outcome('Passcode reset')
  await eventually(() => panel.innerText()).toMatch(/\bDone\b/)
  await panel.getByRole('button', { name: 'Show', exact: true }).click()
  const { names, passcode } = await everythingThatNames()
  await eventually(() => panel.locator('output').innerText()).toBe(passcode)
  expect(names.length).toBeGreaterThan(300)

  await page.getByRole('link', { name: /settings/i }).click()
  await page.getByRole('button', { name: 'Make a support bundle…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /Your note/ }).fill(`The list stood still. Ask ${String(oldCanaries[1])}, PIN 482913`)
  await dialog.getByRole('button', { name: 'Show my note as it will be saved' }).click()
  await dialog.getByText('The list stood still. Ask ⟨redacted e-mail⟩, PIN ⟨redacted⟩').waitFor()
  await dialog.getByRole('button', { name: /own log/ }).click()
  const shown = await dialog.getByRole('region', { name: /Text of/ }).innerText()
  const path = join(folder, 'bundle.txt')
  await dialog.getByRole('button', { name: 'Save…' }).click()
  await page.waitForFunction(() => document.activeElement?.localName === 'stand-in-dialog')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(path)
  await page.keyboard.press('Enter')
  await dialog.getByText('Saved.').waitFor()

  const bundle = readFileSync(path, 'utf8')
  // It was worth looking: the failures are in it, and what was shown is what was saved.
  expect(bundle).toContain('"what":"graph read"')
  expect(bundle).toContain('"httpStatus":503')
  expect(bundle).toContain('"where":"old"')
  expect(bundle).toContain('⟨redacted')
  expect(bundle).toContain(shown.trimEnd())
  expect(bundle).toMatch(/^console: \d/m)
  expect(bundle).toMatch(/^devices: 1\d\d$/m)

  const secrets = [...names, passcode, ...graphCanaries, 'Ada Okafor', 'ada.okafor', 'INC0042', 'Caller forgot', ...(hostname().length < 4 ? [] : [hostname()]), ...(homedir().length < 4 ? [] : [homedir()])]
  const foundIn = (text: string, all: readonly string[]): readonly string[] => all.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))
  expect(foundIn(ownLog(), secrets)).toEqual([])
  expect(foundIn(bundle, [...secrets, ...oldCanaries, '482913'])).toEqual([])
  expect(`${ownLog()}${bundle}`).not.toMatch(/eyJ[\w-]{4}/)
  expect([...running.stdout(), ...running.stderr()].join('\n')).not.toContain(passcode)
  expect(agent.complaints()).toEqual([])
})

it('a supervisor sees who took the bundle out', async ({ skip }) => {
  if (running.runtime === 'electron') skip('as above')
  const { page } = agent
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await agent.signOut()
  await agent.signIn('Sofia Marchetti')
  await page.evaluate(() => { location.hash = '#/audit/events' })
  await page.getByText('Support bundle saved', { exact: true }).waitFor()
})
