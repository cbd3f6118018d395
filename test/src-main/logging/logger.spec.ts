import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../../src-main/logging/logger.ts'
import type { LoggerOptions } from '../../../src-main/logging/logger.ts'
import { createRedactor } from '../../../src-main/logging/redact-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'log-'))
afterAll(() => rmSync(folder, { recursive: true }))
const dayMs = 24 * 60 * 60_000
let number = 0

function aLog(overrides: Partial<LoggerOptions> = {}) {
  const place = join(folder, String(number += 1), 'logs')
  const clock = { nowMs: Date.parse('2026-11-24T00:00:00Z') }
  const file = join(place, 'console.log')
  const options: LoggerOptions = { file, nowMs: () => clock.nowMs, redactor: createRedactor('/home/nobody', () => []), ...overrides }
  return {
    place, file, clock, log: createLogger(options), again: () => createLogger(options),
    /** Every line on the disk, oldest first. */
    lines: () => readdirSync(place).sort().reverse().flatMap((name) => readFileSync(join(place, name), 'utf8').split('\n').filter((line) => line !== '')),
    names: () => readdirSync(place).sort(),
  }
}

describe('a logger', () => {
  it('keeps the cause and drops its secrets', () => {
    const { log, file } = aLog()
    log.problem('sign-in', Object.assign(new Error('refused eyJh.eyJi.sig for ada@contoso.com'), { code: 'invalid_grant' }))
    const line = JSON.parse(readFileSync(file, 'utf8')) as object
    expect(line).toMatchObject({ at: '2026-11-24T00:00:00.000Z', level: 'problem', where: 'sign-in', cause: 'Error', message: 'refused ⟨redacted token⟩ for ⟨redacted e-mail⟩', code: 'invalid_grant' })
    expect(JSON.stringify(line)).not.toContain('contoso')
  })
  it.each([
    ['text', 'boom'], ['null', null], ['nothing', undefined], ['an object without a prototype', Object.create(null)],
    ['an error whose message throws', Object.defineProperty(new Error('x'), 'message', { get: () => { throw new Error('no') } })],
  ])('writes a line whatever was thrown: %s', (_what, cause) => {
    const { log, lines } = aLog()
    log.problem('somewhere', cause)
    expect(lines()).toHaveLength(1)
  })
  it('tells its last lines over all files, redacted once more with what is known by then', () => {
    const known: string[] = []
    const { log } = aLog({ maxBytes: 300, redactor: createRedactor('', () => known) })
    for (let count = 0; count < 8; count += 1) log.info(`Rehearsal Pixel ${count}`)
    known.push('Rehearsal Pixel')
    expect(log.lastLines(5).map((line) => (JSON.parse(line) as { what: string }).what)).toEqual([3, 4, 5, 6, 7].map((count) => `⟨redacted⟩ ${count}`))
    expect(log.lastLines(100).length).toBeGreaterThan(5)
  })
  it('redacts a line of an older console that is no JSON', () => {
    const { log, place, file } = aLog()
    mkdirSync(place, { recursive: true })
    writeFileSync(file, 'half a line {"passcode":"k7Qp2x')
    log.info('next')
    expect(log.lastLines(2)).toEqual(['half a line {"passcode":"⟨redacted⟩"', expect.stringContaining('next')])
  })
})

describe('its files', () => {
  it('are turned when they are full, at most six, and no line is lost before its time', () => {
    const { log, lines, names, place } = aLog({ maxBytes: 1000 })
    for (let count = 0; count < 40; count += 1) log.info(`line ${count}`)
    const told = lines().map((line) => Number(/line (\d+)/.exec(line)?.[1]))
    expect(told).toEqual(Array.from({ length: 40 }, (_, count) => count))
    for (let count = 40; count < 300; count += 1) log.info(`line ${count}`)
    expect(names()).toEqual(['console.log', 'console.log.1', 'console.log.2', 'console.log.3', 'console.log.4', 'console.log.5'])
    for (const name of names()) expect(statSync(join(place, name)).size).toBeLessThan(1200)
    expect(lines().at(-1)).toContain('line 299')
  })
  it('hold no line that is older than 30 days, and all of the last 25', () => {
    const { log, clock, lines } = aLog()
    for (let day = 0; day < 90; day += 1) {
      log.info(`day ${day}`)
      const days = lines().map((line) => Number(/day (\d+)/.exec(line)?.[1]))
      expect(Math.min(...days)).toBeGreaterThanOrEqual(day - 30)
      expect(days.slice(-Math.min(day + 1, 25))).toEqual(Array.from({ length: Math.min(day + 1, 25) }, (_, index) => Math.max(0, day - 24) + index))
      clock.nowMs += dayMs
    }
  })
  it('are removed at the next start of a console that was away for long', () => {
    const { log, clock, again, lines } = aLog()
    log.info('long ago')
    clock.nowMs += 31 * dayMs
    again().info('now')
    expect(lines()).toEqual([expect.stringContaining('now')])
  })
  it('are removed as well when they come from a clock that was wrong', () => {
    const { log, clock, again, lines } = aLog()
    log.info('from the year to come')
    clock.nowMs -= 365 * dayMs
    again().info('now')
    expect(lines()).toEqual([expect.stringContaining('now')])
  })
  it('go on behind a line that was cut off', () => {
    const { log, file, again, lines } = aLog()
    log.info('whole')
    appendFileSync(file, '{"at":"2026-11-24T00:00:00.000Z","le')
    again().info('next')
    expect(lines().map((line) => line.includes('whole') || line.includes('next'))).toEqual([true, false, true])
  })
  it('go on where a console was killed between two renames', () => {
    const { log, place, lines } = aLog({ maxBytes: 200 })
    for (let count = 0; count < 9; count += 1) log.info(`line ${count}`)
    rmSync(join(place, 'console.log.1'))
    expect(() => log.info('on')).not.toThrow()
    expect(lines().at(-1)).toContain('on')
  })
  it('are the user’s alone', () => {
    const { log, file } = aLog()
    log.info('x')
    expect(statSync(file).mode & 0o077).toBe(0)
  })
  it('never throw where they cannot be written: a folder that is read-only, a file in the way, a full disk', () => {
    expect(() => aLog({ file: '/dev/null/console.log' }).log.info('x')).not.toThrow()
    // Every write to it is refused as on a full disk.
    if (existsSync('/dev/full')) expect(() => aLog({ file: '/dev/full' }).log.info('x')).not.toThrow()
    const { log, place, file } = aLog({ maxBytes: 10 })
    log.info('before')
    chmodSync(file, 0o400)
    chmodSync(place, 0o500)
    expect(() => log.info('x')).not.toThrow()
    expect(log.lastLines(5).length).toBeGreaterThan(0)
    chmodSync(place, 0o700)
  })
  it('do not grow beyond twice their size where they cannot be turned', () => {
    const { log, place, file } = aLog({ maxBytes: 1000, files: 2 })
    log.info('first')
    mkdirSync(join(place, 'console.log.1', 'held'), { recursive: true })
    for (let count = 0; count < 100; count += 1) log.info(`line ${count}`)
    expect(statSync(file).size).toBeLessThan(2200)
  })
})
