import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useAuditStore } from '../../src-renderer/stores/audit-store.ts'
import AuditView from '../../src-renderer/views/AuditView.vue'
import { everyAttempt, type AuditFilter } from '../../src-shared/audit-query.ts'
import { someFigures } from '../factories/audit-figures.ts'
import { anAuditAttempt, anAuditHealth } from '../factories/audit.ts'
import { findButton, hasButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const usualWidth = window.innerWidth
beforeEach(() => { window.innerWidth = 1600 })
afterEach(() => { window.innerWidth = usualWidth })

async function show(total = 1): Promise<VueWrapper> {
  fake().on('audit:attempts', () => ({ status: 'ok', page: { total, isTotalExact: true, attempts: [anAuditAttempt()], health: anAuditHealth() } }))
  const view = await render(AuditView, {}, '/audit')
  await flushPromises()
  return view
}

const asked = (): AuditFilter | undefined => fake().asked('audit:attempts').at(-1)?.filter
const label = (view: VueWrapper, name: string) => view.findAll('label').find((found) => found.text().startsWith(name))!
async function set(view: VueWrapper, name: string, value: string): Promise<void> {
  await label(view, name).find('input, select').setValue(value)
  await flushPromises()
}
async function press(name: string): Promise<void> {
  findButton(name).click()
  await flushPromises()
}
/** Ticks boxes of one of the two menus. */
async function tick(view: VueWrapper, menu: string, ...names: readonly string[]): Promise<void> {
  await view.findAll('button[aria-expanded]').find((found) => found.element.closest('.field')?.textContent.startsWith(menu) === true)!.trigger('click')
  for (const name of names) await view.findAll('.option').find((option) => option.text() === name)!.find('input').setValue(true)
  await flushPromises()
}
const midnight = (year: number, month: number, day: number): string => new Date(year, month - 1, day).toISOString()

describe('the filters of the audit page', () => {
  it('are folded where there is little room, and while actions are held', async () => {
    window.innerWidth = 1499
    const view = await show()
    expect(view.find('#audit-filters').exists()).toBe(false)
    await press('Filters')
    expect(view.find('#audit-filters').exists()).toBe(true)
    view.unmount()
    window.innerWidth = 1600
    useAuditStore().health = anAuditHealth({ status: 'unacknowledged', unacknowledged: { installId: 'old', rows: 1, hash: '', reason: 'broken', findings: [], fileName: null, digest: null } })
    expect((await show()).find('#audit-filters').exists()).toBe(false)
  })

  it('give their room to a story where there is not enough for both', async () => {
    window.innerWidth = 1280
    const view = await show()
    await press('Filters')
    await view.find('tbody .link-button').trigger('click')
    await flushPromises()
    expect(view.find('#audit-filters').exists()).toBe(false)
  })

  it('ask for the attempts of today, of this PC’s day', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 10, 24, 15, 30) })
    const view = await show()
    await set(view, 'When', 'today')
    expect([asked()?.from, asked()?.to]).toEqual([midnight(2026, 11, 24), null])
    await set(view, 'When', 'week')
    expect([asked()?.from, asked()?.to]).toEqual([midnight(2026, 11, 18), null])
    expect(hasButton('Remove filter Last 7 days')).toBe(true)
    await set(view, 'When', 'any')
    expect([asked()?.from, asked()?.to]).toEqual([null, null])
  })

  it('take the last day in', async () => {
    const view = await show()
    await set(view, 'From', '2026-11-01')
    await set(view, 'To', '2026-11-03')
    expect([asked()?.from, asked()?.to]).toEqual([midnight(2026, 11, 1), midnight(2026, 11, 4)])
    expect((label(view, 'To').find('input').element as HTMLInputElement).value).toBe('2026-11-03')
    expect(hasButton('Remove filter 1 Nov 2026 – 3 Nov 2026')).toBe(true)
  })

  it('ask for an agent of the log, a ticket, and what is not signed off', async () => {
    const view = await show()
    await set(view, 'Agent', 'oid-sam')
    await set(view, 'Ticket', 'INC-10')
    await set(view, 'Review', 'open')
    expect(asked()).toEqual({ ...everyAttempt, agentOid: 'oid-sam', ticket: 'INC-10', reviewed: 'open' })
    for (const name of ['Agent: Sam Other', 'Ticket: INC-10', 'Not signed off']) expect(hasButton(`Remove filter ${name}`)).toBe(true)
  })

  it('ask for several actions, and for all ways of an outcome at once', async () => {
    const view = await show()
    await tick(view, 'Action', 'Remove', 'Reset Device')
    await tick(view, 'How it ended', 'Failed (all)')
    expect(asked()?.actions).toEqual(['remove', 'reset-device'])
    expect(asked()?.statuses).toEqual(['failed', 'not-supported'])
    expect(hasButton('Remove filter Not supported')).toBe(false)
    await press('Remove filter Remove')
    expect(asked()?.actions).toEqual(['reset-device'])
    await press('Remove filter Failed')
    expect(asked()?.statuses).toEqual([])
  })

  it('close a menu with Escape, give the focus back, and leave the story open', async () => {
    const view = await show()
    await tick(view, 'Action')
    const menu = view.find('.menu')
    await menu.find('input').trigger('keydown', { key: 'Escape' })
    expect(view.find('.menu').exists()).toBe(false)
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false')
  })

  it('say how many attempts carry each flag, whichever are chosen', async () => {
    fake().on('audit:figures', ({ filter: { flags } }) => ({ status: 'ok', figures: someFigures({ perFlag: flags.length === 0 ? { 'off-hours': 4, 'no-ticket': 1234 } : { 'off-hours': 4 } }) }))
    await show()
    await press('Outside hours 4')
    expect(asked()?.flags).toEqual(['off-hours'])
    expect(findButton('Outside hours 4').getAttribute('aria-pressed')).toBe('true')
    expect(hasButton('No ticket 1,234')).toBe(true)
    await press('Outside hours 4')
    expect(asked()?.flags).toEqual([])
  })

  it('go with the search text, begin on the first page, and keep the total in view', async () => {
    const view = await show(120)
    await press('Older attempts')
    await useAuditStore().search('ana')
    await set(view, 'Ticket', 'INC')
    expect(fake().asked('audit:attempts').at(-1)).toEqual({ filter: { ...everyAttempt, text: 'ana', ticket: 'INC' }, window: { offset: 0, limit: 50 }, beside: null, scope: 'desk' })
    expect(view.find('.range').text()).toContain('of 120 attempts')
    expect(fake().asked('audit:figures').at(-1)).toEqual({ filter: { ...everyAttempt, text: 'ana', ticket: 'INC' }, scope: 'desk' })
  })

  it('are all taken off at once; the focus goes to where filters are', async () => {
    const view = await show()
    await useAuditStore().search('ana')
    await set(view, 'Review', 'signed-off')
    await press('Clear all')
    expect(asked()).toEqual(everyAttempt)
    expect(view.find('[aria-label="Active filters"]').exists()).toBe(false)
    expect(document.activeElement?.textContent).toContain('Filters')
  })

  it('keep the focus in the row when one is taken off', async () => {
    const view = await show()
    await set(view, 'Ticket', 'INC')
    await set(view, 'Review', 'signed-off')
    await press('Remove filter Ticket: INC')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove filter Signed off')
  })

  it('each have a label', async () => {
    const view = await show()
    for (const control of view.find('form').findAll('input, select')) expect(control.element.closest('label')?.querySelector('.name')?.textContent).toMatch(/\w/)
    for (const button of view.find('form').findAll('button')) expect((button.element.getAttribute('aria-labelledby') ?? button.text()).length).toBeGreaterThan(0)
  })

  it('are forgotten when somebody signs out', async () => {
    const view = await show()
    await set(view, 'Ticket', 'INC')
    useAuditStore().clear()
    const { filter, figures, agents, flagCounts, attempts, openAttempt, related } = useAuditStore()
    expect({ filter, figures, agents, flagCounts, attempts, openAttempt, related })
      .toEqual({ filter: everyAttempt, figures: null, agents: [], flagCounts: {}, attempts: null, openAttempt: null, related: null })
  })
})

describe('one device and one user', () => {
  it('are set from a row’s menu, and stand as chips with their names even when nothing is listed', async () => {
    const view = await show()
    await view.find('tbody .more button').trigger('click')
    await flushPromises()
    expect(view.find('aside').exists()).toBe(false) // the row itself was not pressed
    fake().on('audit:attempts', () => ({ status: 'ok', page: { total: 0, isTotalExact: true, attempts: [], health: anAuditHealth() } }))
    view.findAll('[role=menuitem]').find((item) => item.text() === 'Only this device')!.element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await flushPromises()
    expect(asked()).toEqual({ ...everyAttempt, deviceId: anAuditAttempt().target.deviceId })
    expect(hasButton('Remove filter Device: Ana’s iPhone')).toBe(true)
    expect(label(view, 'Device').find('select').element.selectedOptions[0]?.text).toBe('Ana’s iPhone')
  })

  it('are chosen in the bar from those that are listed, and let go there', async () => {
    const view = await show()
    const { target } = anAuditAttempt()
    await set(view, 'User', target.userId)
    expect(asked()?.userId).toBe(target.userId)
    expect(hasButton(`Remove filter User: ${target.userDisplayName}`)).toBe(true)
    await set(view, 'User', '')
    expect(asked()?.userId).toBeNull()
  })
})
