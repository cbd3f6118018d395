// Loaded with --import before the app: its clocks are the real ones plus what a spec asked for. Timers stay real.
// Only the main thread's clocks move; a worker thread has its own.
import { isMainThread } from 'node:worker_threads'

interface ClockMessage {
  readonly type: string
  readonly id?: number
  readonly wallOffsetMs?: number
  readonly monotonicOffsetMs?: number
}

let wallOffsetMs = 0
let monotonicOffsetMs = 0

function moveClocks(): void {
  const RealDate = Date
  const realNow = performance.now.bind(performance)
  const wallNow = (): number => RealDate.now() + wallOffsetMs

  // A Proxy, because code asks the time as new Date() and as Date() too, and compares with instanceof Date.
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [wallNow()] : args, newTarget) as object,
    apply: () => new RealDate(wallNow()).toString(),
    get: (target, key, receiver) => (key === 'now' ? wallNow : (Reflect.get(target, key, receiver) as unknown)),
  })
  performance.now = () => realNow() + monotonicOffsetMs
}

if (isMainThread && process.send !== undefined) {
  moveClocks()
  process.on('message', (message: ClockMessage) => {
    if (message.type !== 'clock') return
    wallOffsetMs = message.wallOffsetMs ?? wallOffsetMs
    monotonicOffsetMs = message.monotonicOffsetMs ?? monotonicOffsetMs
    if (message.id !== undefined) process.send?.({ type: 'done', id: message.id, value: null })
  })
}
