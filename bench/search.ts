// npm run bench -- search [--devices N] [--rounds N] [--queries N] [--cap MS] [--alone] [--json]: the directory's search beside others, on the same devices, in alternating rounds.
// `--cap` is how long a rival may take in a round; how many questions it got through is said. `--alone`: no rivals, only the plain scan that it must equal.
import { parseArgs } from 'node:util'
import { everyDevice } from '../src-shared/device-filter.ts'
import type { DeviceFilter } from '../src-shared/device-filter.ts'
import { sortKeys } from '../src-shared/device.ts'
import { compareByName } from '../src-main/directory/changed-rows.ts'
import { searchWords } from '../src-shared/fold-text.ts'
import { createIndexEngine } from '../src-main/directory/index-engine.ts'
import { searchText } from '../src-main/directory/row-text.ts'
import { createTextIndexBuilder } from '../src-main/directory/text-index-builder.ts'
import { createTextIndex } from '../src-main/directory/text-index.ts'
import { manyDevices, typedQueries } from '../test/factories/many-devices.ts'
import { plainScan, rivals } from './search-rivals.ts'
import type { Answer, Rival } from './search-rivals.ts'

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' }, queries: { type: 'string', default: '2000' },
    cap: { type: 'string', default: '4000' }, alone: { type: 'boolean', default: false }, json: { type: 'boolean', default: false },
  },
})
const count = Number(values.devices)
const rounds = Number(values.rounds)
const capMs = Number(values.cap)
// Progress goes to standard error: the last line of standard output is the result.
const say = (text: string): void => console.error(text)
const timed = <T>(work: () => T): [ms: number, result: T] => {
  const startedMs = performance.now()
  const result = work()
  return [performance.now() - startedMs, result]
}
const rounded = (value: number): number => Math.round(value * 1000) / 1000
const quantile = (times: readonly number[], share: number): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

say(`${count} devices`)
const unsorted = manyDevices(count)
const rows = unsorted.toSorted(compareByName)
const devices = { rows, texts: rows.map(searchText) }
const placeOf = new Map(rows.map(({ id }, place) => [id, place]))
const searchableBytes = devices.texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
const queries = typedQueries(rows, Number(values.queries))

// Filters with live counts, and other orders, on every fourth question.
const filterOf = (i: number): DeviceFilter => ({
  ...everyDevice, platforms: i % 3 === 0 ? ['ios', 'macos'] : [], ownerships: i % 3 === 1 ? ['company'] : [], compliance: i % 5 === 0 ? ['noncompliant', 'error'] : [],
  checkIn: i % 2 === 0 ? ['day', 'month'] : [],
})
const narrowedMs: number[] = []
const orderedMs: number[] = []

// The way a worker gets them: page after page in order by name (as Graph sends them), with slices of preparation between.
const engine = createIndexEngine()
const pages: number[] = []
const nowMs = Date.parse('2026-11-01T08:00:00Z')
const byName = { key: 'deviceName', direction: 'ascending' } as const
const [firstLoadMs] = timed(() => {
  engine.beginWalk()
  for (let from = 0; from < count; from += 1000) {
    const page = rows.slice(from, from + 1000)
    pages.push(timed(() => {
      engine.addRows(page)
      engine.query({ text: page[0]?.serialNumber ?? '', sort: byName, window: { offset: 0, limit: 100 } }, nowMs)
    })[0])
    for (let i = 0; i < 10 && engine.prepare(); i += 1);
  }
  engine.commitWalk()
  // What follows is for other orders than that by name.
  while (engine.prepare() && !engine.isSearchReady);
})
say(`loaded in ${Math.round(firstLoadMs)} ms, ${engine.indexBytes} bytes`)

const [rebuildMs, rebuilt] = timed(() => {
  const builder = createTextIndexBuilder(rows)
  for (;;) {
    const indexed = builder.step()
    if (indexed !== null) return createTextIndex(indexed)
  }
})
const [keptAnswersMs] = timed(() => {
  while (rebuilt.prepare());
})
say(`index rebuilt in ${Math.round(rebuildMs)} ms, kept answers in ${Math.round(keptAnswersMs)} ms`)

const [ordersMs] = timed(() => {
  while (engine.prepare());
})
queries.forEach((text, i) => {
  if (i % 4 !== 0) return
  const window = { offset: 0, limit: 100 }
  narrowedMs.push(timed(() => engine.query({ text, sort: byName, window, filter: filterOf(i / 4), counts: true }, nowMs + i))[0])
  const key = sortKeys[(i / 4) % sortKeys.length] ?? 'model'
  orderedMs.push(timed(() => engine.query({ text: `${text} `, sort: { key, direction: i % 8 === 0 ? 'ascending' : 'descending' }, window, filter: filterOf(i / 4) }, nowMs + i))[0])
})

const index: Rival = {
  name: 'index', isSubstring: true,
  ask: (words) => {
    const { total, rows: found } = engine.query({ text: words.join(' '), sort: byName, window: { offset: 0, limit: 100 } }, nowMs)
    return { total, first: found.map(({ id }) => placeOf.get(id) ?? -1) }
  },
}
const isSame = (a: Answer, b: Answer): boolean => a.total === b.total && a.first.length === b.first.length && a.first.every((place, i) => place === b.first[i])

const reference = plainScan(devices)
const expected: Answer[] = []
let differing = 0
for (const query of queries) {
  const answer = reference.ask(searchWords(query))
  expected.push(answer)
  if (!isSame(answer, index.ask(searchWords(query)))) differing += 1
}
say(`${differing} of ${queries.length} answers differ from the plain scan's`)

const built = (values.alone ? [] : rivals).map((make) => {
  const [buildMs, rival] = timed(() => make(devices))
  say(`${rival.name} built in ${Math.round(buildMs)} ms`)
  return { rival, buildMs }
})
const contestants = [{ rival: index, buildMs: rebuildMs }, ...built].map((each) => ({ ...each, p50: [] as number[], p95: [] as number[], p99: [] as number[], ran: 0, differing: 0 }))
for (let round = 0; round < rounds; round += 1)
  for (const one of round % 2 === 0 ? contestants : contestants.toReversed()) {
    const times: number[] = []
    const endMs = performance.now() + (one.rival === index ? Infinity : capMs)
    let ran = 0
    one.differing = 0
    for (; ran < queries.length && performance.now() < endMs; ran += 1) {
      const words = searchWords(queries[ran] ?? '')
      const [ms, answer] = timed(() => one.rival.ask(words))
      times.push(ms)
      if (!isSame(answer, expected[ran] ?? answer)) one.differing += 1
    }
    one.ran = ran
    one.p50.push(quantile(times, 0.5))
    one.p95.push(quantile(times, 0.95))
    one.p99.push(quantile(times, 0.99))
  }

const [ours] = contestants
const against = (theirs: readonly number[], mine: readonly number[]): number => rounded(median(theirs.map((ms, round) => ms / (mine[round] ?? NaN))))
const results = contestants.map((one) => ({
  name: one.rival.name, buildMs: Math.round(one.buildMs), p50: rounded(median(one.p50)), p95: rounded(median(one.p95)), p99: rounded(median(one.p99)),
  p50Ratio: against(one.p50, ours?.p50 ?? []), p99Ratio: against(one.p99, ours?.p99 ?? []), queries: one.ran,
  ...(one.rival.isSubstring ? { differing: one.differing } : {}),
}))
const result = {
  devices: count, rounds, queries: queries.length, differing, searchableBytes, indexBytes: engine.indexBytes, bytesPerSearchableByte: rounded(engine.indexBytes / searchableBytes),
  firstLoadMs: Math.round(firstLoadMs), rebuildMs: Math.round(rebuildMs), keptAnswersMs: Math.round(keptAnswersMs),
  ordersMs: Math.round(ordersMs), narrowedMs: { p50: rounded(median(narrowedMs)), p99: rounded(quantile(narrowedMs, 0.99)) },
  orderedMs: { p50: rounded(median(orderedMs)), p99: rounded(quantile(orderedMs, 0.99)) },
  pageMs: { p50: rounded(median(pages)), p99: rounded(quantile(pages, 0.99)) }, results,
}
if (!values.json) {
  console.log(`${result.bytesPerSearchableByte} bytes per searchable byte; a page of 1,000 can be searched after ${result.pageMs.p50} ms (p99 ${result.pageMs.p99})`)
  console.table(results)
}
console.log(JSON.stringify(result))
