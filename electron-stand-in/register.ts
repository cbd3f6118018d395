// Loaded with --import before the built app (and again in each of its worker threads): from here on, `electron` is the stand-in.
import { registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'

const names = new Set(['electron', 'electron/main', 'electron/common'])
const standIn = new URL(isMainThread ? './electron.ts' : './no-electron-in-workers.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    names.has(specifier)
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : nextResolve(specifier, context),
})
