import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunningConsole } from './console.ts'

/** What a person at the console does, by role and name, as they would. */
export interface Agent {
  readonly page: Page
  readonly console: RunningConsole
  /** Presses Sign in and signs in as this person in the browser. */
  signIn(name: string): Promise<void>
  /** Finishes the sign-in page that the console has just opened. */
  finishSignIn(name: string): Promise<void>
  /** Opens the sign-in page and leaves it open. */
  openSignInPage(): Promise<Page>
  signOut(): Promise<void>
  /** Searches for a device, opens the only match of that exact name. */
  openDevice(name: string): Promise<void>
  /** Presses a command, wherever the row or its menu shows it; `force`: although it says that it is disabled. */
  press(command: string, options?: { readonly force: boolean }): Promise<void>
  /** Opens the reset dialog, types ticket and reason, and goes to step 1. */
  beginReset(fields?: { ticket?: string; reason?: string }): Promise<void>
  /** beginReset, Sign out, sign back in: up to the warning. */
  reachWarning(name: string): Promise<void>
  confirmReset(): Promise<void>
  /** In the first dialog: the reason that removals need, then Continue. */
  giveReason(reason?: string): Promise<void>
  /** In the step of signing out and back in. */
  proveIdentity(name: string): Promise<void>
  /** The way to the last dialog's button, with what has to be typed. */
  typeLastFour(characters: string): Promise<void>
  /** How a request stands in the drawer: the panel of that name. */
  outcome(title: string): ReturnType<Page['getByRole']>
  dialog(): ReturnType<Page['getByRole']>
  /** Fails the spec when the page complained: a script error, or a violation of the content policy. */
  complaints(): readonly string[]
}

const personButton = (name: string): RegExp => new RegExp(`^Sign in as ${name}\\b`)

export async function sitDown(running: RunningConsole, browser: Browser): Promise<Agent> {
  const page = await running.openWindow(browser)
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  const dialog = () => page.getByRole('alertdialog')
  const drawer = () => page.getByRole('complementary', { name: 'Device details' })

  const agent: Agent = {
    page,
    console: running,
    complaints: () => complaints,
    dialog,
    openSignInPage: async () => {
      const tab = await page.context().newPage()
      await tab.goto(await running.nextOpenedUrl())
      return tab
    },
    finishSignIn: async (name) => {
      const tab = await agent.openSignInPage()
      await tab.getByRole('button', { name: personButton(name) }).click()
      await tab.getByText('close this tab').waitFor()
      await tab.close()
    },
    signIn: async (name) => {
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await agent.finishSignIn(name)
      await page.getByRole('button', { name: /^Account:/ }).or(page.getByRole('heading', { name: /no role/i })).first().waitFor()
    },
    signOut: async () => {
      await page.getByRole('button', { name: /^Account:/ }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    },
    openDevice: async (name) => {
      await page.getByRole('searchbox', { name: /Search devices/ }).fill(name)
      const row = page.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) })
      await row.click()
      await drawer().getByRole('heading', { name, level: 2 }).waitFor()
      await drawer().getByRole('toolbar', { name: 'Device actions' }).waitFor()
    },
    press: async (command, options = { force: false }) => {
      const row = drawer().getByRole('toolbar', { name: 'Device actions' })
      const inRow = row.getByRole('button', { name: command, exact: true })
      const more = row.getByRole('button', { name: 'More (…)' })
      await inRow.or(more).first().waitFor()
      if (await inRow.isVisible()) {
        await inRow.click(options)
        return
      }
      await more.click()
      await page.getByRole('menuitem', { name: command, exact: true }).click(options)
    },
    beginReset: async ({ ticket = 'INC0042', reason = 'Caller forgot the passcode' } = {}) => {
      await agent.press('Reset Passcode')
      await dialog().getByRole('textbox', { name: /Ticket/ }).fill(ticket)
      await dialog().getByRole('textbox', { name: /Reason/ }).fill(reason)
      await dialog().getByRole('button', { name: 'Continue' }).click()
      await dialog().getByRole('heading', { name: 'Confirm it’s you' }).waitFor()
    },
    reachWarning: async (name) => {
      await agent.beginReset()
      await dialog().getByRole('button', { name: 'Sign out', exact: true }).click()
      await agent.finishSignIn(name)
      await dialog().getByRole('heading', { name: /about to be removed/ }).waitFor()
    },
    confirmReset: async () => {
      // Intune calls it “Remove passcode” on iOS, and so does the button.
      await dialog().getByRole('button', { name: /^(Reset|Remove) passcode$/ }).click()
    },
    giveReason: async (reason = 'Lost at the airport') => {
      await dialog().getByRole('textbox', { name: /Reason/ }).fill(reason)
      await dialog().getByRole('button', { name: 'Continue', exact: true }).click()
    },
    proveIdentity: async (name) => {
      await dialog().getByRole('heading', { name: 'Confirm it’s you' }).waitFor()
      await dialog().getByRole('button', { name: 'Sign out', exact: true }).click()
      await agent.finishSignIn(name)
      await dialog().getByRole('heading', { name: /about to be/ }).waitFor()
    },
    typeLastFour: async (characters) => {
      await dialog().getByRole('textbox', { name: /last four characters/ }).fill(characters)
    },
    outcome: (title) => drawer().getByRole('region', { name: title, exact: true }),
  }
  return agent
}

/** Waits until a locator-like reading matches: the console's own news come by push, so nothing is slept through. */
export const eventually = <T>(read: () => Promise<T> | T, timeout = 20_000) => expect.poll(read, { timeout, interval: 100 })
