import type { Worker } from 'node:worker_threads'
import { assertNever } from '../../src-shared/assert-never.ts'
import type { OtherDevices } from '../../src-shared/availability.ts'
import type { Clock } from '../../src-shared/clock.ts'
import type { DeviceRow, DirectoryPage, DirectoryQuery, DirectoryStatus } from '../../src-shared/device.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import type { FetchPage } from '../graph/device-list.ts'
import { heldIn } from './directory-messages.ts'
import type { FromWorker, ToWorker } from './directory-messages.ts'
import { parseDirectoryQuery } from './directory-query.ts'
import { createKeptList } from './kept-list.ts'
import type { Compared } from './other-devices.ts'
import type { SnapshotPlaces } from './snapshot-places.ts'
import { throttle } from './throttle.ts'

export interface DirectoryOptions {
  readonly createWorker: () => Worker
  /** The network is main's alone: see createFetchPage. */
  readonly fetchPage: FetchPage
  readonly clock: Clock
  /** At most five times a second, the last state always. */
  readonly onChanged: (status: DirectoryStatus) => void
  /** Milliseconds from the end of one walk to the start of the next; absent: only refresh() walks. */
  readonly resyncEveryMs?: number
  /** Where a copy of the list is kept for the next session; absent: nowhere. */
  readonly snapshots?: Pick<SnapshotPlaces, 'find' | 'onProblem'>
}

export interface Directory {
  /** Rows that match, now; 'invalid-request' when the question breaks its limits, 'unexpected' when the thread died. */
  query(question: DirectoryQuery): Promise<Answer<{ page: DirectoryPage }>>
  status(): DirectoryStatus
  /** Starts a walk of the whole tenant, unless one is under way; restarts a thread that died. The first one of a session begins with the copy of the last. */
  refresh(): void
  /** Starts the thread ahead, while somebody signs in: the first rows need not wait for it. */
  warmUp(): void
  /** Forgets everything, at sign-out: devices, the walk under way, the next one. */
  clear(): void
  /** How many other devices could be mistaken for this one; none while nothing is held. */
  countOthers(device: Compared): Promise<OtherDevices>
  /** A device that has just been read by its id: the list shows it so, too. */
  keep(device: DeviceRow): void
  /** Ends the thread. Questions still open are refused. */
  close(): Promise<void>
}

interface Waiting {
  readonly query: Map<number, (answer: Answer<{ page: DirectoryPage }>) => void>
  readonly others: Map<number, (others: OtherDevices) => void>
}

const statusIntervalMs = 200
const noOthers: OtherDevices = { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }

/** Every device of the tenant, held in a worker thread, kept current, and asked from main. */
export function createDirectory(options: DirectoryOptions): Directory {
  const { clock, fetchPage } = options
  let worker: Worker | null = null
  let isClosed = false
  let walk = 0
  let stopWalk: AbortController | null = null
  let nextWalk: NodeJS.Timeout | undefined
  let lastId = 0
  const waiting: Waiting = { query: new Map(), others: new Map() }
  let status: DirectoryStatus = { phase: 'empty', count: 0, badRows: 0, syncedAt: null, changedAt: null, source: 'intune', expected: null, perSecond: null, notice: null, code: null, revision: 0 }
  const announce = throttle(() => options.onChanged(status), statusIntervalMs, clock)

  const setStatus = (change: Partial<DirectoryStatus>): void => {
    status = kept.follow(status, { ...status, ...change })
    if (!isClosed) announce.call()
  }
  const post = (message: ToWorker, transfer: ArrayBuffer[] = []): void => worker?.postMessage(message, transfer)
  const kept = createKeptList({ snapshots: options.snapshots, clock, post })
  const endWalk = (): void => {
    stopWalk?.abort()
    stopWalk = null
    walk += 1
  }

  const sendPage = async (number: number, url: string | null, signal: AbortSignal): Promise<void> => {
    let code: ErrorCode
    try {
      const answer = await fetchPage(url, signal)
      if (number !== walk) return
      if (answer.status === 'ok') {
        post({ type: 'page', walk: number, body: answer.body }, [answer.body.buffer])
        return
      }
      code = answer.code
    } catch {
      code = 'unexpected'
    }
    if (number === walk) post({ type: 'no-page', walk: number, code })
  }

  const planNextWalk = (): void => {
    clearTimeout(nextWalk)
    if (options.resyncEveryMs === undefined || isClosed) return
    nextWalk = setTimeout(() => directory.refresh(), options.resyncEveryMs)
    nextWalk.unref()
  }

  const heard = (message: FromWorker): void => {
    switch (message.type) {
      case 'need-page':
        if (message.walk === walk && stopWalk !== null) void sendPage(message.walk, message.url, stopWalk.signal)
        break
      case 'progress':
        if (message.walk === walk) setStatus({ phase: 'loading', ...heldIn(message) })
        break
      case 'walk-ended': {
        if (message.walk !== walk) break
        stopWalk = null
        const { code } = message
        const ended = code === null ? { phase: 'ready' as const, syncedAt: new Date(clock.wallMs()).toISOString() } : { phase: 'failed' as const }
        setStatus({ ...heldIn(message), ...ended, code })
        planNextWalk()
        break
      }
      case 'changed':
        setStatus(heldIn(message))
        break
      case 'page-of-rows':
        waiting.query.get(message.id)?.({ status: 'ok', page: message.page })
        waiting.query.delete(message.id)
        break
      case 'others':
        waiting.others.get(message.id)?.(message.others)
        waiting.others.delete(message.id)
        break
      case 'restored':
      case 'snapshot-dropped':
      case 'not-saved': {
        const isFirst = message.type === 'restored' && status.source !== 'snapshot'
        setStatus(kept.heard(message))
        // The first rows are not to wait until it is time for the next news.
        if (isFirst && !isClosed && status.source === 'snapshot') announce.now()
        break
      }
      default:
        assertNever(message)
    }
  }

  const settleWaiting = (code: ErrorCode): void => {
    for (const settle of waiting.query.values()) settle(refuse(code))
    for (const settle of waiting.others.values()) settle(noOthers)
    waiting.query.clear()
    waiting.others.clear()
  }
  const lost = (thread: Worker): void => {
    if (thread !== worker) return
    worker = null
    endWalk()
    settleWaiting('unexpected')
    setStatus({ phase: 'failed', count: 0, badRows: 0, code: 'unexpected', revision: status.revision + 1 })
    planNextWalk()
  }
  const start = (): void => {
    const thread = options.createWorker()
    worker = thread
    thread.on('message', heard)
    thread.on('error', () => lost(thread))
    thread.on('exit', () => lost(thread))
    // The app does not stay open for its directory.
    thread.unref()
    post({ type: 'init', revision: status.revision })
  }

  const directory: Directory = {
    status: () => status,
    refresh: () => {
      if (isClosed || stopWalk !== null) return
      clearTimeout(nextWalk)
      if (worker === null) start()
      walk += 1
      stopWalk = new AbortController()
      const restored = kept.restore()
      setStatus({ phase: 'loading', code: null })
      post({ type: 'walk', walk })
      setStatus(restored)
    },
    warmUp: () => {
      if (!isClosed && worker === null) start()
    },
    clear: () => {
      clearTimeout(nextWalk)
      endWalk()
      post({ type: 'clear' })
      // An answer that is still on its way belongs to the session that has ended.
      settleWaiting('not-signed-in')
      setStatus({ phase: 'empty', count: 0, badRows: 0, syncedAt: null, code: null, revision: status.revision + 1 })
    },
    query: (question) => {
      const parsed = parseDirectoryQuery(question)
      if (parsed === null) return Promise.resolve(refuse('invalid-request'))
      if (worker === null) {
        if (isClosed || status.phase === 'failed') return Promise.resolve(refuse('unexpected'))
        return Promise.resolve({ status: 'ok', page: { total: 0, rows: [], revision: status.revision } })
      }
      return new Promise((resolve) => {
        lastId += 1
        waiting.query.set(lastId, resolve)
        post({ type: 'query', id: lastId, query: parsed })
      })
    },
    countOthers: ({ id, deviceName, serialNumber, userPrincipalName }) => {
      if (worker === null) return Promise.resolve(noOthers)
      return new Promise((resolve) => {
        lastId += 1
        waiting.others.set(lastId, resolve)
        post({ type: 'count-others', id: lastId, device: { id, deviceName, serialNumber, userPrincipalName } })
      })
    },
    // Field by field: details have more, and are none of the list's business.
    keep: ({
      id, deviceName, managedDeviceName, kind, operatingSystem, osVersion, manufacturer, model, serialNumber, imei, userDisplayName, userPrincipalName, phoneNumber,
      ownership, compliance, isEncrypted, lastSyncAt,
    }) => post({
      type: 'row',
      row: {
        id, deviceName, managedDeviceName, kind, operatingSystem, osVersion, manufacturer, model, serialNumber, imei, userDisplayName, userPrincipalName, phoneNumber,
        ownership, compliance, isEncrypted, lastSyncAt,
      },
    }),
    close: async () => {
      isClosed = true
      clearTimeout(nextWalk)
      announce.cancel()
      kept.stop()
      endWalk()
      const thread = worker
      worker = null
      settleWaiting('unexpected')
      await thread?.terminate()
    },
  }
  return directory
}
