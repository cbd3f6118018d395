import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLines } from './harness/lines.ts'

const root = resolve(import.meta.dirname, '../..')

describe('npm start', () => {
  it('says that it runs on the stand-in and why, prints where the console is, and ends with it', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'start-'))
    const child = spawn(process.execPath, ['scripts/start.mjs', '--stand-in', '--no-open', '--user-data', profile], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    try {
      const stdout = readLines(child.stdout)
      expect(await stdout.next('Running on the stand-in')).toContain('it was asked for')
      const url = await stdout.next('Helpdesk Console: ')
      expect((await fetch(url)).headers.get('content-security-policy')).toContain("script-src 'self'")
      child.kill('SIGTERM')
      expect(await once(child, 'exit')).toEqual([0, null])
      await expect(fetch(url)).rejects.toThrow()
    } finally {
      child.kill('SIGKILL')
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    }
  })
})
