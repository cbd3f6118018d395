import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { BulkRun } from '../../src-shared/bulk-runs.ts'
import NavRail from '../../src-renderer/components/shell/NavRail.vue'
import { errorMessages } from '../../src-renderer/messages/error-messages.ts'
import { unavailableReasonMessages } from '../../src-renderer/messages/availability-messages.ts'
import { bulkReport, checkInForecast, heldBackSentence } from '../../src-renderer/messages/bulk-words.ts'
import { useBulkStore } from '../../src-renderer/stores/bulk-store.ts'
import { useDeviceActionsStore } from '../../src-renderer/stores/device-actions-store.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { useSelectionStore } from '../../src-renderer/stores/selection-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import { useToastStore } from '../../src-renderer/stores/toast-store.ts'
import GridToolbar from '../../src-renderer/components/devices/GridToolbar.vue'
import { aDirectoryStatus } from '../factories/bridge.ts'
import { aBulkItem, aBulkRun, aSyncRecord } from '../factories/bulk.ts'
import { aDeviceRow } from '../factories/devices.ts'
import { dialog, findButton, hasButton, nameOf, render, useFakeBridge } from './support/render.ts'
import { standInForSizes } from './support/sizes.ts'

const fake = useFakeBridge()
let answerBegin = (_run: BulkRun): void => undefined
const isOpen = (): boolean => document.querySelector('dialog[open]') !== null
const text = (): string => dialog().textContent.replace(/\s+/g, ' ')
const bar = (): Element => dialog().querySelector('[role=progressbar]')!
const listed = (): string[] => [...dialog().querySelectorAll('li[aria-setsize]')].map((line) => line.textContent.replace(/\s+/g, ' '))
const escape = (): boolean => dialog().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))

beforeEach(() => {
  standInForSizes(800, 300)
  fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: 5 }) }))
  fake().on('directory:query', () => ({ status: 'ok', page: { total: 5, revision: 1, rows: [0, 1, 2, 3, 4].map((number) => aDeviceRow({ id: `id-${number}`, deviceName: `Device ${number}` })) } }))
  fake().on('bulk:begin', () => new Promise((resolve) => { answerBegin = (run) => resolve({ status: 'ok', run }) }))
  fake().on('bulk:start', ({ ticket, reason }) => ({ status: 'ok', run: aBulkRun({ phase: 'running', ticket, reason, items: states('sending', 'waiting', 'waiting') }) }))
  fake().on('bulk:cancel', () => ({ status: 'ok' }))
  fake().on('bulk:current', () => ({ status: 'ok', run: null }))
})

function states(...names: BulkRun['items'][number]['state'][]): BulkRun['items'] {
  return names.map((state, number) => aBulkItem(number, { state }))
}

async function settle(): Promise<void> {
  await flushPromises()
  await nextTick()
}

async function send(run: BulkRun): Promise<void> {
  fake().emit('bulk:changed', run)
  await settle()
}

/** The rail that holds the dialog, the bar above the grid, and three ticked devices. */
async function show(): Promise<void> {
  await useSessionStore().start()
  await render(NavRail)
  await render(GridToolbar)
  await useDirectoryStore().load()
  await settle()
  for (const index of [0, 1, 2]) useSelectionStore().toggle(index)
  await settle()
}

async function press(name: string): Promise<void> {
  findButton(name).click()
  await settle()
}

async function review(run: BulkRun = aBulkRun()): Promise<void> {
  await show()
  await press('Sync')
  answerBegin(run)
  await settle()
}

async function runIt(): Promise<void> {
  await review()
  await press('Sync 3 devices')
}

describe('a run over many devices, before anything is sent', () => {
  it('reads every ticked device first and shows how far it is', async () => {
    await show()
    await press('Sync')
    expect(fake().asked('bulk:begin')).toEqual([{ action: 'sync', deviceIds: ['id-0', 'id-1', 'id-2'] }])
    expect(text()).toContain('Reading 0 of 3')
    await send(aBulkRun({ phase: 'checking', items: states('ready', 'unavailable', 'checking') }))
    expect(text()).toContain('Reading 2 of 3')
    expect(nameOf(bar())).toBe('Devices read')
    expect(bar().getAttribute('aria-valuenow')).toBe('2')
    expect(fake().asked('bulk:start')).toHaveLength(0)
  })

  it('can be cancelled while it reads; the run that main had begun is closed', async () => {
    await show()
    await press('Sync')
    await press('Cancel')
    expect(isOpen()).toBe(false)
    answerBegin(aBulkRun())
    await settle()
    expect(fake().asked('bulk:cancel')).toEqual([{ runId: 'run-1' }])
    expect(isOpen()).toBe(false)
    expect(useBulkStore().run).toBeNull()
    expect(useSelectionStore().count).toBe(3)
  })

  it('says why it could not begin, and lets go', async () => {
    fake().on('bulk:begin', () => ({ status: 'refused', code: 'bulk-too-many' }))
    await show()
    await press('Sync')
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain(errorMessages['bulk-too-many'].what)
    await press('Close')
    expect(isOpen()).toBe(false)
    expect(useBulkStore().isUnderWay).toBe(false)
  })

  it('shows who gets it, who does not and why in full, with counts', async () => {
    const items = [aBulkItem(0), aBulkItem(1, { state: 'unavailable', reason: 'missing-permission' }), aBulkItem(2, { state: 'unavailable', reason: 'missing-permission' })]
    await review(aBulkRun({ items }))
    expect(nameOf(dialog())).toBe('Sync 1 device?')
    expect(text()).toContain(`2 devices left out2 ${unavailableReasonMessages['missing-permission']}`)
    expect(listed()).toHaveLength(1)
    expect(listed()[0]).toContain('Device 0 SN-0')
    await press('Left out 2')
    expect(listed()[0]).toContain('Left out')
    expect(hasButton('Sync 1 device')).toBe(true)
  })

  it('offers no confirmation when no device can get it', async () => {
    await review(aBulkRun({ items: [aBulkItem(0, { state: 'unavailable', reason: 'platform-cannot' })] }))
    expect(text()).toContain('None of these devices can get it.')
    expect([...dialog().querySelectorAll('button')].map(nameOf).filter((name) => name.startsWith('Sync'))).toEqual([])
  })

  it('warns of devices that have not checked in, and that every Mac gets a PIN of its own', async () => {
    const old = new Date(Date.now() - 9 * 86_400_000).toISOString()
    await review(aBulkRun({ action: 'remote-lock', items: [aBulkItem(0, { kind: 'macos', lastSyncAt: old }), aBulkItem(1, { kind: 'macos' }), aBulkItem(2, { lastSyncAt: null })] }))
    expect(text()).toContain('1 device has not checked in for a week, 1 device has never checked in')
    expect(text()).toContain('2 Macs restart and ask for a six-digit PIN')
    expect(hasButton('Lock 3 devices')).toBe(true)
  })

  it('has the focus on Cancel, which closes the run and keeps the ticks', async () => {
    await review()
    expect(document.activeElement === findButton('Cancel', dialog())).toBe(true)
    await press('Cancel')
    expect(fake().asked('bulk:cancel')).toEqual([{ runId: 'run-1' }])
    expect(isOpen()).toBe(false)
    expect(useSelectionStore().count).toBe(3)
  })

  it('stays open with the reason when main refuses to start', async () => {
    fake().on('bulk:start', () => ({ status: 'refused', code: 'reason-missing' }))
    await review()
    await press('Sync 3 devices')
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain(errorMessages['reason-missing'].what)
    expect(hasButton('Sync 3 devices')).toBe(true)
    expect(useSelectionStore().count).toBe(3)
  })
})

describe('a run that is under way', () => {
  it('is started once with the ticket and the reason, and the ticks are taken away', async () => {
    await review()
    const [ticket, reason] = [dialog().querySelector('input')!, dialog().querySelector('textarea')!]
    ticket.value = ' INC-7 '
    ticket.dispatchEvent(new Event('input'))
    reason.value = 'Policy roll-out'
    reason.dispatchEvent(new Event('input'))
    await press('Sync 3 devices')
    expect(fake().asked('bulk:start')).toEqual([{ runId: 'run-1', ticket: 'INC-7', reason: 'Policy roll-out' }])
    expect(useSelectionStore().count).toBe(0)
  })

  it('shows how far it is and what became of each device', async () => {
    await runIt()
    expect(nameOf(bar())).toBe('Devices done')
    await send(aBulkRun({ phase: 'running', items: [aBulkItem(0, { state: 'requested' }), aBulkItem(1, { state: 'refused', code: 'graph-missing-role' }), aBulkItem(2, { state: 'sending' })] }))
    expect(bar().getAttribute('aria-valuenow')).toBe('2')
    expect(bar().getAttribute('aria-valuetext')).toBe('2 of 3')
    expect(listed()[0]).toContain('Requested')
    expect(listed()[1]).toContain(errorMessages['graph-missing-role'].what)
    expect(listed()[2]).toContain('Sending')
  })

  it('says that it waits for Intune’s limit, and only while it does', async () => {
    await runIt()
    await send(aBulkRun({ phase: 'running', items: states('requested', 'waiting', 'waiting'), isHeldBack: true }))
    expect(dialog().querySelector('[role=status]')?.textContent).toContain(heldBackSentence)
    await send(aBulkRun({ phase: 'running', items: states('requested', 'sending', 'waiting') }))
    expect(text()).not.toContain(heldBackSentence)
  })

  it('is stopped only by Stop; Escape puts it into the background, and the button in the navigation brings it back', async () => {
    await runIt()
    escape()
    await settle()
    expect(isOpen()).toBe(false)
    expect(document.activeElement === findButton('Sync 0 of 3: show the run')).toBe(true)
    expect(fake().asked('bulk:cancel')).toHaveLength(0)
    await send(aBulkRun({ phase: 'running', items: states('requested', 'sending', 'waiting') }))
    await press('Sync 1 of 3: show the run')
    expect(isOpen()).toBe(true)
    await press('Stop')
    expect(fake().asked('bulk:cancel')).toEqual([{ runId: 'run-1' }])
    await send(aBulkRun({ phase: 'ended', code: 'bulk-cancelled', items: states('requested', 'not-sent', 'not-sent') }))
    expect(text()).toContain('You stopped it. What was sent stays sent.')
    expect(text()).toContain('2 Not sent')
  })

  it('is shown instead of beginning another one', async () => {
    await runIt()
    await press('Go on in the background')
    useSelectionStore().toggle(0)
    await settle()
    expect(findButton('Restart').getAttribute('aria-disabled')).toBe('true')
    await press('Restart')
    expect(fake().asked('bulk:begin')).toHaveLength(1)
    expect(nameOf(dialog())).toBe('Sync 3 devices: under way')
  })

  it('is not set back by an older word that comes late', async () => {
    await runIt()
    await send(aBulkRun({ phase: 'review' }))
    expect(useBulkStore().run?.phase).toBe('running')
  })

  it('says in the corner that it has ended when nobody is looking', async () => {
    await runIt()
    await press('Go on in the background')
    await send(aBulkRun({ phase: 'ended', items: [aBulkItem(0, { state: 'requested' }), aBulkItem(1, { state: 'requested' }), aBulkItem(2, { state: 'refused', code: 'graph-rejected' })] }))
    expect(useToastStore().toasts.map((toast) => toast.text)).toEqual(['Sync on many devices has ended: 2 requested, 1 refused.'])
    await press('Sync Ended: show the run')
    expect(text()).toContain(errorMessages['graph-rejected'].what)
  })
})

describe('a run that has ended', () => {
  const ended = aBulkRun({
    phase: 'ended', ticket: 'INC-7',
    items: [aBulkItem(0, { state: 'requested', attemptId: 'a-0' }), aBulkItem(1, { state: 'refused', code: 'graph-missing-role' }), aBulkItem(2, { state: 'unknown', code: 'graph-silent' })],
  })

  it('counts the results, lists what went wrong first, and follows what was accepted', async () => {
    await runIt()
    await send(ended)
    expect([...dialog().querySelectorAll('[aria-label=Result] li')].map((line) => line.textContent.replace(/\s+/g, ' ').trim())).toEqual(['1 Requested', '1 Refused', '1 Unknown'])
    expect(listed()[0]).toContain('Device 1')
    useDeviceActionsStore().take(aSyncRecord({ attemptId: 'a-0', runId: 'run-1', state: 'done', isFinal: true }), false)
    await settle()
    expect(text()).toContain('Of those requested, by now:1 Done')
  })

  it('says why it ended early when it was not the agent', async () => {
    await runIt()
    await send({ ...ended, code: 'permit-void' })
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain(errorMessages['permit-void'].what)
  })

  it('is copied as text, with every device and why', async () => {
    await runIt()
    await send(ended)
    await press('Copy the result as text')
    const copied = fake().asked('app:copy-text')[0]?.text ?? ''
    expect(copied).toContain('Sync on 3 devices: 1 requested, 1 refused, 1 unknown\nTicket: INC-7\n')
    expect(copied).toContain(`Refused: Device 1 (SN-1): ${errorMessages['graph-missing-role'].what}`)
    expect(copied.trim().split('\n').slice(-3)).toHaveLength(3)
  })

  it('is let go by Close, and a late word of it does not bring it back', async () => {
    await runIt()
    await send(ended)
    await press('Close')
    await send(ended)
    expect(useBulkStore().run).toBeNull()
    expect(hasButton('Sync Ended: show the run')).toBe(false)
  })
})

describe('the run in main', () => {
  it('is there again after a sign-in, in the background', async () => {
    fake().on('bulk:current', () => ({ status: 'ok', run: aBulkRun({ phase: 'running', items: states('requested', 'waiting', 'waiting') }) }))
    await show()
    expect(isOpen()).toBe(false)
    expect(hasButton('Sync 1 of 3: show the run')).toBe(true)
  })

  it('leaves nothing behind at sign-out, and no event brings its devices back', async () => {
    await runIt()
    useBulkStore().clear()
    await send(aBulkRun({ phase: 'ended', code: 'session-ended' }))
    expect(useBulkStore().run).toBeNull()
    expect(isOpen()).toBe(false)
  })
})

describe('words of a run', () => {
  it('forecast nothing when every device is about', () => {
    expect(checkInForecast([aBulkItem(0)], Date.now())).toBe('')
  })

  it('write hidden characters of a device’s name out in the copied text', () => {
    const report = bulkReport(aBulkRun({ phase: 'ended', items: [aBulkItem(0, { deviceName: 'A\u202eB', state: 'not-sent' })] }), () => null, 0)
    expect(report).toContain('Not sent: A⟪U+202E⟫B (SN-0)')
  })
})
