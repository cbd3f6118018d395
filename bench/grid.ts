// npm run bench -- grid [--rows N,N] [--rounds N] [--frames N] [--keys N] [--json]: the device grid beside Vuetify's v-data-table-virtual and TanStack Virtual, in a browser, in alternating rounds.
// The search worker is played by a delay: its quantiles at a million as `npm run bench -- search` measured them (docs/performance.md), and 0.4 ms to cross between processes.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import vue from '@vitejs/plugin-vue'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import vuetify from 'vite-plugin-vuetify'
import { launchChromium } from '../electron-stand-in/chromium.ts'
import type { Bench, Kind, kinds } from './grid-page.ts'

declare const bench: Bench
const allKinds: typeof kinds = ['console', 'v-data-table-virtual', 'TanStack Virtual']
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000,1000000' }, rounds: { type: 'string', default: '3' }, frames: { type: 'string', default: '60' }, keys: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
})
const sizes = values.rows.split(',').map(Number)
const [rounds, frames, keys] = [Number(values.rounds), Number(values.frames), Number(values.keys)]
const scrolls = { step: [120, 0], page: [900, 0], drag: [0, 0.002] } as const
/** `wheel`: a notch in every frame, as events of a mouse; the others set the place of the element in every frame. */
type Scroll = keyof typeof scrolls | 'wheel'
/** Milliseconds until the worker answers: half of the questions, most, nearly all, the slowest. */
const searchLatencies = [...Array<number>(50).fill(1.6), ...Array<number>(45).fill(5), ...Array<number>(4).fill(8), 11.3]
const latencies = searchLatencies.map((_, place) => searchLatencies[(place * 37) % 100] ?? 0)
const say = (text: string): void => console.error(text)
const rounded = (value: number): number => Math.round(value * 100) / 100
const quantile = (numbers: readonly number[], share: number): number => [...numbers].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * numbers.length) - 1)] ?? 0
const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

interface Measured {
  readonly firstRowMs: number
  readonly heapMb: number
  readonly busyMs: Partial<Record<Scroll, number>>
  readonly lastRow: boolean
  readonly keystrokesMs: readonly number[]
  readonly longestTaskMs: number
}

async function buildPage(folder: string): Promise<void> {
  await build({
    configFile: false, root: import.meta.dirname, logLevel: 'error', plugins: [vue(), vuetify({ autoImport: true })],
    build: { outDir: folder, emptyOutDir: true, cssCodeSplit: false, rolldownOptions: { input: join(import.meta.dirname, 'grid-page.ts'), output: { entryFileNames: 'page.js', assetFileNames: 'page[extname]' } } },
  })
}

/** One grid in a page of its own. Rivals scroll at 100,000 rows only: they take long at a million. */
async function measure(browser: Browser, folder: string, kind: Kind, rows: number, what: { readonly scrolls: boolean; readonly latencies: readonly number[] | null }): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1720, height: 860 } })
  await page.route('**/*', async (route) => {
    const name = basename(new URL(route.request().url()).pathname)
    if (name === '') await route.fulfill({ contentType: 'text/html', body: '<!doctype html><link rel="stylesheet" href="/page.css"><div id="app"></div><script type="module" src="/page.js"></script>' })
    else if (name === 'page.js' || name === 'page.css') await route.fulfill({ contentType: name === 'page.js' ? 'text/javascript' : 'text/css', body: await readFile(join(folder, name)) })
    else await route.fulfill({ status: 404 })
  })
  await page.goto('http://bench.localhost/')
  await page.waitForFunction(() => 'bench' in window)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const metric = async (wanted: string): Promise<number> => (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === wanted)?.value ?? 0
  const heap = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage')
    return await metric('JSHeapUsedSize') / 1e6
  }
  page.setDefaultTimeout(180_000)
  await page.evaluate((count) => bench.prepare(count), rows)
  const before = await heap()
  const firstRowMs = await page.evaluate((shown) => bench.mount(shown), kind)
  const heapMb = await heap() - before
  const busyMs: Partial<Record<Scroll, number>> = {}
  const turnWheel = async (notches: number): Promise<number> => {
    await page.mouse.move(600, 400)
    await page.evaluate(() => bench.countFrames())
    for (let made = 0; made < notches; made += 1) {
      await devtools.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 600, y: 400, deltaX: 0, deltaY: 120 })
      await page.evaluate(() => bench.nextFrame())
    }
    return page.evaluate(() => bench.countedFrames())
  }
  if (what.scrolls) {
    await turnWheel(10) // warm
    const wheelStart = await metric('TaskDuration')
    const turned = await turnWheel(frames)
    busyMs.wheel = (await metric('TaskDuration') - wheelStart) * 1000 / turned
    for (const name of Object.keys(scrolls) as (keyof typeof scrolls)[]) {
      const [pixels, share] = scrolls[name]
      await page.evaluate(([shown, by, part, count]) => bench.scroll(shown, by, part, count), [kind, pixels, share, 10] as const) // warm
      const start = await metric('TaskDuration')
      await page.evaluate(([shown, by, part, count]) => bench.scroll(shown, by, part, count), [kind, pixels, share, frames] as const)
      busyMs[name] = (await metric('TaskDuration') - start) * 1000 / frames
    }
  }
  const { isInView } = await page.evaluate((shown) => bench.last(shown), kind)
  const keystrokesMs = what.latencies === null ? [] : await page.evaluate(([count, waits]) => bench.type(count, waits), [keys, what.latencies] as const)
  const longestTaskMs = await page.evaluate(() => bench.longestTaskMs())
  await page.close()
  return { firstRowMs, heapMb, busyMs, lastRow: isInView, keystrokesMs, longestTaskMs }
}

const folder = await mkdtemp(join(tmpdir(), 'grid-bench-'))
const browser = await launchChromium()
const measured = new Map<string, Measured[]>()
const keep = (name: string, result: Measured): void => { measured.set(name, [...measured.get(name) ?? [], result]) }
try {
  await buildPage(folder)
  for (let round = 0; round < rounds; round += 1) {
    for (const rows of sizes) {
      for (const kind of round % 2 === 0 ? allKinds : allKinds.toReversed()) {
        const isCompared = rows === (sizes.includes(100_000) ? 100_000 : Math.min(...sizes))
        say(`round ${round + 1}: ${kind}, ${rows} rows`)
        keep(`${kind} ${rows}`, await measure(browser, folder, kind, rows, { scrolls: kind === 'console' || isCompared, latencies: kind === 'console' ? latencies : null }))
      }
    }
    say(`round ${round + 1}: a static list of 100 rows`)
    keep('static 100', await measure(browser, folder, 'console', 100, { scrolls: false, latencies: [0] }))
  }
} finally {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
}

const results = [...measured].map(([name, runs]) => {
  const keystrokes = runs.flatMap(({ keystrokesMs }) => keystrokesMs)
  const busy = (scroll: Scroll): number | undefined => (runs[0]?.busyMs[scroll] === undefined ? undefined : rounded(median(runs.map(({ busyMs }) => busyMs[scroll] ?? 0))))
  return {
    name, firstRowMs: rounded(median(runs.map(({ firstRowMs }) => firstRowMs))), heapMb: rounded(median(runs.map(({ heapMb }) => heapMb))), wheelMs: busy('wheel'), stepMs: busy('step'), pageMs: busy('page'), dragMs: busy('drag'),
    lastRow: runs.every(({ lastRow }) => lastRow), longestTaskMs: rounded(Math.max(...runs.map(({ longestTaskMs }) => longestTaskMs))),
    ...(keystrokes.length === 0 ? {} : { keystrokeP50Ms: rounded(quantile(keystrokes, 0.5)), keystrokeP99Ms: rounded(quantile(keystrokes, 0.99)) }),
  }
})
if (!values.json) console.table(results)
console.log(JSON.stringify({ bench: 'grid', sizes, rounds, frames, keys, results }))
