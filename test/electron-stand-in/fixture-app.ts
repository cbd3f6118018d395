import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startStandIn, type StandInProcess } from '../e2e/harness/stand-in-process.ts'

/** What the fixture's preload script puts on the window of its page. */
export interface FixtureBridge {
  readonly invoke: (channel: string, ...args: unknown[]) => Promise<unknown>
  readonly tell: (value: unknown) => void
  readonly onTick: (listener: (value: unknown) => void) => () => void
  readonly reachFor: (name: string) => string
  readonly requireNode: () => string
}

declare global {
  interface Window {
    readonly fixture: FixtureBridge
  }
}

export interface FixtureApp extends StandInProcess {
  readonly url: string
  readonly userDataDir: string
}

const main = join(import.meta.dirname, 'fixtures/app/main.js')
const profiles: string[] = []
const running: StandInProcess[] = []

export async function newProfile(): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'stand-in-'))
  profiles.push(profile)
  return profile
}

export function spawnFixture(userDataDir: string, args: readonly string[] = []): StandInProcess {
  const fixture = startStandIn({ main, userDataDir, args })
  running.push(fixture)
  return fixture
}

export async function startFixture(userDataDir?: string): Promise<FixtureApp> {
  const profile = userDataDir ?? (await newProfile())
  const fixture = spawnFixture(profile)
  const url = await fixture.stdout.next('Helpdesk Console: ')
  return { ...fixture, url, userDataDir: profile }
}

export async function openPage(browser: Browser, fixture: FixtureApp): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(fixture.url)
  await page.getByRole('heading', { name: 'Fixture object' }).waitFor()
  return page
}

export async function endFixtures(): Promise<void> {
  for (const fixture of running.splice(0)) await fixture.stop()
  for (const profile of profiles.splice(0)) await rm(profile, { recursive: true, force: true })
}
