import { parentPort } from 'node:worker_threads'
import { assertNever } from '../../src-shared/assert-never.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { createChangedDevices } from './changed-devices.ts'
import type { ChangedDevices } from './changed-devices.ts'
import type { FromWorker, ToWorker } from './directory-messages.ts'
import { createWalk } from './directory-walk.ts'
import type { PageAsk, Walk, WalkEnd } from './directory-walk.ts'
import { createGivingBack } from './give-memory-back.ts'
import { createIndexEngine } from './index-engine.ts'
import { createKeptRows } from './kept-rows.ts'
import { createNewestCheckIn } from './newest-check-in.ts'

/** The thread that holds every device. It has no network of its own: it asks main for each page. An error here ends the thread; main sees it. */
if (parentPort === null) throw new Error('directory-worker runs as a worker thread')
const port = parentPort
const send = (message: FromWorker): void => port.postMessage(message)

let engine = createIndexEngine()
const newest = createNewestCheckIn(Date.now)
/** Pages are for whoever has this number. */
let running = 0
let walk: Walk | null = null
/** A walk that was broken off and can go on. */
let broken: Walk | null = null
let changes: ChangedDevices | null = null
let badRows = 0
const waiting: Extract<ToWorker, { type: 'query' }>[] = []
const pages: Extract<ToWorker, { type: 'page' | 'no-page' }>[] = []
let isTicking = false
/** Preparing is put off while pages come faster than this, milliseconds: reading them all comes first, and what is prepared amid them is soon prepared again. */
const quietMs = 30
let lastPageMs = -Infinity
let later: NodeJS.Timeout | undefined
/** So long without work is rest, milliseconds. */
const restMs = 2000
let resting: NodeJS.Timeout | undefined
const giveMemoryBack = createGivingBack()

const held = (): { count: number; badRows: number; revision: number } => ({ count: engine.count, badRows, revision: engine.revision })
const kept = createKeptRows({ engine: () => engine, held, send, take })

/** Answers the newest question, which is the one on the screen; false when there is none. Each gets its answer. */
function answerNext(): boolean {
  const question = waiting.pop()
  if (question === undefined) return false
  send({ type: 'page-of-rows', id: question.id, page: engine.query(question.query, question.nowMs) })
  return true
}

/** Questions first. Then a page, then the work that makes the next questions fast. */
function tick(): void {
  isTicking = false
  clearTimeout(resting)
  if (answerNext()) {
    wake()
    return
  }
  if (kept.read()) {
    wake()
    return
  }
  const page = pages.shift()
  if (page !== undefined) {
    takePage(page)
    wake()
  } else if (walk !== null && performance.now() - lastPageMs < quietMs) {
    later ??= setTimeout(() => {
      later = undefined
      wake()
    }, quietMs)
  } else if (engine.prepare() || kept.write()) wake()
  else resting = setTimeout(giveMemoryBack, restMs).unref()
}

function wake(): void {
  if (isTicking) return
  isTicking = true
  setImmediate(tick)
}

const ask = (page: PageAsk): void => send({ type: 'need-page', walk: running, page })

function progress(following: Walk, end: WalkEnd | null): void {
  if (engine.isLive || end?.code === null) badRows = following.badRows
  if (end === null) send({ type: 'progress', walk: running, read: following.read, ...held() })
  else {
    walk = null
    broken = end.canResume ? following : null
    send({ type: 'walk-ended', walk: running, ...end, areRangesRefused: following.areRangesRefused, ...held() })
  }
  // While main fetches the next page, the rows that are here already are indexed.
  wake()
}

function endChanges(code: ErrorCode | null): void {
  changes = null
  send({ type: 'changes-ended', walk: running, code, ...held() })
  wake()
}

function takePage(message: (typeof pages)[number]): void {
  if (running !== message.walk) return
  if (walk !== null) {
    progress(walk, message.type === 'page' ? walk.page(message.request, message.body) : walk.refused(message.request, message.code))
    lastPageMs = performance.now()
  } else if (changes !== null) {
    const end = message.type === 'page' ? changes.page(message.request, message.body) : { code: message.code }
    if (end !== null) endChanges(end.code)
  }
}

port.on('message', (message: ToWorker) => {
  // Messages that have gathered are all handed over before the next tick. What was asked before this one is answered of the list as it was then.
  if (message.type !== 'query') while (answerNext());
  if (!kept.holds(message)) take(message)
})

function take(message: ToWorker): void {
  switch (message.type) {
    case 'init':
      engine = createIndexEngine(message.revision)
      break
    case 'walk': {
      running = message.walk
      changes = null
      const isResumed = message.resume && broken !== null
      walk = isResumed ? broken : createWalk(engine, ask, newest.saw)
      broken = null
      if (isResumed) walk?.resume()
      else walk?.begin()
      break
    }
    case 'split':
      if (running === message.walk) walk?.split(message.ranges)
      break
    case 'changes':
      running = message.walk
      changes = createChangedDevices(engine, newest.since(message.nowMs), ask, newest.saw)
      changes.begin()
      break
    case 'page':
    case 'no-page':
      pages.push(message)
      wake()
      break
    case 'query':
      waiting.push(message)
      wake()
      break
    case 'rows-of': {
      const rows = engine.rowsOf(message.ids)
      send({ type: 'page-of-rows', id: message.id, page: { total: rows.length, rows, revision: engine.revision } })
      break
    }
    case 'find-in-text':
      send({ type: 'found-in-text', id: message.id, found: engine.findInText(message.text) })
      break
    case 'count-others':
      send({ type: 'others', id: message.id, others: engine.countOthers(message.device) })
      break
    case 'in-flight':
      if (engine.setInFlight(message.ids)) send({ type: 'changed', ...held() })
      break
    case 'row':
      if (engine.update(message.row)) {
        send({ type: 'changed', ...held() })
        wake()
      }
      break
    case 'clear':
      pages.length = 0
      walk = null
      broken = null
      changes = null
      badRows = 0
      newest.forget()
      kept.clear()
      engine.clear()
      break
    case 'restore':
      kept.restore(message)
      wake()
      break
    case 'save':
      kept.save(message)
      wake()
      break
    default:
      assertNever(message)
  }
}
