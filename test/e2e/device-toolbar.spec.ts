import { beforeEach, describe, expect, it } from 'vitest'
import { eventually } from './harness/agent.ts'
import { useDesk } from './harness/desk.ts'

const desk = useDesk({ devices: 700, seed: 5 })
beforeEach(async () => {
  await desk.agent.signIn('Ada Okafor')
  await desk.agent.page.getByRole('status', { name: 'Matches' }).getByText('700 devices').waitFor()
})
const widths = [640, 900, 901, 1024, 1280, 1366, 1600, 1920]

/** Controls and words above the rows that lie over one another or out of the list's own width, and where the rows begin. */
function layout() {
  return desk.agent.page.evaluate(() => {
    const section = document.querySelector('section.devices')!
    const bounds = section.getBoundingClientRect()
    const isSeen = (element: Element): boolean => element.closest('.visually-hidden, .unseen, [popover]') === null && element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1
    const shown = [...section.querySelectorAll('.toolbar :is(button, .matches, .age, .words, .limit, .why), .filters button')].filter(isSeen)
    const boxes = shown.map((element) => ({ name: element.getAttribute('aria-label') ?? element.textContent.trim(), box: element.getBoundingClientRect() }))
    const over = boxes.flatMap((one, index) => boxes.slice(index + 1).filter(({ box }) => {
      const across = Math.min(one.box.right, box.right) - Math.max(one.box.left, box.left)
      return across > 0.5 && Math.min(one.box.bottom, box.bottom) - Math.max(one.box.top, box.top) > 0.5
    }).map(({ name }) => `${one.name} / ${name}`))
    // What a pointer meets in the middle of a control is that control.
    const unreachable = shown.filter((element) => element.localName === 'button').filter((element) => {
      const { left, top, width, height } = element.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      const isOfDrawer = hit?.closest('.drawer') !== null && hit !== null
      return !isOfDrawer && hit?.closest('button') !== element
    }).map((element) => element.getAttribute('aria-label') ?? element.textContent.trim())
    const outside = boxes.filter(({ box }) => box.left < bounds.left - 0.5 || box.right > bounds.right + 0.5).map(({ name }) => name)
    const drawer = document.querySelector('.drawer')?.getBoundingClientRect().left ?? null
    return { over, unreachable, outside, rowsAt: section.querySelector('[role=grid]')!.getBoundingClientRect().top, drawer }
  })
}

describe('what stands above the rows', () => {
  it('lies over nothing and keeps its height at every width, with and without a drawer, ticks and a filter', async () => {
    const { page } = desk.agent
    const search = page.getByRole('searchbox', { name: /Search devices/ })
    /** By its place in the list: rows stand in any order in the page for a moment. */
    const rowAt = (place: number) => page.locator(`[role=row][aria-rowindex="${place}"]`)
    const found: Record<string, unknown> = {}
    const look = async (what: string): Promise<void> => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 700 })
        await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)) }))
        const { over, unreachable, outside, rowsAt } = await layout()
        if (over.length + unreachable.length + outside.length > 0) found[`${what}, ${width}`] = { over, unreachable, outside }
        tops.add(rowsAt)
      }
    }
    const tops = new Set<number>()
    await look('usual')
    await page.getByRole('checkbox', { name: /^Select all/ }).press('Space')
    await look('all')
    await page.getByRole('checkbox', { name: /^Select all/ }).press('Space')
    await rowAt(2).click()
    await look('drawer')
    await page.keyboard.press('Escape')
    for (const place of [2, 3]) await rowAt(place).getByRole('checkbox').press('Space')
    await search.fill('kowalski')
    await page.getByRole('status', { name: 'Selection' }).getByText('2 not in this search').waitFor()
    await look('ticked')
    await rowAt(2).click()
    await look('ticked, drawer')
    expect(found).toEqual({})
    expect([...tops]).toHaveLength(1)
  })

  it('offers the filters that have no room under one button, and says how many of them are set', async () => {
    const { page } = desk.agent
    await page.setViewportSize({ width: 640, height: 700 })
    const filters = page.getByRole('group', { name: 'Filters' })
    await filters.getByRole('button', { name: 'More filters', exact: true }).click()
    await filters.getByRole('button', { name: /^Encryption/ }).click()
    await filters.getByRole('checkbox', { name: /^Encrypted/ }).check()
    await page.keyboard.press('Escape')
    await eventually(() => page.getByRole('status', { name: 'Filter' }).innerText()).toBe('Encryption: Encrypted.')
    await page.keyboard.press('Escape')
    await filters.getByRole('button', { name: 'More filters, 1 set', exact: true }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('More filters, 1 set')
    await page.setViewportSize({ width: 1600, height: 700 })
    await filters.getByRole('button', { name: /^Encryption/ }).waitFor()
    await filters.getByRole('button', { name: /^More filters/ }).waitFor({ state: 'detached' })
  })
})
