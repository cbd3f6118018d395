import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { keepNoCrashDumps } from '../../../src-main/window/crash-dumps.ts'

function aProfile() {
  const profile = mkdtempSync(join(tmpdir(), 'crash-'))
  onTestFinished(() => rmSync(profile, { recursive: true, force: true }))
  const set: [string, string][] = []
  const app = { getPath: () => profile, setPath: (name: string, path: string): void => void set.push([name, path]) }
  return { profile, app, set }
}

it('puts crash files into a folder of the profile, and empties it at start', () => {
  const { profile, app, set } = aProfile()
  mkdirSync(join(profile, 'crash-dumps', 'pending'), { recursive: true })
  writeFileSync(join(profile, 'crash-dumps', 'pending', '1.dmp'), 'memory of a process')
  keepNoCrashDumps(app)
  expect(set).toEqual([['crashDumps', join(profile, 'crash-dumps')]])
  expect(readdirSync(join(profile, 'crash-dumps'))).toEqual([])
})

it('does not keep the console from starting where the folder cannot be made', () => {
  const { app } = aProfile()
  expect(() => keepNoCrashDumps({ ...app, getPath: () => '/dev/null' })).not.toThrow()
})

it('is all there is about crashes: nothing in main starts Electron’s reporter', () => {
  const main = join(import.meta.dirname, '../../../src-main')
  const sources = readdirSync(main, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  expect(sources.length).toBeGreaterThan(200)
  expect(sources.filter((name) => /\bcrashReporter\b/.test(readFileSync(join(main, name), 'utf8')))).toEqual([])
})
