// Loaded with --import before the stand-in, which has no store for secrets: gives it one, so that what a system with a store does can be seen.
import { isMainThread } from 'node:worker_threads'
import { safeStorage } from '../../../electron-stand-in/safe-storage.ts'
import { aSecretStore } from '../../factories/secret-store.ts'

if (isMainThread) Object.assign(safeStorage, aSecretStore())
