import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { plainWipe } from '../../src-shared/device-actions.ts'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import { parametersInWords, whatComesNext } from '../../src-renderer/messages/activity-words.ts'
import { useDeviceActionsStore } from '../../src-renderer/stores/device-actions-store.ts'
import { usePageStore } from '../../src-renderer/stores/page-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import ActivityView from '../../src-renderer/views/ActivityView.vue'
import { samiraSignedIn } from '../factories/bridge.ts'
import { aSyncRecord } from '../factories/bulk.ts'
import { findButton, hasButton, render, useFakeBridge } from './support/render.ts'
import { standInForSizes } from './support/sizes.ts'

const fake = useFakeBridge()
const now = Date.parse('2026-11-23T12:00:00.000Z')
const table = (): HTMLElement => document.querySelector<HTMLElement>('[role=treegrid]')!
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role=row][aria-rowindex]:not([aria-rowindex="1"])')]
const words = (element: Element): string => element.textContent.replace(/\s+/g, ' ').trim()
const cell = (row: Element, name: string): string => words(row.querySelector(`.${name}`)!)
const activeRow = (): HTMLElement => document.getElementById(table().getAttribute('aria-activedescendant') ?? '')!
const chips = (): string[] => [...document.querySelectorAll('[role=group][aria-label="Which requests are listed"] button')].map(words)

/** Newest first: the first of the list was asked for last. */
function listOf(...overrides: Partial<DeviceActionRecord>[]): void {
  const actions = overrides.map((record, index) => aSyncRecord({
    attemptId: `attempt-${index}`, deviceId: `id-${index}`, deviceName: `Device ${index}`, serialNumber: `SN-${index}`, requestedAt: new Date(now - (index + 1) * 60_000).toISOString(), ...record,
  }))
  fake().on('device-actions:list', () => ({ status: 'ok', actions }))
}

beforeEach(() => {
  standInForSizes(1300, 600)
  vi.spyOn(Date, 'now').mockReturnValue(now)
})

async function show() {
  await useSessionStore().start()
  const view = await render(ActivityView, {}, '/activity')
  await settle()
  return view
}

async function settle(): Promise<void> {
  await flushPromises()
  await nextTick()
}

async function press(key: string): Promise<void> {
  table().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await settle()
}

async function choose(name: string): Promise<void> {
  findButton(name).click()
  await settle()
}

describe('what came with an action', () => {
  it('claims no erasing where a wipe takes the company’s data only', () => {
    const parameters = { action: 'reset-device', wipe: plainWipe } as const
    expect(parametersInWords({ parameters, effect: 'company-data-wiped' })).toBe('')
    expect(parametersInWords({ parameters, effect: 'factory-reset' })).toContain('Erase everything')
  })
})

describe('the Activity page', () => {
  it('lists the newest first: what, on which device, for whom, how it stands, what comes next, and since when', async () => {
    listOf({ ticket: 'INC-1042' }, { action: 'rename', parameters: { action: 'rename', deviceName: 'DESK-12' }, state: 'done', isFinal: true })
    await show()
    const [first, second] = rows()
    expect(cell(first!, 'action')).toBe('Sync')
    expect(cell(first!, 'device')).toBe('Device 0 SN-0')
    expect(cell(first!, 'user')).toBe('Ana Ruiz')
    expect(cell(first!, 'ticket')).toBe('INC-1042')
    expect(cell(first!, 'state')).toBe('Requested')
    expect(cell(first!, 'next')).toContain('Last check-in 10 minutes ago')
    expect(cell(first!, 'when')).toBe('1 minute ago')
    expect(first!.querySelector('.when time')?.getAttribute('title')).toContain('2026-11-23 11:59:00 UTC')
    expect(cell(second!, 'action')).toMatch(/^Rename .*DESK-12$/)
    expect(cell(second!, 'state')).toBe('Done')
  })

  it('names the agent to a supervisor, and to an agent, whose own all of them are, not', async () => {
    listOf({})
    const own = await show()
    expect(own.text()).not.toContain('Alex Agent')
    own.unmount()
    fake().on('session:get', () => ({ status: 'ok', session: samiraSignedIn }))
    const everybodys = await show()
    expect(cell(rows()[0]!, 'agent')).toBe('Alex Agent')
    expect(everybodys.findAll('[role=columnheader]').map((header) => header.text())).toContain('Agent')
  })

  it('follows what happens while it is open, and keeps the active row with its device', async () => {
    listOf({}, {})
    await show()
    useDeviceActionsStore().listen()
    await press('ArrowDown')
    expect(words(activeRow())).toContain('Device 1')
    fake().emit('device-actions:changed', aSyncRecord({ attemptId: 'new', deviceName: 'Newcomer', requestedAt: new Date(now).toISOString(), updatedAt: new Date(now).toISOString() }))
    await settle()
    expect(rows()).toHaveLength(3)
    expect(words(rows()[0]!)).toContain('Newcomer')
    expect(words(activeRow())).toContain('Device 1')
  })

  it('counts what is in flight, what needs somebody and what has ended, and narrows the list to it', async () => {
    listOf(
      { state: 'pending' }, { state: 'awaiting-approval' }, { state: 'approved' }, { state: 'failed', isFinal: true, code: 'device-reported-failure' },
      { state: 'unknown', isFinal: true, code: 'no-record' }, { state: 'unknown' }, { state: 'done', isFinal: true },
    )
    await show()
    expect(chips()).toEqual(['All 7', 'In flight 3', 'Needs you 3', 'Ended 3'])
    await choose('Needs you 3')
    expect(rows().map((row) => cell(row, 'device'))).toEqual(['Device 2 SN-2', 'Device 3 SN-3', 'Device 4 SN-4'])
    expect(findButton('Needs you 3').getAttribute('aria-pressed')).toBe('true')
  })

  it('finds by device, serial number, user, agent and ticket', async () => {
    listOf({ ticket: 'INC-7' }, { userDisplayName: 'José Peña' }, {})
    const view = await show()
    const filter = view.find('input[aria-label="Filter the list"]')
    for (const [typed, device] of [['inc-7', 'Device 0'], ['jose pena', 'Device 1'], ['sn-2', 'Device 2']] as const) {
      await filter.setValue(typed)
      await settle()
      expect(rows().map((row) => cell(row, 'device'))).toEqual([expect.stringContaining(device)])
    }
    await filter.setValue('nobody')
    expect(view.find('[role=status].empty').text()).toContain('No request matches')
  })

  it('says so when nothing was sent yet', async () => {
    listOf()
    const view = await show()
    expect(view.text()).toContain('Nothing has been sent yet.')
    expect(document.querySelector('[role=treegrid]')).toBeNull()
  })

  it('keeps only the rows near the screen of a long list', async () => {
    listOf(...Array.from({ length: 1000 }, () => ({})))
    await show()
    expect(table().getAttribute('aria-rowcount')).toBe('1001')
    expect(rows().length).toBeLessThan(60)
    vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(54_034) // jsdom lays nothing out
    await press('End')
    expect(words(activeRow())).toContain('Device 999')
  })
})

describe('a row of the Activity page', () => {
  it('opens its device beside the list with Enter; closing gives the focus back to the list', async () => {
    listOf({}, {}, { deviceId: 'id-1' })
    await show()
    await press('ArrowDown')
    await press('Enter')
    expect(fake().asked('device:open')).toEqual([{ deviceId: 'id-1' }])
    expect(document.querySelector('aside[aria-label="Device details"]')).not.toBeNull()
    expect(activeRow().getAttribute('aria-selected')).toBe('true')
    expect(rows().filter((row) => row.getAttribute('aria-selected') === 'true')).toHaveLength(1)
    usePageStore().closePanel()
    await settle()
    expect(document.querySelector('aside[aria-label="Device details"]')).toBeNull()
    expect(document.activeElement === table()).toBe(true)
  })

  it('that is approved has a button that opens the device and sends nothing', async () => {
    listOf({ state: 'approved', approval: { requestedAt: '2026-11-23T10:00:00.000Z', expiresAt: '2026-11-25T12:00:00.000Z' } }, {})
    await show()
    expect(cell(rows()[0]!, 'next')).toBe('You can send it now; the request runs out in 2 days.')
    await choose('Open to send: Sync on Device 0, SN-0')
    expect(fake().asked('device:open')).toEqual([{ deviceId: 'id-0' }])
    expect(fake().requests.some(({ channel }) => channel.startsWith('attempt:'))).toBe(false)
    expect(document.querySelectorAll('[role=row] .link-button')).toHaveLength(1)
  })
})

describe('an approved request of somebody else', () => {
  it('tells a supervisor who can send it, and has no button', async () => {
    fake().on('session:get', () => ({ status: 'ok', session: samiraSignedIn }))
    listOf({ state: 'approved', agentName: 'Alex Agent', agentOid: 'oid-alex' })
    await show()
    expect(cell(rows()[0]!, 'next')).toBe('Alex Agent can send it now.')
    expect(document.querySelectorAll('[role=row] .link-button')).toHaveLength(0)
    expect(chips()).toContain('Needs somebody 1')
  })
})

describe('a run on the Activity page', () => {
  const run = { runId: 'run-1' } as const

  it('is one line that counts, and unfolds and folds with the arrows to the sides', async () => {
    listOf({}, { ...run, state: 'done', isFinal: true }, { ...run, state: 'failed', isFinal: true, code: 'device-reported-failure' }, { ...run, state: 'done', isFinal: true })
    await show()
    expect(rows()).toHaveLength(2)
    expect(words(rows()[1]!)).toContain('Sync on 3 devices: 2 done, 1 failed')
    expect(rows()[1]!.getAttribute('aria-expanded')).toBe('false')
    await press('ArrowDown')
    await press('ArrowRight')
    expect(rows()).toHaveLength(5)
    expect(rows()[1]!.getAttribute('aria-expanded')).toBe('true')
    expect(rows()[2]!.getAttribute('aria-level')).toBe('2')
    await press('ArrowDown')
    await press('ArrowLeft')
    expect(words(activeRow())).toContain('Sync on 3 devices')
    await press('ArrowLeft')
    expect(rows()).toHaveLength(2)
  })

  it('is unfolded by a press as well, and opens no device', async () => {
    listOf({ ...run }, { ...run })
    await show()
    rows()[0]!.click()
    await settle()
    expect(rows()).toHaveLength(3)
    expect(fake().asked('device:open')).toHaveLength(0)
  })

  it('of which one request is left by the filter is that request', async () => {
    listOf({ ...run, state: 'done', isFinal: true }, { ...run, state: 'failed', isFinal: true, code: 'device-reported-failure' })
    await show()
    await choose('Needs you 1')
    expect(rows().map((row) => cell(row, 'device'))).toEqual(['Device 1 SN-1'])
    expect(hasButton('All 2')).toBe(true)
  })
})

describe('what comes next', () => {
  const next = (record: Partial<DeviceActionRecord>): string => whatComesNext(aSyncRecord(record), now, true)
  const approval = { requestedAt: '2026-11-23T10:00:00.000Z', expiresAt: '2026-11-26T10:00:00.000Z' }

  it('is the forecast while it is on its way', () => {
    expect(next({ state: 'pending', lastSyncAt: '2026-11-03T12:00:00.000Z' })).toContain('it will wait until the device is online')
  })

  it('is until when somebody must approve', () => {
    expect(next({ state: 'awaiting-approval', approval })).toBe('A second administrator must approve it; the request runs out in 3 days.')
    expect(next({ state: 'approved', approval: { ...approval, expiresAt: '2026-11-23T11:00:00.000Z' } })).toContain('the three days are over')
  })

  it('is what to do about a failure', () => {
    expect(next({ state: 'failed', isFinal: true, code: 'action-canceled' }).length).toBeGreaterThan(20)
    expect(next({ state: 'failed', isFinal: true })).toBe('Open the device to see what can be done.')
  })

  it('is nothing when it is done, unless there is a code to read', () => {
    expect(next({ state: 'done', isFinal: true })).toBe('')
    expect(next({ state: 'done', isFinal: true, secret: 'unlock-pin' })).toBe('Open the device to read the code.')
  })
})
