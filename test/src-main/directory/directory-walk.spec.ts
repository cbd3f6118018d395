import { describe, expect, it } from 'vitest'
import { createWalk } from '../../../src-main/directory/directory-walk.ts'
import { createIndexEngine } from '../../../src-main/directory/index-engine.ts'
import { ask, nowMs, listed } from './device-rows.ts'

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const page = (rows: unknown[], link?: unknown): Uint8Array => bytes({ 'value': rows, '@odata.nextLink': link })

function walking(): { engine: ReturnType<typeof createIndexEngine>; walk: ReturnType<typeof createWalk> } {
  const engine = createIndexEngine()
  const walk = createWalk(engine)
  expect(walk.begin()).toEqual({ next: 'page', url: null })
  return { engine, walk }
}

describe('a walk', () => {
  it('follows each nextLink as it is, through short and empty pages, to the end', () => {
    const { engine, walk } = walking()
    expect(walk.page(page([listed('1', 'A')], 'link-1'))).toEqual({ next: 'page', url: 'link-1' })
    expect(walk.page(page([], 'link-2'))).toEqual({ next: 'page', url: 'link-2' })
    expect(walk.page(page([listed('2', 'B')], null))).toEqual({ next: 'end', code: null })
    expect(engine.count).toBe(2)
  })

  it('leaves out rows that cannot be read, and counts them', () => {
    const { engine, walk } = walking()
    walk.page(page([listed('1', 'A'), null, 5, {}, { id: '' }, listed('2', 'B')]))
    expect(walk.badRows).toBe(4)
    expect(engine.count).toBe(2)
  })

  it.each(['', '{"value":[', '<html>', '[]', 'null', '{}', '{"value":{}}', '{"value":[],"@odata.nextLink":5}', '\ud800'])(
    'ends at a page that is no list: %j', (body) => {
      const { engine, walk } = walking()
      walk.page(page([listed('1', 'A')], 'link-1'))
      expect(walk.page(bytes(body))).toEqual({ next: 'end', code: 'graph-bad-response' })
      expect(engine.query(ask(''), nowMs).total).toBe(1)
    })

  it('ends when the links go in a circle, or on for ever without rows', () => {
    const circle = walking().walk
    circle.page(page([], 'link-1'))
    circle.page(page([], 'link-2'))
    expect(circle.page(page([], 'link-1'))).toEqual({ next: 'end', code: 'graph-bad-response' })
    const busy = walking().walk
    busy.page(page([], 'link-1'))
    expect(busy.page(page([], 'link-1'))).toEqual({ next: 'page', url: 'link-1' })
    expect(busy.page(page([listed('1', 'A')], 'link-1'))).toEqual({ next: 'end', code: 'graph-bad-response' })
    const endless = walking().walk
    let pages = 0
    while (endless.page(page([], `link-${pages}`)).next === 'page') pages += 1
    expect(pages).toBeLessThan(100)
  })

  it('starts over once when the skip token has expired, and then gives up', () => {
    const { engine, walk } = walking()
    walk.page(page([listed('1', 'A')], 'link-1'))
    expect(walk.refused('graph-rejected')).toEqual({ next: 'page', url: null })
    expect(walk.page(page([listed('1', 'A')], 'link-1'))).toEqual({ next: 'page', url: 'link-1' })
    expect(walk.refused('graph-rejected')).toEqual({ next: 'end', code: 'graph-rejected' })
    expect(engine.count).toBe(1)
  })

  it('does not start over for another reason, or before the first page', () => {
    expect(walking().walk.refused('graph-rejected')).toEqual({ next: 'end', code: 'graph-rejected' })
    const { walk } = walking()
    walk.page(page([], 'link-1'))
    expect(walk.refused('graph-throttled')).toEqual({ next: 'end', code: 'graph-throttled' })
  })

  it('survives ten thousand mutilated pages', () => {
    const good = JSON.stringify({ 'value': [listed('1', 'A'), listed('2', 'Б')], '@odata.nextLink': 'https://graph.example/next' })
    let seed = 3
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below
    const { walk } = walking()
    for (let i = 0; i < 10_000; i += 1) {
      const body = bytes(good)
      for (let n = 0; n <= random(4); n += 1) body[random(body.length)] = random(256)
      expect(['page', 'end']).toContain(walk.page(body.subarray(0, random(3) === 0 ? random(body.length) : body.length)).next)
    }
  })
})
