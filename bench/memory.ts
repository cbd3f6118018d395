// npm run bench -- memory [--devices N] [--rounds N] [--rest S] [--json]: resident memory of the whole console that holds N devices, all of them in the index, over the same console without any, beside the bytes of
// the index and of the columns (every field's text as UTF-8); main's process, the directory's thread in it, and the browser's.
// Measured when main has rested for S seconds. Linux only: it reads /proc.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { launchChromium } from '../electron-stand-in/chromium.ts'
import { createIndexEngine } from '../src-main/directory/index-engine.ts'
import { valuesOf } from '../src-main/directory/snapshot-format.ts'
import type { DeviceRow } from '../src-shared/device.ts'
import { manyDevices } from '../test/factories/many-devices.ts'
import { keepRows, openWindow, signInToRows, startSilentTenant } from './kept-console.ts'

const { values } = parseArgs({
  options: { devices: { type: 'string', default: '300000' }, rounds: { type: 'string', default: '3' }, rest: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } },
})
const [devices, rounds] = [Number(values.devices), Number(values.rounds)]
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const say = (text: string): void => console.error(text)

/** Of one process, shared pages counted once among those that share them; 0 when it has ended. Bytes. */
function residentBytes(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/** Processor time of a process, in the kernel's ticks. */
const ticksOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
  return Number(fields[11]) + Number(fields[12])
}

/** The processes of the browser, which all descend from this one and are no Node. */
function browserPids(): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      parents.set(Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1]))
    } catch {
      // It has just ended.
    }
  }
  const isOurs = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && parent !== 0 && (parent === process.pid || isOurs(parent))
  }
  return [...parents.keys()].filter((pid) => {
    try {
      return isOurs(pid) && readlinkSync(`/proc/${pid}/exe`) !== readlinkSync('/proc/self/exe')
    } catch {
      return false
    }
  })
}

/** Waits until the process has done next to nothing for so long: what was to be made ahead is made, and V8 has had the time to tidy up after it. Ten seconds are enough for that. */
async function untilIdle(pid: number): Promise<void> {
  for (let quiet = 0; quiet < Number(values.rest) * 2;) {
    const before = ticksOf(pid)
    await sleep(500)
    quiet = ticksOf(pid) - before <= 3 ? quiet + 1 : 0
  }
}

const tenant = await startSilentTenant()

async function measure(rows: readonly DeviceRow[]): Promise<{ main: number; page: number }> {
  const kept = keepRows(tenant, rows)
  const browser = await launchChromium()
  try {
    const opened = await openWindow(browser, { main: 'out/main/index.js', profile: kept.profile, text: 'Sign in', tenant })
    await signInToRows(opened, tenant, kept.firstName, rows.length)
    const pid = opened.running.child.pid ?? 0
    await untilIdle(pid)
    const resident = { main: residentBytes(pid), page: browserPids().reduce((sum, each) => sum + residentBytes(each), 0) }
    await opened.close()
    return resident
  } finally {
    await browser.close()
    kept.remove()
  }
}

const rows = manyDevices(devices)
const columnBytes = rows.reduce((sum, row) => sum + valuesOf(row).reduce<number>((bytes, value) => bytes + (typeof value === 'string' ? Buffer.byteLength(value) : 1), 0), 0)
const few = rows.slice(0, 1)
const measured = { empty: [] as number[], full: [] as number[], over: [] as number[], pageOver: [] as number[] }
try {
  for (let round = 0; round < rounds; round += 1) {
    const first = await measure(round % 2 === 0 ? few : rows)
    const second = await measure(round % 2 === 0 ? rows : few)
    const [empty, full] = round % 2 === 0 ? [first, second] : [second, first]
    measured.empty.push(empty.main + empty.page)
    measured.full.push(full.main + full.page)
    measured.over.push(full.main + full.page - empty.main - empty.page)
    measured.pageOver.push(full.page - empty.page)
    say(`round ${round + 1}: ${Math.round((measured.over.at(-1) ?? 0) / 1e6)} MB over the empty console`)
  }
} finally {
  await tenant.stop()
}
const engine = createIndexEngine()
engine.beginWalk()
engine.addRows(rows)
engine.commitWalk()
while (engine.prepare());
const own = engine.indexBytes + columnBytes
const result = {
  bench: 'memory', devices, rounds, emptyBytes: median(measured.empty), fullBytes: median(measured.full), overBytes: median(measured.over), pageOverBytes: median(measured.pageOver),
  indexBytes: engine.indexBytes, columnBytes, ratio: Math.round((median(measured.over) / own) * 100) / 100,
}
if (!values.json) console.log(`${Math.round(result.overBytes / 1e6)} MB over the empty console's ${Math.round(result.emptyBytes / 1e6)} MB; index and columns are ${Math.round(own / 1e6)} MB`)
console.log(JSON.stringify(result))
