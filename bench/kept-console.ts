import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { snapshotStoreOf } from '../src-main/audit-key-protection.ts'
import { createIndexEngine } from '../src-main/directory/index-engine.ts'
import { createSnapshotPlaces } from '../src-main/directory/snapshot-places.ts'
import { createSnapshotSaving } from '../src-main/directory/snapshot-saving.ts'
import type {} from '../src-shared/bridge.ts'
import type { DeviceRow } from '../src-shared/device.ts'
import { startStandIn } from '../test/e2e/harness/stand-in-process.ts'
import type { StandInProcess } from '../test/e2e/harness/stand-in-process.ts'
import { signInThroughPage } from '../test/factories/practice-sign-in.ts'
import { startTenantProcess } from '../test/factories/practice-tenant.ts'
import type { TenantProcess } from '../test/factories/practice-tenant.ts'
import { aSecretStore } from '../test/factories/secret-store.ts'

const root = join(import.meta.dirname, '..')

/** A practice tenant whose list of devices never comes. */
export async function startSilentTenant(): Promise<TenantProcess> {
  const tenant = await startTenantProcess({ devices: 100 })
  await tenant.control({ faults: [{ kind: 'stall-before', match: { path: 'managedDevice', times: 'always' } }] })
  return tenant
}

export interface KeptConsole {
  /** A profile in which the first person of the tenant has kept these rows; remove() ends it. */
  readonly profile: string
  /** The name of the first row in the grid. */
  readonly firstName: string
  remove(): void
}

export function keepRows(tenant: TenantProcess, rows: readonly DeviceRow[]): KeptConsole {
  const profile = mkdtempSync(join(tmpdir(), 'kept-console-'))
  const [person] = tenant.address.people
  const { place } = createSnapshotPlaces({
    folder: join(profile, 'devices'), mayKeep: true, store: snapshotStoreOf(aSecretStore()), account: () => ({ tid: tenant.address.tenantId, oid: person?.oid ?? '' }), nowMs: Date.now,
    onProblem: (where, cause) => { throw new Error(where, { cause }) },
  }).find()
  if (place === null) throw new Error('nothing is kept here')
  const engine = createIndexEngine()
  engine.beginWalk()
  engine.addRows(rows)
  engine.commitWalk()
  const saving = createSnapshotSaving(engine, place, new Date().toISOString())
  while (saving.step());
  const [first] = engine.query({ text: '', sort: { key: 'deviceName', direction: 'ascending' }, window: { offset: 0, limit: 1 } }, 0).rows
  return { profile, firstName: first?.deviceName ?? '', remove: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }) }
}

export interface OpenWindow {
  readonly running: StandInProcess
  readonly page: Page
  /** From the start of the process to the frame in which the window shows something, milliseconds. */
  readonly paintedMs: number
  close(): Promise<void>
}

/** Starts an app on the stand-in and waits until `text` is painted. */
export async function openWindow(browser: Browser, app: { main: string; profile: string; text: string; tenant: TenantProcess }): Promise<OpenWindow> {
  const startedMs = performance.now()
  const running = startStandIn({
    main: join(root, app.main), userDataDir: app.profile, imports: [join(root, 'test/e2e/harness/secret-store.ts')],
    env: { HELPDESK_PRACTICE_TENANT: JSON.stringify(app.tenant.address) },
  })
  const url = await running.stdout.next('Helpdesk Console: ')
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } })
  const page = await context.newPage()
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction((wanted) => document.querySelector('body')?.textContent.includes(wanted) === true, app.text, { polling: 'raf' })
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  const paintedMs = performance.now() - startedMs
  return {
    running, page, paintedMs,
    close: async () => {
      await context.close()
      await running.stop()
    },
  }
}

export interface SignedIn {
  /** From the moment when the page learns that somebody is signed in to the frame with the first row, milliseconds. */
  readonly rowsMs: number
  /** The same to the frame in which the list is whole. */
  readonly wholeMs: number
  /** What the toolbar says of the list. */
  readonly age: string
}

/** Signs the first person in, who takes so many seconds for it at least, and waits for the rows that are kept. */
export async function signInToRows({ page, running }: OpenWindow, tenant: TenantProcess, firstName: string, count: number, signInS = 0): Promise<SignedIn> {
  const measured = page.evaluate(async ([name, total]) => {
    let signedInMs = 0
    window.helpdesk.session.onChanged((state) => {
      if (state.status === 'signed-in') signedInMs = performance.now()
    })
    const painted = async (isThere: () => boolean): Promise<number> => {
      while (signedInMs === 0 || !isThere()) await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      return performance.now() - signedInMs
    }
    // Seen, and not only there.
    const text = (selector: string): string => {
      const found = document.querySelector(selector)
      return found?.checkVisibility({ visibilityProperty: true }) === true ? found.textContent : ''
    }
    const rowsMs = await painted(() => text('[role=row][aria-rowindex="2"]').includes(name))
    const age = text('.last-session').replace(/\s+/g, ' ').trim()
    const wholeMs = await painted(() => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === String(total + 1))
    return { rowsMs, wholeMs, age }
  }, [firstName, count] as const)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const [person] = tenant.address.people
  const signInUrl = await running.stdout.next('Open: ')
  await sleep(signInS * 1000)
  await signInThroughPage(signInUrl, person?.upn ?? null)
  return measured
}
