import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { aFolder, openLog } from './audit-fixtures.ts'

const child = join(import.meta.dirname, 'appending-child.ts')

/** Runs a console that appends, and kills it as soon as it has acknowledged `killAfter` rows. Answers what it acknowledged. */
async function append(file: string, name: string, attempts: number, killAfter = Number.POSITIVE_INFINITY): Promise<string[]> {
  const process_ = spawn(process.execPath, ['--no-warnings', child, file, name, String(attempts)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(process_, 'exit')
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: process_.stdout })) {
    acknowledged.push(line)
    if (acknowledged.length >= killAfter) process_.kill('SIGKILL')
  }
  const [code, signal] = (await exited) as [number | null, string | null]
  if (killAfter === Number.POSITIVE_INFINITY) expect([code, signal]).toEqual([0, null])
  else expect(code === null || process.platform === 'win32').toBe(true)
  return acknowledged
}

describe('the console killed while it writes', () => {
  it('loses no row that it was told is written, leaves no gap, and knows which request has no end', { timeout: 60_000 }, async () => {
    const file = join(aFolder(), 'audit', 'audit.db')
    let random = 20_261_123
    for (let round = 0; round < 10; round += 1) {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31
      const acknowledged = await append(file, `round-${round}`, 100_000, 1 + (random % 97))
      expect(acknowledged.length).toBeGreaterThan(0)

      const { log } = openLog(file, { bootId: 'after' })
      const health = log.health()
      const [lastSeq = '', lastKind = ''] = acknowledged.at(-1)!.split(' ')
      expect(health).toMatchObject({ status: 'whole', brokenAt: null })
      // At most one row more than acknowledged: the one whose acknowledgement the kill cut off.
      expect([Number(lastSeq), Number(lastSeq) + 1]).toContain(health.rows)
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

  it('continues one chain without a gap when several write at once', { timeout: 60_000 }, async () => {
    const file = join(aFolder(), 'audit', 'audit.db')
    const acknowledged = (await Promise.all(['a', 'b', 'c'].map((name) => append(file, name, 25)))).flat()
    const seqs = acknowledged.map((line) => Number(line.split(' ')[0])).sort((a, b) => a - b)
    expect(seqs).toEqual(Array.from({ length: 300 }, (_, index) => index + 1))
    expect(openLog(file).log.health()).toMatchObject({ status: 'whole', rows: 300 })
  })
})
