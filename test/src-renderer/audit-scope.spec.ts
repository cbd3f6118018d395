import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import AppShell from '../../src-renderer/components/shell/AppShell.vue'
import { useAuditStore } from '../../src-renderer/stores/audit-store.ts'
import { useCentralStore } from '../../src-renderer/stores/central-store.ts'
import AuditView from '../../src-renderer/views/AuditView.vue'
import type { CentralLogStatus } from '../../src-shared/central-log.ts'
import type { AnswerOf } from '../../src-shared/ipc-contract.ts'
import { anAuditAttempt, anAuditHealth } from '../factories/audit.ts'
import { aCentralStatus } from '../factories/central.ts'
import { held } from './support/held.ts'
import { findButton, hasButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const desk = { deskId: 'desk-2', machine: 'HELP-PC-02' }
const fullPage = Array.from({ length: 50 }, (_, index) => anAuditAttempt({ attemptId: `attempt-${index}`, startedAt: new Date(Date.UTC(2026, 10, 23, 10, 59 - index)).toISOString(), desk }))
const page = (overrides: Partial<Extract<AnswerOf<'audit:attempts'>, { status: 'ok' }>['page']> = {}): AnswerOf<'audit:attempts'> =>
  ({ status: 'ok', page: { total: 10_000, isTotalExact: false, attempts: fullPage.slice(0, 2), health: anAuditHealth(), ...overrides } })

async function show(status: Partial<CentralLogStatus> = { state: 'up-to-date' }): Promise<VueWrapper> {
  fake().on('audit:central', () => ({ status: 'ok', central: aCentralStatus(status) }))
  const central = useCentralStore()
  central.listen()
  await central.load()
  const view = await render(AuditView, {}, '/audit')
  await flushPromises()
  return view
}
async function press(name: string): Promise<void> {
  findButton(name).click()
  await flushPromises()
}
const asked = () => fake().asked('audit:attempts').at(-1)

describe('whose log is read', () => {
  it('is not asked where the organisation has no central log', async () => {
    const view = await show({ state: 'off' })
    expect(hasButton('Every desk')).toBe(false)
    expect(view.findAll('a').map((link) => link.text())).not.toContain('Desks')
  })

  it('is this desk’s until every desk is chosen; then the attempts, the counts and the agents are theirs, and each names its desk', async () => {
    fake().on('audit:attempts', ({ scope }) => page(scope === 'desk' ? { attempts: [anAuditAttempt()], total: 1, isTotalExact: true } : {}))
    const view = await show()
    expect(view.findAll('th').map((head) => head.text())).not.toContain('Desk')
    await press('Every desk')
    expect(findButton('Every desk').getAttribute('aria-pressed')).toBe('true')
    expect([asked()?.scope, fake().asked('audit:figures').at(-1)?.scope, fake().asked('audit:choices').at(-1)?.scope]).toEqual(['service-desk', 'service-desk', 'service-desk'])
    expect(view.findAll('th').map((head) => head.text())).toContain('Desk')
    expect(view.find('tbody tr').text()).toContain('HELP-PC-02')
  })

  it('goes with a story: its rows are asked for at the attempt’s desk, and the desk is named', async () => {
    fake().on('audit:attempts', () => page())
    const view = await show()
    await press('Every desk')
    await view.find('tbody .link-button').trigger('click')
    await flushPromises()
    expect(fake().asked('audit:story').at(-1)).toEqual({ attemptId: 'attempt-0', deskId: 'desk-2' })
    expect(view.find('aside header').text()).toContain('At desk HELP-PC-02')
    await press('This desk')
    expect(view.find('aside').exists()).toBe(false)
  })

  it('leaves nothing of the other log on the page while the new one is read', async () => {
    fake().on('audit:attempts', () => page())
    const view = await show()
    fake().on('audit:attempts', held<AnswerOf<'audit:attempts'>>().handler)
    await press('Every desk')
    expect(view.findAll('tbody tr')).toHaveLength(0)
    expect(view.find('.range').text()).toBe('Reading the log…')
  })

  it('says that there are more than were counted', async () => {
    fake().on('audit:attempts', () => page())
    const view = await show()
    await press('Every desk')
    expect(view.find('.range').text()).toBe('1–2 of 10,000+ attempts')
    expect(findButton('Older attempts').disabled).toBe(true) // the page is not full
    await press('Charts')
    expect(view.find('.range').text()).toBe('10,000+ attempts')
  })

  it('can be this desk’s again where the central log cannot be read', async () => {
    fake().on('audit:attempts', ({ scope }) => (scope === 'desk' ? page({ attempts: [anAuditAttempt()], total: 1, isTotalExact: true }) : { status: 'refused', code: 'central-unreachable' }))
    const view = await show()
    await press('Every desk')
    expect(view.find('[role=alert]').text()).toContain('The central log cannot be reached.')
    expect(view.findAll('tbody tr')).toHaveLength(0)
    await press('Read this desk’s own log')
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(view.findAll('tbody tr')).toHaveLength(1)
  })

  it('leaves nothing under a filter that it does not answer, and does not call a server up to date that has not answered', async () => {
    fake().on('audit:attempts', () => page())
    const view = await show()
    useCentralStore().status = aCentralStatus({ state: 'up-to-date', waitingRows: 0, confirmedAt: '2026-11-23T10:00:00.000Z' })
    await press('Every desk')
    expect(view.find('.health').text()).toContain('This desk: chain whole')
    expect(view.find('.central').text()).toContain('up to date')
    fake().on('audit:attempts', () => ({ status: 'refused', code: 'central-unreachable' }))
    await useAuditStore().load()
    expect(view.findAll('tbody tr')).toHaveLength(2)
    expect(view.find('.central').text()).toContain('cannot be reached')
    expect(view.find('.central').text()).not.toContain('up to date')
    await useAuditStore().narrow({ ticket: 'INC-9' })
    expect(view.findAll('tbody tr')).toHaveLength(0)
  })

  it('is this desk’s for the next person', async () => {
    await show()
    await press('Every desk')
    useAuditStore().clear()
    expect(useAuditStore().scope).toBe('desk')
  })
})

describe('paging through every desk', () => {
  async function open() {
    fake().on('audit:attempts', () => page({ attempts: fullPage }))
    const audit = useAuditStore()
    await audit.choose('service-desk')
    return audit
  }

  it('reads on beside the page that is shown, and begins anew at the newest', async () => {
    const audit = await open()
    await audit.turn('older')
    await audit.turn('older')
    expect(asked()?.beside).toEqual({ direction: 'older', startedAt: fullPage[49]?.startedAt, attemptId: 'attempt-49' })
    await audit.turn('newer')
    expect(asked()?.beside).toEqual({ direction: 'newer', startedAt: fullPage[0]?.startedAt, attemptId: 'attempt-0' })
    await audit.turn('newer')
    expect(asked()).toMatchObject({ beside: null, window: { offset: 0 } })
    await audit.turn('older')
    await audit.narrow({ ticket: 'INC' })
    expect(asked()).toMatchObject({ beside: null, window: { offset: 0 } })
  })

  it('goes on over what was counted as long as pages are full', async () => {
    fake().on('audit:attempts', ({ window }) => page({ attempts: window.offset < 100 ? fullPage : fullPage.slice(0, 3), total: 60 }))
    const audit = useAuditStore()
    await audit.choose('service-desk')
    for (let presses = 0; presses < 5; presses += 1) await audit.turn('older')
    expect([audit.page, audit.hasOlder]).toEqual([2, false])
  })

  it('stays on its page when the next one cannot be read', async () => {
    const audit = await open()
    await audit.turn('older')
    fake().on('audit:attempts', () => ({ status: 'refused', code: 'central-slow' }))
    await audit.turn('older')
    expect([audit.page, audit.code]).toEqual([1, 'central-slow'])
    fake().on('audit:attempts', () => page({ attempts: fullPage }))
    await audit.load()
    expect(asked()).toMatchObject({ beside: { direction: 'older', attemptId: 'attempt-49' }, window: { offset: 50 } })
  })

  it('waits for the page that is being read before it goes on from it', async () => {
    const audit = await open()
    const answers = held<AnswerOf<'audit:attempts'>>()
    fake().on('audit:attempts', answers.handler)
    const before = fake().asked('audit:attempts').length
    void audit.turn('older')
    await audit.turn('older')
    expect(fake().asked('audit:attempts')).toHaveLength(before + 1)
  })
})

describe('this desk’s copy in the central log', () => {
  it.each([
    [{ state: 'up-to-date', waitingRows: 0, confirmedAt: '2026-11-23T10:00:00.000Z' }, /Central log: up to date confirmed/],
    [{ state: 'sending', waitingRows: 1204 }, /Central log: sending 1,204 rows wait, since/],
    [{ state: 'away', waitingRows: 1, code: 'central-unreachable' }, /cannot be reached 1 row waits, since .*Actions go on/],
    [{ state: 'refused', waitingRows: null, code: 'central-denied' }, /refused how many rows wait is not known, since .*Ask your administrator about your login there\./],
    [{ state: 'disagrees', waitingRows: null, code: 'central-disagrees' }, /disagrees .*do not delete anything/],
  ] as const)('is told on the health line: %o', async (status, words) => {
    const view = await show(status)
    expect(view.findAll('.central > *').map((part) => part.text()).join(' ').replace(/\s+/g, ' ')).toMatch(words)
    for (const time of view.findAll('.central time')) expect(time.attributes('aria-label')).toMatch(/UTC$/)
  })

  it('is told as it changes', async () => {
    const view = await show()
    fake().emit('audit:central-changed', aCentralStatus({ state: 'sending', waitingRows: 2 }))
    await flushPromises()
    expect(view.find('.central').text()).toContain('2 rows wait')
  })

  it.each([
    [{ state: 'away', waitingRows: 4, since: '2026-11-22T10:00:00.000Z' }, 'For more than a day'],
    [{ state: 'refused', waitingRows: null, since: '2026-11-22T10:00:00.000Z' }, 'For more than a day'],
    [{ state: 'away', waitingRows: 4, since: '2026-11-23T10:00:00.000Z' }, null],
    [{ state: 'signed-out', waitingRows: 0, since: '2026-11-01T10:00:00.000Z' }, null],
    [{ state: 'up-to-date', waitingRows: 0, since: '2026-11-01T10:00:00.000Z' }, null],
    [{ state: 'off', waitingRows: null, since: '2026-11-01T10:00:00.000Z' }, null],
    [{ state: 'disagrees', waitingRows: null, since: '2026-11-23T11:59:00.000Z' }, 'Tell your supervisor at once'],
  ] as const)('is told to everybody when rows wait for more than a day, or it disagrees: %o', async (status, words) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T12:00:00.000Z') })
    fake().on('audit:central', () => ({ status: 'ok', central: aCentralStatus(status) }))
    await useCentralStore().load()
    const shell = await render(AppShell)
    await flushPromises()
    const banner = shell.findAll('[role=alert]').map((alert) => alert.text()).join('')
    if (words === null) expect(banner).toBe('')
    else expect(banner).toContain(words)
  })
})
