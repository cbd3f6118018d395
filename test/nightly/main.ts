// npm run nightly -- [--kills N] [--flips N|all] [--seed N] [--seconds N] [--lanes N] [--json]
// Kills consoles while they write and send, and turns single bits of logs. The last line is one JSON object; 1 when something does not hold.
import { parseArgs } from 'node:util'
import { runFlips } from './flips.ts'
import { runKills } from './kills.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    flips: { type: 'string', default: '4000' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 86_400_000)) },
    seconds: { type: 'string' },
    lanes: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const startedMs = performance.now()
const tell = (text: string): void => {
  if (!values.json && process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

const kills = await runKills({
  kills: Number(values.kills), seed, lanes: Number(values.lanes), seconds: values.seconds === undefined ? null : Number(values.seconds),
  onKill: (made) => tell(`${made} of ${values.kills} kills`),
})
const flips = await runFlips({
  flips: values.flips === 'all' ? 'all' : Number(values.flips), seed, onFlip: (made) => (made % 50 === 0 ? tell(`${made} bits turned`) : undefined),
})
tell('')
if (!values.json) console.table(flips.parts)
const failed = kills.failures.length + flips.failures.length > 0
console.log(JSON.stringify({ nightly: failed ? 'failed' : 'ok', seed, seconds: Math.round((performance.now() - startedMs) / 1000), kills, flips, node: process.version }))
process.exitCode = failed ? 1 : 0
