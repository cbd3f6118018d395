/** Who inspects the parts: this thread, or several at once. */
import { parentPort, Worker } from 'node:worker_threads'
import { createPartInspector } from './inspect-part.ts'
import type { InspectedPart, Part } from './inspect-part.ts'

export interface Inspector {
  /** How many parts are worth asking for ahead. */
  readonly ahead: number
  /** Rejects with what reading the part threw. */
  inspect(part: Part): Promise<InspectedPart>
  close(): Promise<void>
}

/** What a thread answers. Errors lose their own fields on the way, so those that count are named. */
type Reply =
  | { readonly status: 'ok'; readonly part: InspectedPart }
  | { readonly status: 'failed'; readonly message: string; readonly code: string | undefined; readonly errcode: number | undefined }

/** In this thread, for short logs: starting threads takes longer than reading them. */
export function createInlineInspector(): Inspector {
  const inspector = createPartInspector()
  return { ahead: 1, inspect: async (part) => inspector.inspect(part), close: async () => inspector.close() }
}

/** In `threads` threads that run `entry`, which calls {@link serveParts}. Each takes the next part when it has done one. */
export function createThreadedInspector(threads: number, entry: URL): Inspector {
  interface Order { readonly part: Part; readonly resolve: (part: InspectedPart) => void; readonly reject: (error: Error) => void }
  const waiting: Order[] = []
  const idle: Worker[] = []
  const busy = new Map<Worker, Order>()
  const workers = Array.from({ length: threads }, () => new Worker(entry))

  function hand(): void {
    while (waiting.length > 0 && idle.length > 0) {
      const [order, worker] = [waiting.shift(), idle.pop()]
      if (order === undefined || worker === undefined) return
      busy.set(worker, order)
      worker.postMessage(order.part)
    }
  }

  function settle(worker: Worker): Order | undefined {
    const order = busy.get(worker)
    busy.delete(worker)
    return order
  }

  for (const worker of workers) {
    idle.push(worker)
    worker.on('message', (reply: Reply) => {
      const order = settle(worker)
      idle.push(worker)
      hand()
      if (reply.status === 'ok') order?.resolve(reply.part)
      else order?.reject(Object.assign(new Error(reply.message), { code: reply.code, errcode: reply.errcode }))
    })
    worker.on('error', (error) => {
      const cause = error instanceof Error ? error : new Error(String(error))
      settle(worker)?.reject(cause)
      for (const order of waiting.splice(0)) order.reject(cause)
    })
  }

  return {
    ahead: threads * 3,
    inspect: (part) => new Promise((resolve, reject) => {
      waiting.push({ part, resolve, reject })
      hand()
    }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

/** The other end of {@link createThreadedInspector}. */
export function serveParts(): void {
  const inspector = createPartInspector()
  parentPort?.on('message', (part: Part) => parentPort?.postMessage(answer(part)))

  function answer(part: Part): Reply {
    try {
      return { status: 'ok', part: inspector.inspect(part) }
    } catch (error) {
      const { code, errcode } = error as { readonly code?: string; readonly errcode?: number }
      return { status: 'failed', message: error instanceof Error ? error.message : String(error), code, errcode }
    }
  }
}
