import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followUpdates } from '../../../src-main/updates/follow-updates.ts'
import type { Updater } from '../../../src-main/updates/follow-updates.ts'

function anUpdater() {
  const events = new EventEmitter()
  const seen = { looks: 0, downloads: 0 }
  const updater = {
    autoDownload: true, autoInstallOnAppQuit: false, allowDowngrade: true, allowPrerelease: true, disableWebInstaller: false,
    checkForUpdates: async () => {
      seen.looks += 1
      return null
    },
    downloadUpdate: async () => {
      seen.downloads += 1
      return []
    },
    on: (name: string, listener: (value: unknown) => void) => events.on(name, listener),
  }
  return { updater: updater as unknown as Updater, events, seen }
}

function follow(mode: 'ask' | 'automatic', answer = false) {
  const made = anUpdater()
  const asked: string[] = []
  const problems: string[] = []
  followUpdates(made.updater, {
    found: { may: true, mode, url: 'https://updates.example.com/' },
    ask: async (version) => {
      asked.push(version)
      return answer
    },
    onProblem: (where, cause) => problems.push(`${where}: ${String(cause)}`),
  })
  return { ...made, asked, problems }
}

describe('following updates', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('never goes back, never takes a preview, never a file that nobody signed', () => {
    const { updater } = follow('automatic')
    expect(updater).toMatchObject({ autoDownload: true, autoInstallOnAppQuit: true, allowDowngrade: false, allowPrerelease: false, disableWebInstaller: true })
  })

  it('looks at once and every six hours', () => {
    const { seen } = follow('automatic')
    expect(seen.looks).toBe(1)
    vi.advanceTimersByTime(12 * 3_600_000)
    expect(seen.looks).toBe(3)
  })

  it('downloads what somebody has said yes to', async () => {
    const { updater, events, seen, asked } = follow('ask', true)
    expect(updater.autoDownload).toBe(false)
    events.emit('update-available', { version: '0.2.0' })
    await vi.advanceTimersByTimeAsync(0)
    expect({ asked, downloads: seen.downloads }).toEqual({ asked: ['0.2.0'], downloads: 1 })
  })

  it('asks once for a version, and leaves it at a no', async () => {
    const { events, seen, asked } = follow('ask')
    for (const version of ['0.2.0', '0.2.0', '0.3.0']) events.emit('update-available', { version })
    await vi.advanceTimersByTimeAsync(0)
    expect({ asked, downloads: seen.downloads }).toEqual({ asked: ['0.2.0', '0.3.0'], downloads: 0 })
  })

  it('asks nobody where the policy says automatic', async () => {
    const { events, asked } = follow('automatic')
    events.emit('update-available', { version: '0.2.0' })
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toEqual([])
  })

  it('writes down what went wrong and goes on', async () => {
    const { updater, events, problems, seen } = follow('automatic')
    events.emit('error', new Error('not signed by the application owner'))
    updater.checkForUpdates = () => Promise.reject(new Error('no network'))
    await vi.advanceTimersByTimeAsync(6 * 3_600_000)
    expect(problems).toEqual(['update: Error: not signed by the application owner', 'update: Error: no network'])
    expect(seen.looks).toBe(1)
  })
})
