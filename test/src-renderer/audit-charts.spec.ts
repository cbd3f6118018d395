import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { drawBars, type BarPicture } from '../../src-renderer/composables/draw-bars.ts'
import AuditView from '../../src-renderer/views/AuditView.vue'
import { everyAttempt } from '../../src-shared/audit-query.ts'
import { someFigures } from '../factories/audit-figures.ts'
import { findButton, render, useFakeBridge } from './support/render.ts'

// jsdom has no canvas.
vi.mock('../../src-renderer/composables/draw-bars.ts', () => ({ drawBars: vi.fn() }))
const erase = vi.fn()
beforeEach(() => {
  erase.mockReset()
  vi.mocked(drawBars).mockReset().mockReturnValue(erase)
})

const fake = useFakeBridge()
const titles = ['Attempts per day', 'By hour of the day', 'How they ended', 'By agent']

async function show(): Promise<VueWrapper> {
  const view = await render(AuditView, {}, '/audit')
  await flushPromises()
  findButton('Charts').click()
  await flushPromises()
  return view
}

async function showCounted(): Promise<VueWrapper> {
  fake().on('audit:figures', () => ({ status: 'ok', figures: someFigures() }))
  return show()
}

async function press(name: string): Promise<void> {
  findButton(name).click()
  await flushPromises()
}

/** What the canvas of a chart was last given. */
function pictureOf(title: string): BarPicture {
  const call = vi.mocked(drawBars).mock.calls.findLast(([canvas]) => canvas.getAttribute('aria-label')?.startsWith(`${title}:`))
  if (call === undefined) throw new Error(`No picture of “${title}”`)
  return call[1]
}

const tableOf = (view: VueWrapper, title: string): string[][] =>
  view.find(`[aria-label="Table: ${title}"]`).findAll('tr').map((row) => row.findAll('th, td').map((cell) => cell.text()))

describe('the charts of the audit page', () => {
  it('give each picture a name and what it says', async () => {
    const view = await showCounted()
    const canvases = view.findAll('canvas')
    expect(canvases.map((canvas) => canvas.attributes('role'))).toEqual(titles.map(() => 'img'))
    expect(canvases[0]?.attributes('aria-label')).toBe('Attempts per day: 5 in all, most for 23 Nov (3). The same numbers are in its table.')
  })

  it('draw the attempts that the filter lets through, stacked by outcome', async () => {
    await showCounted()
    expect(pictureOf('Attempts per day')).toMatchObject({
      labels: ['23 Nov', '24 Nov'],
      series: [{ values: [2, 0] }, { values: [0, 1] }, { values: [1, 0] }, { values: [0, 1] }],
    })
    expect(pictureOf('How they ended')).toMatchObject({ labels: ['Refused', 'Requested', 'Done', 'Failed'], series: [{ values: [1, 1, 2, 1], colour: ['--warn', '--accent', '--good', '--bad'] }] })
    expect(pictureOf('By hour of the day').series[0]?.values).toHaveLength(24)
  })

  it('give the same numbers as a table, with what is worth a look for each agent', async () => {
    const view = await showCounted()
    await press('Show as table: By agent')
    expect(tableOf(view, 'By agent')).toEqual([
      ['Agent', 'Landed', 'Failed', 'Stopped or refused', 'Still open', 'All', 'Worth a look'],
      ['Alex Agent', '2', '1', '1', '0', '4', '3'],
      ['Sam Other', '0', '0', '0', '1', '1', '0'],
    ])
    expect(view.findAll('canvas')).toHaveLength(3)
    await press('Show as bars: By agent')
    expect(view.findAll('canvas')).toHaveLength(4)
  })

  it('show the attempts behind a bar in the list', async () => {
    const view = await showCounted()
    pictureOf('Attempts per day').onPick?.(1)
    await flushPromises()
    expect(fake().asked('audit:attempts').at(-1)?.filter)
      .toEqual({ ...everyAttempt, from: new Date(2026, 10, 24).toISOString(), to: new Date(2026, 10, 25).toISOString() })
    expect(view.find('[aria-label="Attempts"]').exists()).toBe(true)
    await press('Charts')
    pictureOf('By agent').onPick?.(0)
    await flushPromises()
    await press('Charts')
    pictureOf('How they ended').onPick?.(3)
    await flushPromises()
    expect(fake().asked('audit:attempts').at(-1)?.filter).toMatchObject({ agentOid: 'oid-alex', statuses: ['failed'] })
    expect(pictureOf('By hour of the day').onPick).toBeNull()
  })

  it('can be followed from the table, by keyboard', async () => {
    await showCounted()
    await press('Show as table: How they ended')
    await press('Requested')
    expect(fake().asked('audit:attempts').at(-1)?.filter.statuses).toEqual(['requested'])
  })

  it('are drawn again when the numbers change, and taken away with the page', async () => {
    let day = '2026-11-23'
    fake().on('audit:figures', () => ({ status: 'ok', figures: someFigures({ perDay: [{ day, counts: { landed: 1, failed: 0, stopped: 0, open: 0 } }] }) }))
    const view = await show()
    day = '2026-11-24'
    await press('Filters') // folded where the window is narrow
    await press('Outside hours 1')
    expect(pictureOf('Attempts per day').labels).toEqual(['24 Nov'])
    const { calls } = vi.mocked(drawBars).mock
    view.unmount()
    expect(erase).toHaveBeenCalledTimes(calls.length)
  })

  it('say that there is nothing to count, or why it could not be counted', async () => {
    const view = await show()
    expect(view.text()).toContain('Nothing to count.')
    fake().on('audit:figures', () => ({ status: 'refused', code: 'not-allowed' }))
    await press('Filters')
    await press('Outside hours 0')
    expect(view.find('[role=alert]').text()).toContain('Your role does not cover this.')
  })
})
