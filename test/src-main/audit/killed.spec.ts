import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { noProtection, readKeyFile } from '../../../src-main/audit/key-file.ts'
import { sealEveryRows } from '../../../src-main/audit/checkpoint.ts'
import type { WritePoint } from '../../../src-main/audit/log-transaction.ts'
import { aStart } from './audit-events.ts'
import { aFolder, nth, openLog, rowsOf } from './audit-fixtures.ts'

const child = join(import.meta.dirname, 'appending-child.ts')

/** Runs a console that appends, and kills it as soon as it has acknowledged `killAfter` rows. Answers what it acknowledged. */
async function append(file: string, name: string, attempts: number, kill: { after?: number; point?: WritePoint } = {}): Promise<string[]> {
  const killAfter = kill.after ?? Number.POSITIVE_INFINITY
  const process_ = spawn(process.execPath, ['--no-warnings', child, file, name, String(attempts), kill.point ?? ''], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(process_, 'exit')
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: process_.stdout })) {
    acknowledged.push(line)
    if (acknowledged.length >= killAfter) process_.kill('SIGKILL')
  }
  const [code, signal] = (await exited) as [number | null, string | null]
  if (kill.after === undefined && kill.point === undefined) expect([code, signal]).toEqual([0, null])
  else expect(code === null || process.platform === 'win32').toBe(true)
  return acknowledged
}

describe('the console killed while it writes', () => {
  it('loses no row that it was told is written, leaves no gap, and knows which request has no end', { timeout: 60_000 }, async () => {
    const file = join(aFolder(), 'audit', 'audit.db')
    let random = 20_261_123
    for (let round = 0; round < 10; round += 1) {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31
      const acknowledged = await append(file, `round-${round}`, 100_000, { after: 1 + (random % 97) })
      expect(acknowledged.length).toBeGreaterThan(0)

      const { log } = openLog(file, { bootId: 'after' })
      const health = log.health()
      const [lastSeq = '', lastKind = ''] = acknowledged.at(-1)!.split(' ')
      expect(health).toMatchObject({ status: 'whole', brokenAt: null })
      // At most one row more than acknowledged, the one whose acknowledgement the kill cut off, and the seal that may go with it.
      expect([0, 1, 2]).toContain(health.rows - Number(lastSeq))
      for (const line of acknowledged) {
        const [seq = '', kind = ''] = line.split(' ')
        const index = acknowledged.indexOf(line)
        const attemptId = `round-${round}-${Math.floor(index / 4)}`
        expect(log.story(attemptId).find((entry) => entry.seq === Number(seq))?.kind).toBe(kind)
      }
      const openNow = log.unfinished().filter(({ attempt }) => attempt.attemptId.startsWith(`round-${round}-`))
      expect(openNow.length).toBeLessThanOrEqual(1)
      if (['intent', 'answer'].includes(lastKind) && health.rows === Number(lastSeq)) expect(openNow).toHaveLength(1)
      log.close()
    }
  })

  it('continues one chain without a gap, seals it, and raises no false alarm when eight write at once', { timeout: 60_000 }, async () => {
    const file = join(aFolder(), 'audit', 'audit.db')
    const acknowledged = (await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => append(file, name, 12)))).flat()
    const rows = acknowledged.map((line) => Number(line.split(' ')[0]))
    expect(new Set(rows).size).toBe(8 * 12 * 4)
    const { log } = openLog(file)
    const health = log.verify()
    expect(health).toMatchObject({ status: 'whole', findings: [] })
    const seals = kindsOf(file).filter((kind) => kind === 'checkpoint').length
    expect(seals).toBeGreaterThanOrEqual(Math.floor(rows.length / sealEveryRows))
    // Nothing but the rows that were acknowledged, the first row and the seals.
    expect(health.rows).toBe(rows.length + 1 + seals)
    expect(readdirSync(dirname(file)).filter((name) => name.includes('broken'))).toEqual([])
  })

  it.each<WritePoint>(['before-commit', 'committed', 'head-copied', 'before-checkpoint', 'checkpoint-committed', 'keys-settled'])(
    'is whole, and can be sealed on, after kill -9 at the point %s', { timeout: 60_000 }, async (point) => {
      const file = join(aFolder(), 'audit', 'audit.db')
      const acknowledged = await append(file, 'killed', 100, { point })
      expect(acknowledged.length).toBeGreaterThanOrEqual(['before-commit', 'committed', 'head-copied'].includes(point) ? 1 : 60)
      const { log } = openLog(file, { bootId: 'after' })
      expect(log.health()).toMatchObject({ status: 'whole', findings: [] })
      if (point === 'committed' || point === 'head-copied') expect(log.unfinished()).toHaveLength(1)
      if (point === 'before-commit') expect(log.unfinished()).toEqual([])
      expect(log.health().rows).toBeGreaterThanOrEqual(nth(acknowledged.length))
      const before = log.health().sealed?.rows ?? 0
      log.append(aStart)
      log.seal()
      expect(log.verify()).toMatchObject({ status: 'whole', findings: [] })
      expect(log.health().sealed?.rows).toBeGreaterThan(before)
      // The key of every epoch that is sealed is gone from the disk.
      const [present] = readKeyFile(file.replace('.db', '.key'), noProtection)!.keys
      expect(present.epoch).toBe(kindsOf(file).filter((kind) => kind === 'checkpoint').length)
    })
})

const kindsOf = (file: string): readonly string[] => rowsOf(file).map(({ body }) => (JSON.parse(body) as { kind: string }).kind)
