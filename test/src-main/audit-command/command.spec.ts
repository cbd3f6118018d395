import { execFile, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { auditFindingCodes } from '../../../src-shared/audit-health.ts'
import { createProgress } from '../../../src-main/audit-command/progress.ts'
import { findingSentences } from '../../../src-main/audit-command/sentences.ts'
import { asJsonLines, sealedRows } from '../../factories/sealed-log.ts'
import { aDatabase, aFile, aFolder, entryFile, readLines, someRows, verify } from './verifying.ts'

const script = resolve(import.meta.dirname, '../../../scripts/audit.mjs')

interface Ended { readonly code: number; readonly stdout: string; readonly stderr: string }
const runScript = (args: readonly string[], cwd = process.cwd()): Promise<Ended> =>
  new Promise((done) => {
    execFile(process.execPath, [script, ...args], { env: { ...process.env, INIT_CWD: cwd } }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }))
  })
const linesOf = (stdout: string): string[] => stdout.trim().split('\n')

describe('npm run audit -- verify', () => {
  it('takes files from where the person is, and ends with 0 when every one is whole', async () => {
    const folder = join(aDatabase(), '..')
    const whole = await runScript(['verify', 'audit.db'], folder)
    expect(readLines(linesOf(whole.stdout)).summary).toMatchObject({ file: 'audit.db', status: 'whole', rows: 150 })
    expect(whole).toMatchObject({ code: 0, stderr: '' })
  })

  it('ends with 1 when one of several is broken, and judges them all', async () => {
    const lines = asJsonLines(someRows())
    const { code, stdout } = await runScript(['verify', aFile(lines.slice(0, -1)), aDatabase()])
    expect(readLines(linesOf(stdout)).summaries.map(({ status }) => status)).toEqual(['broken', 'whole'])
    expect(code).toBe(1)
  })

  it.each([['no command', []], ['another command', ['repair', 'x']], ['no file', ['verify']], ['an unknown option', ['verify', '--fix', 'x']]])('given %s says how it is called, and ends with 2', async (_case, args) => {
    const { code, stdout, stderr } = await runScript(args)
    expect(stderr).toContain('Usage: npm run audit -- verify FILE...')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('says in its help what a file cannot tell by itself', async () => {
    const { code, stdout } = await runScript(['--help'])
    expect(stdout).toContain('an older copy put back whole')
    expect(code).toBe(0)
  })

  it('ends with 130 when it is interrupted, and says nothing of what it has not read', async () => {
    // Many times a log that takes threads: the first is done, the others are not.
    const file = aFile(longLog())
    const child = spawn(process.execPath, [entryFile, 'verify', ...Array.from({ length: 50 }, () => file)], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    child.stdout.once('data', () => child.kill('SIGINT'))
    const code = await new Promise((done) => child.on('close', done))
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Interrupted.\n' })
    expect(linesOf(stdout).length).toBeLessThan(50)
  })

  it('reads a longer log in threads, and finds there what it finds without', async () => {
    const lines = longLog()
    expect((await verify(aFile(lines))).summary).toMatchObject({ status: 'whole', rows: lines.length - 2 })
    const { wrong } = await verify(aFile(lines.map((line, at) => (at === 7777 ? line.replace('Z', 'z') : line))))
    expect(wrong).toEqual(['row-changed 7777'])
  })
})

describe('what is no log', () => {
  it.each([
    ['a file that is not there', () => join(aFolder(), 'audit.db'), 'file-missing'],
    ['an empty file', () => aFile(''), 'not-an-audit-log'],
    ['a file of something else', () => aFile('time,agent\n'), 'not-an-audit-log'],
    ['a folder', () => aFolder(), 'not-an-audit-log'],
    ['somebody else\'s database', otherDatabase, 'not-an-audit-log'],
    ['the database of a newer console', newerDatabase, 'not-an-audit-log'],
  ])('%s is unreadable, and never whole', async (_case, make, code) => {
    const { exitCode, wrong, summary } = await verify(make())
    expect(wrong).toEqual([code])
    expect(summary.status).toBe('unreadable')
    expect(exitCode).toBe(2)
  })
})

it('prints no more than a thousand findings, and counts the rest', async () => {
  const lines = asJsonLines(someRows(1200))
  const { findings, summary } = await verify(aFile([lines[0]!.replace('install-1', 'install-2'), ...lines.slice(1)]))
  expect(findings).toHaveLength(1000)
  expect(summary.findings).toBe(1200)
})

it('has a sentence of its own for every finding', () => {
  expect(new Set(auditFindingCodes.map((code) => findingSentences[code])).size).toBe(auditFindingCodes.length)
})

describe('the progress bar', () => {
  const draw = (isTTY: boolean): string => {
    let [text, now] = ['', 0]
    const progress = createProgress({ isTTY, write: (part) => (text += part) }, '/logs/audit.db', () => now)
    now = 2000
    progress.show(0.5, 40_000)
    return text
  }
  it('says on a terminal how far it is and how fast', () => {
    expect(draw(true)).toContain('audit.db ████████████░░░░░░░░░░░░ 50 %, 20,000 rows/s')
  })
  it('is not drawn into a file', () => {
    expect(draw(false)).toBe('')
  })
})

/** More than the command verifies in one thread. */
function longLog(): string[] {
  return asJsonLines([...sealedRows(8000)])
}

function otherDatabase(): string {
  const file = join(aFolder(), 'other.db')
  const database = new DatabaseSync(file)
  database.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY)')
  database.close()
  return file
}

function newerDatabase(): string {
  const file = aDatabase()
  const database = new DatabaseSync(file)
  database.exec('PRAGMA user_version = 99')
  database.close()
  return file
}
