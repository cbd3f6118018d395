import type { Worker } from 'node:worker_threads'
import createWorker from './directory-worker?nodeWorker'

/** Starts the directory's thread from the built app. Specs start the source file instead. */
export function createDirectoryWorker(): Worker {
  return createWorker({ name: 'directory' })
}
