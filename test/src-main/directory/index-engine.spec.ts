import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIndexEngine } from '../../../src-main/directory/index-engine.ts'
import type { DirectoryEngine } from '../../../src-main/directory/directory-engine.ts'
import { checkInAges, complianceStates, encryptions, everyDevice, ownerships, platforms } from '../../../src-shared/device-filter.ts'
import { deviceKinds, sortKeys } from '../../../src-shared/device.ts'
import type { DeviceRow, DirectoryQuery } from '../../../src-shared/device.ts'
import { createRandom } from '../../../simulated-tenant/random.ts'
import { manyDevices, typedQueries } from '../../factories/many-devices.ts'
import { createScanEngine } from '../../factories/scan-engine.ts'
import { aRow, ask, nowMs } from './device-rows.ts'

const engines = (): [DirectoryEngine, DirectoryEngine] => [createIndexEngine(0, 15), createScanEngine()]
const finish = (engine: DirectoryEngine): void => {
  while (engine.prepare());
}
function walkAll(engine: DirectoryEngine, rows: readonly DeviceRow[], page = 1000): void {
  engine.beginWalk()
  for (let at = 0; at < rows.length; at += page) engine.addRows(rows.slice(at, at + page))
  engine.commitWalk()
}
/** Total, ids and counts must be those of the plain scan. */
function expectSame([index, scan]: readonly [DirectoryEngine, DirectoryEngine], question: DirectoryQuery, atMs = nowMs): void {
  const of = (engine: DirectoryEngine): unknown => {
    const { total, rows, counts } = engine.query(question, atMs)
    return { total, ids: rows.map(({ id }) => id), counts }
  }
  expect(of(index), JSON.stringify(question)).toEqual(of(scan))
}

const strangeTexts = ['ß', 'STRASSE', 'ﬁle', 'İstanbul', 'ıI', '王小明', '小', '👩‍👩‍👧‍👦', '😀', '\ud83d', '\ude00', '\ud83d x', 'a\nb', 'x@\v', 'x@\vcontoso', '@', 'a@b@c.example', 'Ж', 'й', 'Σίσυφος', 'é', 'ﷺ', '\ufffd', '\u0000', '-', '3505', ' ', '']
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...strangeTexts) },
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', '@', '.', ' ', 'é', 'Ж', '王', '😀'), maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
)
/** Names as Intune makes them (user_kind_date_time), and such that only look like it. */
const pieces = fc.array(fc.constantFrom('ana', 'Ana', 'b', 'an a', 'iOS', 'Android', '1/2/2026', '11/2/2025', '3:05 AM', '', 'é', 'a\vb', 'a\fb', '＿'), { minLength: 3, maxLength: 5 })
  .map((each) => each.join('_'))
const name = fc.oneof({ weight: 1, arbitrary: text }, { weight: 2, arbitrary: pieces })
const partOfName = fc.tuple(pieces, fc.nat(8), fc.integer({ min: 1, max: 12 })).map(([whole, from, length]) => whole.slice(from, from + length))
const someId = fc.integer({ min: 0, max: 60 }).map((n) => `id-${n}`)
const day = 86_400_000
/** Whole, half and odd days ago, the limits of every age among them, to the millisecond; long before and long after as well. */
const momentMs = fc.oneof(
  fc.tuple(fc.constantFrom(0, 1, 7, 30, 90), fc.constantFrom(-day / 2, -1001, -1000, -999, -1, 0, 1, 999, 1000, day / 2)).map(([days, beside]) => nowMs - days * day + beside),
  fc.constantFrom(-62_135_596_800_000, -1, 0, 999, 1000, 1999, 2_147_483_646_000, 2_147_483_647_000, 2_147_483_648_000, 7_258_118_400_000),
)
const someRow = fc.record({
  kind: fc.constantFrom(...deviceKinds), ownership: fc.constantFrom(...ownerships), compliance: fc.constantFrom(...complianceStates), isEncrypted: fc.constantFrom(true, false, null),
  lastSyncAt: fc.option(momentMs.map((ms) => new Date(ms).toISOString())),
  id: someId, deviceName: name, serialNumber: text, imei: text, userDisplayName: text,
  userPrincipalName: fc.oneof(text, fc.tuple(text, text).map(([a, b]) => `${a}@${b}`)), model: text,
  managedDeviceName: name, phoneNumber: fc.oneof(text, fc.constantFrom('+44 7700 900001', '+1 (0) 206 555-0123', '+44', '112')), isNamedAlike: fc.boolean(),
}).map(({ isNamedAlike, ...row }) => aRow(isNamedAlike ? { ...row, managedDeviceName: row.deviceName } : row))
const filter = fc.record({
  platforms: fc.subarray([...platforms], { maxLength: 3 }), ownerships: fc.subarray([...ownerships], { maxLength: 2 }), compliance: fc.subarray([...complianceStates]),
  checkIn: fc.subarray([...checkInAges]), encryption: fc.subarray([...encryptions]), inFlight: fc.boolean(),
}).chain((whole) => fc.oneof(
  { weight: 1, arbitrary: fc.constant(whole) },
  // Most lists are empty in what a person asks.
  { weight: 3, arbitrary: fc.subarray(Object.keys(whole) as (keyof typeof whole)[], { maxLength: 2 }).map((names) => ({ ...everyDevice, ...Object.fromEntries(names.map((name) => [name, whole[name]])) })) },
))
const question: fc.Arbitrary<DirectoryQuery> = fc.record({
  text: fc.oneof(text, partOfName, fc.array(fc.oneof(text, partOfName), { maxLength: 3 }).map((words) => words.join(' '))),
  sort: fc.record({ key: fc.constantFrom(...sortKeys), direction: fc.constantFrom('ascending' as const, 'descending' as const) }),
  window: fc.record({ offset: fc.integer({ min: 0, max: 30 }), limit: fc.integer({ min: 0, max: 40 }) }),
  filter, counts: fc.boolean(),
}, { requiredKeys: ['text', 'sort', 'window'] })
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('query' as const), question, atMs: fc.oneof({ weight: 3, arbitrary: fc.constant(nowMs) }, { weight: 1, arbitrary: momentMs }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fly' as const), ids: fc.uniqueArray(someId, { maxLength: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('add' as const), rows: fc.array(someRow, { maxLength: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('update' as const), row: someRow }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('prepare' as const), times: fc.constantFrom(1, 2, 3, 5000) }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'begin' as const }, { do: 'commit' as const }, { do: 'abandon' as const }, { do: 'clear' as const }) },
)

/** Texts with identifiers in them, whole and nearly. */
const identifiers = fc.oneof(text, fc.constantFrom('F2LXK4Q9N7', 'f2lx-k4q9', '356938035643809', '35 693803 564380 9', 'ana@contoso.example', "o'brien@b.example", 'K4Q9'))
const ticketOf = (parts: readonly string[]): string => parts.join(' ')

describe('identifiers in a text', () => {
  it('are found as a plain look through the list finds them', () => {
    const row = fc.record({ id: fc.integer({ min: 0, max: 60 }).map((n) => `id-${n}`), serialNumber: identifiers, imei: identifiers, userPrincipalName: identifiers }).map(aRow)
    fc.assert(fc.property(fc.array(row, { maxLength: 40 }), fc.array(row, { maxLength: 12 }), fc.array(identifiers, { maxLength: 30 }), (rows, changes, parts) => {
      const both = engines()
      for (const engine of both) walkAll(engine, rows)
      finish(both[0])
      for (const engine of both) for (const change of changes) engine.update(change)
      const of = (engine: DirectoryEngine): unknown => engine.findInText(ticketOf(parts)).map(({ kind, value, devices }) => ({ kind, value: value.toLowerCase(), devices }))
      expect(of(both[0])).toEqual(of(both[1]))
    }), { numRuns: 200 })
  })

  const devices = [
    aRow({ id: '1', serialNumber: 'F2LXK4Q9N7', imei: '356938035643809', userPrincipalName: 'Ana.Lopez@practice.example' }),
    aRow({ id: '2', serialNumber: 'f2lxk4q9n7', userPrincipalName: "pat.o'brien@practice.example" }),
    aRow({ id: '3', serialNumber: 'R58M-1234/X', imei: '490154203237518', userPrincipalName: 'ana_else.com#EXT#@practice.example' }),
    aRow({ id: '4', serialNumber: '0', deviceName: 'printer' }),
  ]
  it.each<[string, string, readonly string[]]>([
    ['a serial number in other letters, twice in the list', 'SN: f2LXk4q9n7.', ['serialNumber F2LXK4Q9N7 2']],
    ['a serial number with signs in it', '(R58M-1234/x)', ['serialNumber R58M-1234/X 1']],
    ['an IMEI', 'IMEI:356938035643809,', ['imei 356938035643809 1']],
    ['an IMEI in groups, after a ticket number', 'Ticket 12345 35-693803-564380-9', ['imei 356938035643809 1']],
    ['an IMEI with spaces', '49 015420 323751 8', ['imei 490154203237518 1']],
    ['a user in angle brackets', 'From: Ana <ana.lopez@PRACTICE.example>', ['userPrincipalName Ana.Lopez@practice.example 1']],
    ['a user in a link', 'mailto:ana.lopez@practice.example?subject=x', ['userPrincipalName Ana.Lopez@practice.example 1']],
    ['a user at the end of a sentence, in quotes', "It is 'pat.o'brien@practice.example'.", ["userPrincipalName pat.o'brien@practice.example 1"]],
    ['a guest', 'ana_else.com#EXT#@practice.example', ['userPrincipalName ana_else.com#EXT#@practice.example 1']],
    ['several, in their order', 'ana.lopez@practice.example has 490154203237518 and R58M-1234/X', ['userPrincipalName Ana.Lopez@practice.example 1', 'imei 490154203237518 1', 'serialNumber R58M-1234/X 1']],
    ['no part of one', 'F2LXK4Q9N 35693803564380 lopez@practice.example xana.lopez@practice.example', []],
    ['no longer one', 'F2LXK4Q9N77 3569380356438091 ana.lopez@practice.example.org', []],
    ['no name, nor what is too short', 'printer 0 0 0', []],
    ['nothing', '', []],
  ])('%s', (_what, ticket, expected) => {
    const both = engines()
    for (const engine of both) {
      walkAll(engine, devices)
      finish(engine)
      expect(engine.findInText(ticket).map(({ kind, value, devices }) => `${kind} ${value} ${devices}`)).toEqual(expected)
    }
  })

  it('are twenty at most', () => {
    const many = Array.from({ length: 30 }, (_, n) => aRow({ id: `${n}`, serialNumber: `SERIAL-${n}` }))
    for (const engine of engines()) {
      walkAll(engine, many)
      finish(engine)
      const found = engine.findInText(many.map(({ serialNumber }) => serialNumber).join('\n'))
      expect(found.map(({ value }) => value)).toEqual(many.slice(0, 20).map(({ serialNumber }) => serialNumber))
    }
  })
})

describe('the index answers as a plain scan does', () => {
  it('whatever the texts, words, walks and changes', () => {
    fc.assert(fc.property(fc.array(someRow, { minLength: 1, maxLength: 60 }), fc.array(step, { maxLength: 25 }), fc.array(question, { minLength: 4, maxLength: 4 }), (rows, steps, questions) => {
      const both = engines()
      for (const engine of both) walkAll(engine, rows, 25)
      finish(both[0])
      let isWalking = false
      for (const one of steps) {
        if (one.do === 'query') expectSame(both, one.question, one.atMs)
        else
          for (const engine of both) {
            if (one.do === 'add' && isWalking) engine.addRows(one.rows)
            else if (one.do === 'update') engine.update(one.row)
            else if (one.do === 'fly') engine.setInFlight(one.ids)
            else if (one.do === 'begin') engine.beginWalk()
            else if (one.do === 'commit' && isWalking) engine.commitWalk()
            else if (one.do === 'abandon') engine.abandonWalk()
            else if (one.do === 'clear') {
              engine.abandonWalk()
              engine.clear()
            }
          }
        if (one.do === 'prepare') for (let i = 0; i < one.times && both[0].prepare(); i += 1);
        if (one.do === 'begin') isWalking = true
        else if (one.do === 'commit' || one.do === 'abandon' || one.do === 'clear') isWalking = false
      }
      for (const each of questions) expectSame(both, each)
      expect(both[0].count).toBe(both[1].count)
    }), { numRuns: 300 })
  })

  it.each([[1000, 600], [10_000, 200]])('for %i believable devices, in %i questions, also while a new index is made and after changes', (count, asked) => {
    const rows = manyDevices(count)
    const both = engines()
    for (const engine of both) walkAll(engine, rows)
    const queries = typedQueries(rows, asked)
    const random = createRandom(3, 'changes')
    const directions = ['ascending', 'descending'] as const
    queries.forEach((typed, i) => {
      // One step of the making between two questions, then changes between them, then a second walk.
      if (i < asked / 2) both[0].prepare()
      else {
        if (i === Math.floor(asked / 2)) finish(both[0])
        const changed = { ...random.pick(rows), deviceName: `${random.pick(rows).deviceName} 2`, userPrincipalName: random.pick(rows).userPrincipalName }
        for (const engine of both) engine.update(changed)
      }
      if (i === Math.floor(asked * 0.8))
        for (const engine of both) walkAll(engine, [...rows.slice(0, -150), ...manyDevices(100, 77).map((row) => ({ ...row, id: `new-${row.id}` }))])
      expectSame(both, ask(typed, { window: { offset: i % 10 === 0 ? 3 : 0, limit: 100 } }))
      if (i % 20 === 0) {
        const chosen = { ...everyDevice, ownerships: i % 40 === 0 ? [] : ['company' as const], compliance: i % 100 === 0 ? ['noncompliant' as const] : [], checkIn: i % 60 === 0 ? ['day' as const, 'never' as const] : [], inFlight: i % 140 === 0 }
        for (const engine of both) engine.setInFlight(rows.slice(i, i + 40).map(({ id }) => id))
        expectSame(both, ask(i % 80 === 0 ? '' : typed, { filter: chosen, counts: true }), Date.parse('2026-11-01T08:00:00Z'))
      }
      if (i % 60 === 0) for (const direction of directions) expectSame(both, ask(typed, { sort: { key: sortKeys[(i / 60) % sortKeys.length] ?? 'imei', direction } }))
    })
    finish(both[0])
    for (const typed of queries.slice(0, 100)) expectSame(both, ask(typed))
  })

  it.each([0, 1, 2, 3, 4])('when devices change and go while a new index is made, after %i steps of it', (steps) => {
    const rows = Array.from({ length: 60 }, (_, n) => aRow({ id: `id-${n}`, deviceName: `PC-${n}`, userPrincipalName: `u${n}@contoso.example` }))
    const both = engines()
    for (const engine of both) walkAll(engine, rows)
    finish(both[0])
    for (const row of rows.slice(0, 20)) for (const engine of both) engine.update({ ...row, model: 'Changed' })
    for (let i = 0; i < steps; i += 1) expect(both[0].prepare()).toBe(true)
    for (const row of rows.slice(15, 25)) for (const engine of both) engine.update({ ...row, deviceName: `New ${row.id}` })
    for (const engine of both) walkAll(engine, [...rows.slice(3, 30), aRow({ id: 'late', deviceName: 'PC-00' })])
    finish(both[0])
    for (const typed of ['', 'pc', 'new', 'changed', 'u2@con', 'pc-00', 'id-1']) expectSame(both, ask(typed))
    for (const row of rows.slice(0, 3)) expect(both[0].update({ ...row, model: 'Gone' })).toBe(false)
  })

  it('when more values are shared than are kept apart, and for words that are longer than any field', () => {
    const rows = Array.from({ length: 33_500 }, (_, n) => aRow({
      id: `id-${n}`, deviceName: `PC-${n % 700}`, userDisplayName: `User ${n}`, userPrincipalName: `u${n}@d${n % 40 === 0 ? n : 1}.example`, model: `M${n % 9}`,
    }))
    const both = engines()
    for (const engine of both) walkAll(engine, rows, 5000)
    finish(both[0])
    for (const typed of ['pc-', 'use', 'ser', 'exa', '.ex', 'ser exa', 'pc-6', 'user 33', 'User 33499', 'u33499@', 'u33480@d33480.ex', '@d33480', '480@d334', 'example', 'pc-699 m3', 'user 1 m8', 'a'.repeat(5000), 'z'.repeat(20_000), `${'pc- '.repeat(20)}699`])
      expectSame(both, ask(typed))
  })
})
