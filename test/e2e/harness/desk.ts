import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { startTenantProcess } from '../../factories/practice-tenant.ts'
import type { TenantProcess, TenantProcessOptions } from '../../factories/practice-tenant.ts'
import { sitDown } from './agent.ts'
import type { Agent } from './agent.ts'
import { launchBrowser } from './browser.ts'
import { launchConsole } from './console.ts'
import type { RunningConsole } from './console.ts'

/** One desk for each test of a file: a practice tenant put back to its beginning, a console of its own, and somebody in front of it. */
export interface Desk {
  readonly tenant: TenantProcess
  readonly running: RunningConsole
  readonly agent: Agent
  /** What the tenant received that could change something: the only witness of what was sent. */
  writes(): Promise<Awaited<ReturnType<TenantProcess['journal']>>>
  /** kill -9, and the console started again on the same profile. */
  crashAndStart(): Promise<void>
}

/** Sets up a desk for the tests of this file; a page that complained fails its test. */
export function useDesk(options: TenantProcessOptions): Desk {
  let browser: Browser
  let tenant: TenantProcess
  let running: RunningConsole
  let agent: Agent
  const start = async (userDataDir?: string): Promise<void> => {
    running = await launchConsole({ tenant: tenant.address, ...(userDataDir === undefined ? {} : { userDataDir }) })
    agent = await sitDown(running, browser)
  }
  beforeAll(async () => {
    ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess(options)])
  })
  afterAll(async () => {
    await Promise.all([browser.close(), tenant.stop()])
  })
  beforeEach(async () => {
    await tenant.control({ reset: true })
    await start()
  })
  afterEach(async () => {
    expect(agent.complaints()).toEqual([])
    await agent.page.context().close()
    await running.stop()
  })
  return {
    get tenant() { return tenant },
    get running() { return running },
    get agent() { return agent },
    writes: async () => (await tenant.journal()).filter(({ part, method }) => part === 'graph' && method !== 'GET'),
    crashAndStart: async () => {
      await agent.page.context().close()
      await running.kill9()
      await start(running.userDataDir)
    },
  }
}
