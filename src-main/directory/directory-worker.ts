import { parentPort } from 'node:worker_threads'
import { assertNever } from '../../src-shared/assert-never.ts'
import type { FromWorker, ToWorker } from './directory-messages.ts'
import { createWalk } from './directory-walk.ts'
import type { Walk, WalkStep } from './directory-walk.ts'
import { createIndexEngine } from './index-engine.ts'
import { createKeptRows } from './kept-rows.ts'

/** The thread that holds every device. It has no network of its own: it asks main for each page. An error here ends the thread; main sees it. */
if (parentPort === null) throw new Error('directory-worker runs as a worker thread')
const port = parentPort
const send = (message: FromWorker): void => port.postMessage(message)

let engine = createIndexEngine()
let walk: { readonly number: number; readonly walk: Walk } | null = null
let badRows = 0
const waiting: Extract<ToWorker, { type: 'query' }>[] = []
let isTicking = false

const held = (): { count: number; badRows: number; revision: number } => ({ count: engine.count, badRows, revision: engine.revision })
const kept = createKeptRows({ engine: () => engine, held, send, take })

/** Questions first, the newest first: it is the one on the screen. Each gets its answer. Then the work that makes the next ones fast. */
function tick(): void {
  isTicking = false
  const question = waiting.pop()
  if (question !== undefined) {
    send({ type: 'page-of-rows', id: question.id, page: engine.query(question.query) })
    wake()
  } else if (kept.read() || engine.prepare() || kept.write()) wake()
}

function wake(): void {
  if (isTicking) return
  isTicking = true
  setImmediate(tick)
}

function follow(number: number, running: Walk, step: WalkStep): void {
  const isEnd = step.next === 'end'
  if (engine.isLive || (isEnd && step.code === null)) badRows = running.badRows
  if (!isEnd) {
    send({ type: 'progress', walk: number, ...held() })
    send({ type: 'need-page', walk: number, url: step.url })
    // While main fetches the page, the rows that are here already are indexed.
    wake()
    return
  }
  walk = null
  send({ type: 'walk-ended', walk: number, code: step.code, ...held() })
  wake()
}

port.on('message', (message: ToWorker) => {
  if (!kept.holds(message)) take(message)
})

function take(message: ToWorker): void {
  switch (message.type) {
    case 'init':
      engine = createIndexEngine(message.revision)
      break
    case 'walk': {
      const running = createWalk(engine)
      walk = { number: message.walk, walk: running }
      follow(message.walk, running, running.begin())
      break
    }
    case 'page':
      if (walk?.number === message.walk) follow(walk.number, walk.walk, walk.walk.page(message.body))
      break
    case 'no-page':
      if (walk?.number === message.walk) follow(walk.number, walk.walk, walk.walk.refused(message.code))
      break
    case 'query':
      waiting.push(message)
      wake()
      break
    case 'count-others':
      send({ type: 'others', id: message.id, others: engine.countOthers(message.device) })
      break
    case 'row':
      if (engine.update(message.row)) {
        send({ type: 'changed', ...held() })
        wake()
      }
      break
    case 'clear':
      walk = null
      badRows = 0
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
