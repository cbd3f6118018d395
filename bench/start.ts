// npm run bench -- start [--devices N] [--rounds N] [--sign-in S] [--json]: from the start of the process to the devices of the last session on the screen, before Intune answers, beside an empty window on the same
// host (the built console on the stand-in, in the same browser), in alternating rounds. What the person and the identity provider take to sign in is left out, since no window is faster for it:
// S seconds, 2 without it, which nobody signs in faster than. What the console does meanwhile is done by then; with 0 it is not, and the rows wait for it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { launchChromium } from '../electron-stand-in/chromium.ts'
import { manyDevices } from '../test/factories/many-devices.ts'
import { keepRows, openWindow, signInToRows, startSilentTenant } from './kept-console.ts'

const { values } = parseArgs({
  options: { devices: { type: 'string', default: '300000' }, rounds: { type: 'string', default: '3' }, 'sign-in': { type: 'string', default: '2' }, json: { type: 'boolean', default: false } },
})
const [devices, rounds, signInS] = [Number(values.devices), Number(values.rounds), Number(values['sign-in'])]
const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

const [tenant, browser] = await Promise.all([startSilentTenant(), launchChromium()])
const kept = keepRows(tenant, manyDevices(devices))
const emptyProfile = mkdtempSync(join(tmpdir(), 'empty-window-'))
const times = { empty: [] as number[], window: [] as number[], rows: [] as number[], whole: [] as number[], ratio: [] as number[] }
let age = ''
try {
  const empty = async (): Promise<number> => {
    const opened = await openWindow(browser, { main: 'bench/empty-window/main.ts', profile: emptyProfile, text: 'Empty', tenant })
    await opened.close()
    return opened.paintedMs
  }
  const console = async () => {
    const opened = await openWindow(browser, { main: 'out/main/index.js', profile: kept.profile, text: 'Sign in', tenant })
    const signedIn = await signInToRows(opened, tenant, kept.firstName, devices, signInS)
    await opened.close()
    return { paintedMs: opened.paintedMs, ...signedIn }
  }
  // The browser's first page takes longer than any other, whoever asks for it.
  await empty()
  for (let round = 0; round < rounds; round += 1) {
    const emptyFirst = round % 2 === 0 ? await empty() : null
    const ours = await console()
    const emptyMs = emptyFirst ?? (await empty())
    age = ours.age
    times.empty.push(emptyMs)
    times.window.push(ours.paintedMs)
    times.rows.push(ours.rowsMs)
    times.whole.push(ours.wholeMs)
    times.ratio.push((ours.paintedMs + ours.rowsMs) / emptyMs)
  }
} finally {
  await browser.close()
  await tenant.stop()
  kept.remove()
  rmSync(emptyProfile, { recursive: true, force: true })
}
const result = {
  bench: 'start', devices, rounds, signInS, emptyWindowMs: Math.round(median(times.empty)), windowMs: Math.round(median(times.window)), rowsAfterSignInMs: Math.round(median(times.rows)),
  wholeAfterSignInMs: Math.round(median(times.whole)), startToRowsMs: Math.round(median(times.window) + median(times.rows)), ratio: Math.round(median(times.ratio) * 100) / 100, age,
}
if (!values.json) {
  console.log(`an empty window after ${result.emptyWindowMs} ms; the console’s after ${result.windowMs} ms, and ${devices} devices’ first rows ${result.rowsAfterSignInMs} ms after the sign-in`)
}
console.log(JSON.stringify(result))
