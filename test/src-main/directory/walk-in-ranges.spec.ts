import { describe, expect, it } from 'vitest'
import { isInRange, rangesUntil } from '../../../src-main/directory/check-in-ranges.ts'
import { createWalk } from '../../../src-main/directory/directory-walk.ts'
import type { PageAsk, Walk } from '../../../src-main/directory/directory-walk.ts'
import { createIndexEngine } from '../../../src-main/directory/index-engine.ts'
import type { CheckInRange } from '../../../src-main/graph/device-list.ts'

const nowMs = Date.UTC(2026, 10, 24, 12)
const ranges = rangesUntil(nowMs)
const seconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
const device = (id: string, atMs: number | null): unknown => ({ id, deviceName: id, lastSyncDateTime: atMs === null ? '0001-01-01T00:00:00Z' : seconds(atMs) })
const page = (rows: unknown[], link?: string): Uint8Array => new TextEncoder().encode(JSON.stringify({ '@odata.nextLink': link, 'value': rows }))

function walking(): { engine: ReturnType<typeof createIndexEngine>; walk: Walk; asked: PageAsk[]; inRange: (range: CheckInRange) => PageAsk } {
  const engine = createIndexEngine()
  const asked: PageAsk[] = []
  const walk = createWalk(engine, (each) => asked.push(each))
  walk.begin()
  const inRange = (range: CheckInRange): PageAsk => asked.findLast((each) => each.range === range)!
  return { engine, walk, asked, inRange }
}

describe('ranges of check-ins', () => {
  it('hold every device, whenever it has checked in, and the last one all that checks in later', () => {
    const times = [null, 0, nowMs - 3_600_000, nowMs - 5 * 60_000, nowMs, nowMs + 86_400_000, ...Array.from({ length: 500 }, (_, i) => nowMs - i * i * 60_123)]
    for (const time of times) {
      const row = { lastSyncAt: time === null ? null : new Date(time).toISOString() }
      expect(ranges.some((range) => isInRange(row, range)), String(row.lastSyncAt)).toBe(true)
    }
    expect(ranges.at(-1)).toEqual({ from: '2026-11-24T11:55:00Z', to: null })
    expect(ranges.filter(({ to }) => to === null)).toHaveLength(1)
  })
})

describe('a walk in ranges', () => {
  it('shows the first page, then reads eight ranges at once, and the last one when all others have been read', () => {
    const { engine, walk, asked } = walking()
    walk.split(ranges)
    expect(asked).toHaveLength(1)
    expect(walk.page(1, page([device('1', nowMs)], 'link-1'))).toBeNull()
    expect(engine.count).toBe(1)
    const open = asked.slice(1)
    expect(open).toHaveLength(8)
    let end = null
    while (open.length > 0) {
      const before = asked.length
      const next = open.shift()!
      if (next.range === ranges.at(-1)) expect(open).toEqual([])
      end = walk.page(next.request, page([]))
      open.push(...asked.slice(before))
    }
    expect(end).toEqual({ code: null, canResume: false })
    expect(new Set(asked.slice(1).map(({ range }) => range))).toEqual(new Set(ranges))
  })

  it('drops the page of the undivided list that was under way, and holds a device of two ranges once', () => {
    const { engine, walk, asked } = walking()
    walk.page(1, page([device('1', nowMs - 1)], 'link-1'))
    const two = [{ from: null, to: seconds(nowMs) }, { from: seconds(nowMs), to: null }]
    walk.split(two)
    expect(walk.page(2, page([device('late', nowMs)]))).toBeNull()
    expect(walk.page(3, page([device('1', nowMs - 1), device('2', nowMs), device('3', null)]))).toBeNull()
    expect(asked.map(({ url, range }) => [url, range])).toEqual([[null, null], ['link-1', null], [null, two[0]], [null, two[1]]])
    expect(walk.page(4, page([device('2', nowMs)]))).toEqual({ code: null, canResume: false })
    expect(engine.query({ text: '', sort: { key: 'deviceName', direction: 'ascending' }, window: { offset: 0, limit: 10 } }, nowMs).rows.map(({ id }) => id)).toEqual(['1', '2', '3'])
  })

  it.each<[string, (walk: Walk, request: number) => unknown]>([
    ['does not know the filter', (walk, request) => walk.refused(request, 'graph-rejected')],
    ['fails over it', (walk, request) => walk.refused(request, 'graph-unavailable')],
    ['ignores it', (walk, request) => walk.page(request, page([device('1', 0), device('2', nowMs)]))],
  ])('reads the undivided list from its beginning when the tenant %s', (_how, answer) => {
    const { engine, walk, asked, inRange } = walking()
    walk.page(1, page([device('1', 0)], 'link-1'))
    walk.split(ranges)
    expect(answer(walk, inRange(ranges[3]!).request)).toBeNull()
    expect(walk.areRangesRefused).toBe(true)
    expect(asked.at(-1)).toMatchObject({ url: null, range: null })
    walk.split(ranges)
    expect(walk.page(asked.at(-1)!.request, page([device('1', 0), device('2', nowMs)]))).toEqual({ code: null, canResume: false })
    expect(engine.count).toBe(2)
  })

  it('starts only that range over whose skip token has expired, once', () => {
    const { walk, asked, inRange } = walking()
    walk.page(1, page([device('1', nowMs)], 'link-1'))
    walk.split(ranges)
    const range = ranges[2]!
    const first = inRange(range)
    walk.page(first.request, page([], 'link-2'))
    expect(walk.refused(inRange(range).request, 'graph-rejected')).toBeNull()
    expect(asked.at(-1)).toMatchObject({ url: null, range })
    walk.page(inRange(range).request, page([], 'link-3'))
    expect(walk.refused(inRange(range).request, 'graph-rejected')).toEqual({ code: 'graph-rejected', canResume: false })
  })

  it('goes on with every range that was open when it was broken off', () => {
    const { walk, asked } = walking()
    walk.page(1, page([device('1', nowMs)], 'link-1'))
    walk.split(ranges)
    const open = asked.filter(({ range }) => range !== null).map(({ url, range }) => ({ url, range }))
    expect(walk.refused(asked.at(-1)!.request, 'graph-throttled')).toEqual({ code: 'graph-throttled', canResume: true })
    const before = asked.length
    walk.resume()
    const again = asked.slice(before).map(({ url, range }) => ({ url, range }))
    expect(new Set(again.map(({ range }) => range))).toEqual(new Set(open.map(({ range }) => range)))
  })

  it('is not begun when much of the list has been read already', () => {
    const { walk, asked } = walking()
    for (let n = 1; n <= 6; n += 1) walk.page(n, page([device(String(n), nowMs)], `link-${n}`))
    walk.split(ranges)
    expect(asked.every(({ range }) => range === null)).toBe(true)
  })
})
