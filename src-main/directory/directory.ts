import type { Worker } from 'node:worker_threads'
import { assertNever } from '../../src-shared/assert-never.ts'
import type { OtherDevices } from '../../src-shared/availability.ts'
import type { DeviceQuestion } from '../../src-shared/device-export.ts'
import { ticketTextMaxLength } from '../../src-shared/device.ts'
import type { DeviceRow, DirectoryPage, DirectoryQuery, DirectoryStatus, FoundIdentifier } from '../../src-shared/device.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import { heldIn } from './directory-messages.ts'
import type { FromWorker, ToWorker } from './directory-messages.ts'
import { parseDirectoryQuery } from './directory-query.ts'
import { createKeptList } from './kept-list.ts'
import type { Compared } from './other-devices.ts'
import type { SnapshotPlaces } from './snapshot-places.ts'
import { createSync } from './sync.ts'
import type { SyncOptions } from './sync.ts'
import { throttle } from './throttle.ts'

export interface DirectoryOptions extends SyncOptions {
  readonly createWorker: () => Worker
  /** At most five times a second, the last state always. */
  readonly onChanged: (status: DirectoryStatus) => void
  /** Where a copy of the list is kept for the next session; absent: nowhere. */
  readonly snapshots?: Pick<SnapshotPlaces, 'find' | 'onProblem'>
}

export interface Directory {
  /** Rows that match, now; 'invalid-request' when the question breaks its limits, 'unexpected' when the thread died. */
  query(question: DirectoryQuery): Promise<Answer<{ page: DirectoryPage }>>
  /** As {@link query}, for main itself: windows of any length, and ages of check-ins told by `nowMs` (wall clock), which has to be the same for all windows of one reading. */
  rowsFound(question: DeviceQuestion, window: DirectoryQuery['window'], nowMs: number): Promise<Answer<{ page: DirectoryPage }>>
  /** The devices with these ids, in the order of the ids; what is not in the list is left out. */
  rowsOf(ids: readonly string[]): Promise<Answer<{ page: DirectoryPage }>>
  status(): DirectoryStatus
  /**
   * Starts a walk of the whole tenant, unless one is under way; one that was broken off lately goes on where it was. Restarts a thread that died. The first
   * one of a session begins with the copy of the last.
   */
  refresh(): void
  /** Starts the thread ahead, while somebody signs in: the first rows need not wait for it. */
  warmUp(): void
  /** Forgets everything, at sign-out: devices, the walk under way, the next one. */
  clear(): void
  /** Which identifiers of the list stand in a text, at most 20; 'invalid-request' for more than 20,000 characters, 'unexpected' when the thread died. */
  findInText(text: string): Promise<Answer<{ found: readonly FoundIdentifier[] }>>
  /** How many other devices could be mistaken for this one; none while nothing is held. */
  countOthers(device: Compared): Promise<OtherDevices>
  /** A device that has just been read by its id: the list shows it so, too. */
  keep(device: DeviceRow): void
  /** The devices with a request of this PC whose end is not known, until it is called again. */
  setInFlight(ids: readonly string[]): void
  /** Ends the thread. Questions still open are refused. */
  close(): Promise<void>
}

interface Waiting {
  readonly query: Map<number, (answer: Answer<{ page: DirectoryPage }>) => void>
  readonly identifiers: Map<number, (answer: Answer<{ found: readonly FoundIdentifier[] }>) => void>
  readonly others: Map<number, (others: OtherDevices) => void>
}

const statusIntervalMs = 200
const noOthers: OtherDevices = { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }

/** Every device of the tenant, held in a worker thread, kept current, and asked from main. */
export function createDirectory(options: DirectoryOptions): Directory {
  const { clock } = options
  let worker: Worker | null = null
  let isClosed = false
  let lastId = 0
  let inFlight: readonly string[] = []
  const waiting: Waiting = { query: new Map(), identifiers: new Map(), others: new Map() }
  let status: DirectoryStatus = { phase: 'empty', count: 0, badRows: 0, syncedAt: null, changedAt: null, source: 'intune', expected: null, perSecond: null, isPutOff: false, notice: null, code: null, revision: 0 }
  const announce = throttle(() => options.onChanged(status), statusIntervalMs, clock)

  const setStatus = (change: Partial<DirectoryStatus>): void => {
    status = kept.follow(status, { ...status, ...change })
    if (!isClosed) announce.call()
  }
  const post = (message: ToWorker, transfer: ArrayBuffer[] = []): void => worker?.postMessage(message, transfer)
  const kept = createKeptList({ snapshots: options.snapshots, clock, post })
  const sync = createSync(options, {
    status: () => status,
    setStatus,
    post,
    refresh: () => directory.refresh(),
  })

  const heard = (message: FromWorker): void => {
    switch (message.type) {
      case 'need-page':
      case 'progress':
      case 'walk-ended':
      case 'changes-ended':
        sync.heard(message)
        break
      case 'changed':
        setStatus(heldIn(message))
        break
      case 'page-of-rows':
        waiting.query.get(message.id)?.({ status: 'ok', page: message.page })
        waiting.query.delete(message.id)
        break
      case 'found-in-text':
        waiting.identifiers.get(message.id)?.({ status: 'ok', found: message.found })
        waiting.identifiers.delete(message.id)
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
    for (const settle of waiting.identifiers.values()) settle(refuse(code))
    for (const settle of waiting.others.values()) settle(noOthers)
    waiting.query.clear()
    waiting.identifiers.clear()
    waiting.others.clear()
  }
  const lost = (thread: Worker): void => {
    if (thread !== worker) return
    worker = null
    settleWaiting('unexpected')
    sync.lost()
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
    post({ type: 'in-flight', ids: inFlight })
  }

  const askForPage = (question: (id: number) => ToWorker): Promise<Answer<{ page: DirectoryPage }>> => {
    if (worker === null) {
      if (isClosed || status.phase === 'failed') return Promise.resolve(refuse('unexpected'))
      return Promise.resolve({ status: 'ok', page: { total: 0, rows: [], revision: status.revision } })
    }
    return new Promise((resolve) => {
      lastId += 1
      waiting.query.set(lastId, resolve)
      post(question(lastId))
    })
  }

  const directory: Directory = {
    status: () => status,
    refresh: () => {
      if (isClosed) return
      if (worker === null) start()
      const restored = kept.restore()
      sync.walk()
      setStatus(restored)
    },
    warmUp: () => {
      if (!isClosed && worker === null) start()
    },
    clear: () => {
      sync.forget()
      post({ type: 'clear' })
      // An answer that is still on its way belongs to the session that has ended.
      settleWaiting('not-signed-in')
    },
    query: (question) => {
      const parsed = parseDirectoryQuery(question)
      return parsed === null ? Promise.resolve(refuse('invalid-request')) : askForPage((id) => ({ type: 'query', id, query: parsed, nowMs: clock.wallMs() }))
    },
    rowsFound: (question, window, nowMs) => askForPage((id) => ({ type: 'query', id, query: { ...question, window }, nowMs })),
    rowsOf: (ids) => askForPage((id) => ({ type: 'rows-of', id, ids })),
    findInText: (text) => {
      if (typeof text !== 'string' || text.length > ticketTextMaxLength) return Promise.resolve(refuse('invalid-request'))
      if (worker === null) return Promise.resolve(isClosed || status.phase === 'failed' ? refuse('unexpected') : { status: 'ok', found: [] })
      return new Promise((resolve) => {
        lastId += 1
        waiting.identifiers.set(lastId, resolve)
        post({ type: 'find-in-text', id: lastId, text })
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
    setInFlight: (ids) => {
      inFlight = ids
      post({ type: 'in-flight', ids })
    },
    close: async () => {
      isClosed = true
      sync.stop()
      announce.cancel()
      kept.stop()
      const thread = worker
      worker = null
      settleWaiting('unexpected')
      await thread?.terminate()
    },
  }
  return directory
}
