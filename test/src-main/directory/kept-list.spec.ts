import { writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DirectoryStatus } from '../../../src-shared/device.ts'
import { createDirectory } from '../../../src-main/directory/directory.ts'
import type { Directory } from '../../../src-main/directory/directory.ts'
import type { ToWorker } from '../../../src-main/directory/directory-messages.ts'
import { createIndexEngine } from '../../../src-main/directory/index-engine.ts'
import { createKeptList } from '../../../src-main/directory/kept-list.ts'
import { createSnapshotSaving } from '../../../src-main/directory/snapshot-saving.ts'
import { createMovedTime } from '../graph/misbehaving-server.ts'
import { aDesk } from './kept-device-list.ts'
import type { Desk } from './kept-device-list.ts'
import { aRow, ask, listed } from './device-rows.ts'

const directories: Directory[] = []
afterEach(async () => {
  await Promise.all(directories.splice(0).map((directory) => directory.close()))
})

type Page = { readonly rows: readonly (readonly [id: string, name: string])[]; readonly next?: string }

/** A console's directory at this desk; `pages` is asked for each page of Intune, the first having no address. */
function aConsole(desk: Desk, pages: (url: string | null) => Promise<Page>) {
  const heard: DirectoryStatus[] = []
  const { clock, pass } = createMovedTime()
  const directory = createDirectory({
    createWorker: () => new Worker(new URL('../../../src-main/directory/directory-worker.ts', import.meta.url)),
    fetchPage: async (url) => {
      const { rows, next } = await pages(url)
      return { status: 'ok', body: new TextEncoder().encode(JSON.stringify({ 'value': rows.map(([id, name]) => listed(id, name)), ...(next === undefined ? {} : { '@odata.nextLink': next }) })) }
    },
    clock,
    onChanged: (status) => heard.push(status),
    snapshots: desk.start(),
  })
  directories.push(directory)
  const until = (expected: Partial<DirectoryStatus>): Promise<void> => vi.waitFor(() => expect(directory.status()).toMatchObject(expected), { timeout: 20_000, interval: 5 })
  const names = async (text = ''): Promise<string[]> => {
    const answer = await directory.query(ask(text))
    return answer.status === 'ok' ? answer.page.rows.map(({ deviceName }) => deviceName) : [answer.code]
  }
  return { directory, heard, pass, until, names }
}

const never = (): Promise<Page> => new Promise(() => undefined)
const three: Page = { rows: [['1', 'Alpha'], ['2', 'Beta'], ['3', 'Gamma']] }
const syncedAt = '2026-11-23T12:00:00.000Z'

/** The last session has left the three devices. */
function keepThree(desk: Desk): void {
  const engine = createIndexEngine()
  engine.beginWalk()
  engine.addRows(three.rows.map(([id, deviceName]) => aRow({ id, deviceName })))
  engine.commitWalk()
  const saving = createSnapshotSaving(engine, desk.start().find().place!, syncedAt)
  while (saving.step());
}

describe('the devices of the last session', () => {
  it('are there, with the time of which they are, before Intune has answered', async () => {
    const desk = aDesk()
    const last = aConsole(desk, async () => three)
    last.directory.refresh()
    await last.until({ phase: 'ready', source: 'intune' })
    await vi.waitFor(() => expect(desk.files()).toEqual([expect.stringMatching(/^[0-9a-f-]+\.list$/), 'key']), { timeout: 20_000, interval: 5 })
    await last.directory.close()
    const { directory, until, names } = aConsole(desk, never)
    directory.refresh()
    await until({ phase: 'loading', source: 'snapshot', count: 3, syncedAt, notice: null })
    expect(await names()).toEqual(['Alpha', 'Beta', 'Gamma'])
    expect(await names('BET')).toEqual(['Beta'])
  })

  it('give way: pages of Intune come among them, and what Intune no longer has is gone at the end', async () => {
    const desk = aDesk()
    keepThree(desk)
    const last = Promise.withResolvers<Page>()
    const { directory, until, names } = aConsole(desk, async (url) => (url === null ? { rows: [['2', 'Beta, renamed'], ['4', 'Delta']], next: 'https://graph.example/2' } : last.promise))
    directory.refresh()
    await until({ count: 4, source: 'snapshot', phase: 'loading', syncedAt })
    expect(await names()).toEqual(['Alpha', 'Beta, renamed', 'Delta', 'Gamma'])
    last.resolve({ rows: [['3', 'Gamma']] })
    await until({ phase: 'ready', count: 3, source: 'intune' })
    expect(await names()).toEqual(['Beta, renamed', 'Delta', 'Gamma'])
  })

  it('stay, with their age, when Intune cannot be read', async () => {
    const desk = aDesk()
    keepThree(desk)
    const { directory, until, names } = aConsole(desk, () => Promise.reject(new Error('no network')))
    directory.refresh()
    await until({ phase: 'failed', source: 'snapshot', count: 3, syncedAt })
    expect(await names('gamma')).toEqual(['Gamma'])
  })

  it('are forgotten at sign-out and there again for the same person, not for the next', async () => {
    const desk = aDesk()
    keepThree(desk)
    const { directory, until, names } = aConsole(desk, never)
    directory.refresh()
    await until({ count: 3 })
    directory.clear()
    expect(directory.status()).toMatchObject({ phase: 'empty', count: 0, source: 'intune', syncedAt: null })
    expect(await names()).toEqual([])
    directory.refresh()
    await until({ count: 3, source: 'snapshot' })
    directory.clear()
    desk.person = { tid: 'tenant-1', oid: 'bob' }
    directory.refresh()
    expect(await names()).toEqual([])
    expect(directory.status()).toMatchObject({ phase: 'loading', count: 0, source: 'intune', syncedAt: null, notice: null })
    expect(desk.files()).toEqual(['key'])
  })

  it('never come to who signs in while the copy is still being read for the last person', async () => {
    const desk = aDesk()
    keepThree(desk)
    const { directory, names, heard } = aConsole(desk, never)
    directory.refresh()
    directory.clear()
    desk.person = { tid: 'tenant-1', oid: 'bob' }
    directory.refresh()
    expect(await names()).toEqual([])
    expect(await names('alpha')).toEqual([])
    expect(directory.status()).toMatchObject({ count: 0, source: 'intune', syncedAt: null })
    expect(heard.filter(({ source }) => source === 'snapshot')).toEqual([])
  })

  it('are dropped, with a notice until the first page is here, when their copy does not open', async () => {
    const desk = aDesk()
    keepThree(desk)
    writeFileSync(desk.file(), desk.bytes().subarray(0, -1))
    const page = Promise.withResolvers<Page>()
    const { directory, until, names } = aConsole(desk, () => page.promise)
    directory.refresh()
    await until({ notice: 'snapshot-dropped', count: 0, source: 'intune', syncedAt: null, phase: 'loading' })
    expect(await names()).toEqual([])
    expect(desk.files()).toEqual(['key'])
    page.resolve(three)
    await until({ phase: 'ready', count: 3, notice: null })
  })

  it('are dropped with the same notice when the system no longer gives their key', async () => {
    const desk = aDesk()
    keepThree(desk)
    desk.store.secret = 0x33
    const { directory, until } = aConsole(desk, never)
    directory.refresh()
    await until({ notice: 'snapshot-dropped', count: 0, phase: 'loading' })
  })

  it('are not kept on a shared PC', async () => {
    const desk = aDesk()
    const start = desk.start
    desk.start = () => start({ mayKeep: false })
    const { directory, until, names } = aConsole(desk, async () => three)
    directory.refresh()
    await until({ phase: 'ready', count: 3 })
    expect(await names()).toHaveLength(3)
    await directory.close()
    expect(desk.files()).toEqual([])
  })
})

describe('when the list is kept', () => {
  const status: DirectoryStatus = { phase: 'ready', count: 3, badRows: 0, syncedAt, changedAt: null, source: 'intune', expected: null, perSecond: null, isPutOff: false, notice: null, code: null, revision: 7 }
  function aKeptList(desk = aDesk()) {
    const sent: ToWorker[] = []
    const kept = createKeptList({ snapshots: desk.start(), clock: { wallMs: () => desk.nowMs }, post: (message) => sent.push(message) })
    kept.restore()
    return { kept, saves: () => sent.filter(({ type }) => type === 'save'), desk }
  }

  it('is after each walk of the whole tenant, and five minutes after a change, once for all that changes in them', () => {
    vi.useFakeTimers()
    try {
      const { kept, saves } = aKeptList()
      kept.follow({ ...status, phase: 'loading' }, status)
      expect(saves()).toHaveLength(1)
      for (let revision = 8; revision < 12; revision += 1) kept.follow({ ...status, revision: revision - 1 }, { ...status, revision })
      vi.advanceTimersByTime(5 * 60_000 - 1)
      expect(saves()).toHaveLength(1)
      vi.advanceTimersByTime(1)
      expect(saves()).toHaveLength(2)
      vi.advanceTimersByTime(60 * 60_000)
      expect(saves()).toHaveLength(2)
    } finally {
      vi.useRealTimers()
    }
  })

  it('is never after the sign-out, and a walk that failed is none', () => {
    vi.useFakeTimers()
    try {
      const { kept, saves } = aKeptList()
      kept.follow({ ...status, phase: 'loading' }, { ...status, phase: 'failed' })
      kept.follow(status, { ...status, revision: 8 })
      kept.follow(status, { ...status, phase: 'empty', syncedAt: null })
      vi.advanceTimersByTime(60 * 60_000)
      kept.follow({ ...status, phase: 'loading' }, status)
      expect(saves()).toHaveLength(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('an answer of the thread to the last session says nothing to this one', () => {
    const { kept } = aKeptList()
    const held = { count: 3, badRows: 0, revision: 8 }
    expect(kept.heard({ type: 'restored', session: 0, syncedAt, ...held })).toMatchObject({ source: 'snapshot' })
    kept.follow(status, { ...status, phase: 'empty' })
    expect(kept.heard({ type: 'restored', session: 0, syncedAt, ...held })).toEqual({})
    expect(kept.heard({ type: 'snapshot-dropped', session: 0, ...held })).toEqual({})
  })

  it('writes down why it could not be', () => {
    const { kept, desk } = aKeptList()
    expect(kept.heard({ type: 'not-saved', cause: 'ENOSPC' })).toEqual({})
    expect(desk.problems).toEqual(['keeping the device list: ENOSPC'])
  })
})
