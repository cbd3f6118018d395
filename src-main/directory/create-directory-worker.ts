import type { Worker } from 'node:worker_threads'
import createWorker from './directory-worker?nodeWorker'

/** What has just been made, at most: V8 takes 130 MB for it otherwise while pages are read, and keeps them. */
const maxYoungGenerationSizeMb = 8

/** Starts the directory's thread from the built app. Specs start the source file instead. */
export function createDirectoryWorker(): Worker {
  return createWorker({ name: 'directory', resourceLimits: { maxYoungGenerationSizeMb } })
}
