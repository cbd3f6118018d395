import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Times { readonly now: number; readonly made: number; readonly text: number; readonly monotonic: number; readonly isDate: boolean; readonly fixed: string }

let folder: string
let child: ChildProcess
const ask = async (message: object): Promise<unknown> => {
  child.send(message)
  return ((await once(child, 'message')) as unknown[])[0]
}
const times = async (): Promise<Times> => (await ask({ type: 'times' })) as Times

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clock-'))
  const main = join(folder, 'main.mjs')
  await writeFile(main, `process.on('message', (message) => message.type === 'times' && process.send({
    now: Date.now(), made: new Date().getTime(), text: Date.parse(Date()), monotonic: performance.now(),
    isDate: new Date() instanceof Date, fixed: new Date(0).toISOString() + new Date(2020, 0).getFullYear(),
  }))`)
  child = fork(main, { execArgv: ['--import', pathToFileURL(join(import.meta.dirname, 'movable-clock.ts')).href] })
})
afterAll(async () => {
  child.kill()
  await rm(folder, { recursive: true, force: true })
})

const hourMs = 3_600_000

describe('the movable clock', () => {
  it('moves every way to ask the time, and leaves dates that were given alone', async () => {
    const before = await times()
    await ask({ type: 'clock', id: 1, wallOffsetMs: hourMs, monotonicOffsetMs: hourMs })
    const after = await times()
    for (const key of ['now', 'made', 'text', 'monotonic'] as const) {
      expect(after[key] - before[key], key).toBeGreaterThanOrEqual(hourMs - 1000)
      expect(after[key] - before[key], key).toBeLessThan(2 * hourMs)
    }
    expect(after).toMatchObject({ isDate: true, fixed: '1970-01-01T00:00:00.000Z2020' })
  })

  it('can move the wall clock alone, back too', async () => {
    const before = await times()
    await ask({ type: 'clock', id: 2, wallOffsetMs: -hourMs })
    const after = await times()
    expect(after.now).toBeLessThan(before.now - hourMs)
    expect(after.monotonic).toBeGreaterThan(before.monotonic)
    expect(after.monotonic).toBeLessThan(before.monotonic + hourMs)
  })
})
