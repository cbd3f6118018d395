import { describe, expect, it } from 'vitest'
import { createWalk } from '../../../src-main/directory/directory-walk.ts'
import type { PageAsk, Walk, WalkEnd } from '../../../src-main/directory/directory-walk.ts'
import { createIndexEngine } from '../../../src-main/directory/index-engine.ts'
import { ask, nowMs, listed } from './device-rows.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const page = (rows: unknown[], link?: unknown): Uint8Array => bytes({ '@odata.nextLink': link, 'value': rows })
/** As a server writes it that knows the link last. */
const linkLast = (rows: unknown[], link?: unknown): Uint8Array => bytes({ 'value': rows, '@odata.nextLink': link })

interface Walking {
  readonly engine: ReturnType<typeof createIndexEngine>
  readonly walk: Walk
  readonly asked: PageAsk[]
  /** Answers what was asked for last. */
  answer(body: Uint8Array): WalkEnd | null
  refuse(code: ErrorCode): WalkEnd | null
}

function walking(): Walking {
  const engine = createIndexEngine()
  const asked: PageAsk[] = []
  const walk = createWalk(engine, (each) => asked.push(each))
  const last = (): number => asked.at(-1)?.request ?? 0
  walk.begin()
  expect(asked).toEqual([{ request: 1, url: null, range: null }])
  return { engine, walk, asked, answer: (body) => walk.page(last(), body), refuse: (code) => walk.refused(last(), code) }
}
const whole: WalkEnd = { code: null, canResume: false }
const bad: WalkEnd = { code: 'graph-bad-response', canResume: false }
const rejected: WalkEnd = { code: 'graph-rejected', canResume: false }

describe('a walk', () => {
  it.each([['first', page], ['last', linkLast]])('follows each nextLink as it is, through short and empty pages, to the end, when the link stands %s', (_where, write) => {
    const { engine, asked, answer } = walking()
    expect(answer(write([listed('1', 'A')], 'link-1'))).toBeNull()
    expect(answer(write([], 'link-2'))).toBeNull()
    expect(answer(write([listed('2', 'B')], null))).toEqual(whole)
    expect(asked.map(({ url }) => url)).toEqual([null, 'link-1', 'link-2'])
    expect(engine.count).toBe(2)
  })

  it('asks for the next page before the rows of this one can be found', () => {
    const engine = createIndexEngine()
    const found: number[] = []
    const walk = createWalk(engine, () => found.push(engine.count))
    walk.begin()
    walk.page(1, page([listed('1', 'A')], 'link-1'))
    walk.page(2, page([listed('2', 'B')], 'link-2'))
    expect(found).toEqual([0, 0, 1])
  })

  it('asks again when what looked like the link was another, and takes only the right page', () => {
    const { engine, walk, asked, answer } = walking()
    answer(bytes({ 'value': [{ ...listed('1', 'A') as object, 'users': { '@odata.nextLink': 'of-a-row' } }], '@odata.nextLink': 'link-1' }))
    walk.page(asked.find(({ url }) => url === 'of-a-row')?.request ?? 0, page([listed('9', 'Wrong')]))
    expect(engine.count).toBe(1)
    expect(asked.at(-1)).toMatchObject({ url: 'link-1' })
    expect(answer(page([listed('2', 'B')]))).toEqual(whole)
    expect(engine.count).toBe(2)
  })

  it('leaves out rows that cannot be read, and counts them', () => {
    const { engine, walk, answer } = walking()
    answer(page([listed('1', 'A'), null, 5, {}, { id: '' }, listed('2', 'B')]))
    expect(walk).toMatchObject({ badRows: 4, read: 6 })
    expect(engine.count).toBe(2)
  })

  it.each(['', '{"value":[', '<html>', '[]', 'null', '{}', '{"value":{}}', '{"value":[],"@odata.nextLink":5}', '{"@odata.nextLink":"link-2","value":5}', '\ud800'])(
    'ends at a page that is no list: %j', (body) => {
      const { engine, answer } = walking()
      answer(page([listed('1', 'A')], 'link-1'))
      expect(answer(bytes(body))).toEqual(bad)
      expect(engine.query(ask(''), nowMs).total).toBe(1)
    })

  it('ends when the links go in a circle, or on for ever without rows', () => {
    const circle = walking()
    circle.answer(page([], 'link-1'))
    circle.answer(page([], 'link-2'))
    expect(circle.answer(page([], 'link-1'))).toEqual(bad)
    const busy = walking()
    busy.answer(page([], 'link-1'))
    expect(busy.answer(page([], 'link-1'))).toBeNull()
    expect(busy.answer(page([listed('1', 'A')], 'link-1'))).toEqual(bad)
    const endless = walking()
    let pages = 0
    while (endless.answer(page([], `link-${pages}`)) === null) pages += 1
    expect(pages).toBeLessThan(100)
  })

  it('starts over once when the skip token has expired, and then gives up', () => {
    const { engine, asked, answer, refuse } = walking()
    answer(page([listed('1', 'A')], 'link-1'))
    expect(refuse('graph-rejected')).toBeNull()
    expect(asked.at(-1)).toMatchObject({ url: null })
    expect(answer(page([listed('1', 'A')], 'link-1'))).toBeNull()
    expect(refuse('graph-rejected')).toEqual(rejected)
    expect(engine.count).toBe(1)
  })

  it('does not start over for another reason, or before the first page', () => {
    expect(walking().refuse('graph-rejected')).toEqual(rejected)
    expect(walking().refuse('graph-throttled')).toEqual({ code: 'graph-throttled', canResume: false })
  })

  it('goes on at the last good link when it was broken off', () => {
    const { engine, walk, asked, answer, refuse } = walking()
    answer(page([listed('1', 'A')], 'link-1'))
    expect(refuse('graph-throttled')).toEqual({ code: 'graph-throttled', canResume: true })
    walk.resume()
    expect(asked.at(-1)).toMatchObject({ url: 'link-1' })
    expect(answer(page([listed('2', 'B')]))).toEqual(whole)
    expect(engine.count).toBe(2)
  })

  it('starts over when the link has expired while it was broken off', () => {
    const { engine, walk, asked, answer, refuse } = walking()
    answer(page([listed('1', 'A')], 'link-1'))
    refuse('tenant-unreachable')
    walk.resume()
    expect(refuse('graph-rejected')).toBeNull()
    expect(asked.at(-1)).toMatchObject({ url: null })
    answer(page([listed('1', 'A')], 'link-2'))
    expect(answer(page([listed('2', 'B')]))).toEqual(whole)
    expect(engine.count).toBe(2)
  })

  it('survives ten thousand mutilated pages', () => {
    const good = JSON.stringify({ '@odata.nextLink': 'https://graph.example/next', 'value': [listed('1', 'A'), listed('2', 'Б')] })
    let seed = 3
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below
    for (let i = 0; i < 10_000; i += 1) {
      const { answer } = walking()
      const body = bytes(good)
      for (let n = 0; n <= random(4); n += 1) body[random(body.length)] = random(256)
      const end = answer(body.subarray(0, random(3) === 0 ? random(body.length) : body.length))
      expect([null, null, 'graph-bad-response']).toContain(end === null ? null : end.code)
    }
  })
})
