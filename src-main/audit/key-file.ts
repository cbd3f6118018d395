import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PreviousLog } from '../../src-shared/audit.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import { exportSealKey, importSealKey, makeSealKey } from './checkpoint.ts'
import type { SealKey } from './checkpoint.ts'
import { writeDurably } from './disk.ts'

export type KeyStore = AuditHealth['keyStore']

/** How the text of the key file is kept from others. */
export interface KeyProtection {
  /** Where a text would be kept now; asked anew each time, because a keyring can be locked for a while. */
  keyStore(): KeyStore
  /** May throw. */
  protect(text: string): { readonly keyStore: KeyStore; readonly text: string }
  /** Of a text that the system's store keeps. Throws for one that it did not make, or not for this user on this PC. */
  unprotect(text: string): string
}

/** Where the operating system keeps no secrets: the file's mode (0600) is all. */
export const noProtection: KeyProtection = { keyStore: () => 'file', protect: (text) => ({ keyStore: 'file', text }), unprotect: (text) => text }

/** What is kept beside a log, to seal it and to know its head. */
export interface LogKeys {
  readonly installId: string
  readonly deskId: string
  /** 32 bytes, base64: the key of the head copy. */
  readonly headKey: string
  /** 32 bytes, base64: the key of each row's MAC, as long as the log lasts. */
  readonly rowKey: string
  /** Of the present epoch and the next. */
  readonly keys: readonly [SealKey, SealKey]
  /** false while the log is being made: that it is not there yet is no finding then. */
  readonly isStarted: boolean
  /** What row 1 is to name, so that a start cut short does not forget it. */
  readonly previous: PreviousLog | null
}

const aKey = (): string => randomBytes(32).toString('base64')

export function makeKeys(installId: string, deskId: string, previous: PreviousLog | null): LogKeys {
  const [headKey, rowKey] = [aKey(), aKey()]
  return { installId, deskId, headKey, rowKey, keys: [makeSealKey(0), makeSealKey(1)], isStarted: false, previous }
}

/** The keys one epoch later: the present one is gone. */
export const advanceKeys = (keys: LogKeys): LogKeys => ({ ...keys, keys: [keys.keys[1], makeSealKey(keys.keys[1].epoch + 1)] })

/**
 * null: not there, or not to be read by this user on this PC. Throws while the system's store, which keeps it, cannot be asked (a locked
 * keyring): that may pass, and is no lost key. Where it does not pass, deleting the file says that the key is lost.
 */
export function readKeyFile(file: string, protection: KeyProtection): LogKeys | null {
  const outer = outerOf(file)
  if (outer?.keyStore === 'system' && protection.keyStore() === 'file') throw new Error('the system’s store for keys cannot be asked now')
  try {
    if (outer === null) return null
    const text = outer.keyStore === 'file' ? outer.text : protection.unprotect(outer.text)
    const stored = JSON.parse(text) as Omit<LogKeys, 'keys'> & { readonly epoch: number; readonly keys: readonly [string, string] }
    const { epoch, keys: [present, next], ...rest } = stored
    // Of a console from before rows carried a MAC. No such console was released: its log is set aside like one whose key is lost.
    if (typeof rest.rowKey !== 'string') return null
    return { ...rest, keys: [importSealKey(epoch, present), importSealKey(epoch + 1, next)] }
  } catch {
    return null
  }
}

/** Durable, in one step: a reader finds the old keys or the new ones. Throws when it cannot be written, or only less well kept than it is now. */
export function writeKeyFile(file: string, protection: KeyProtection, { keys, ...rest }: LogKeys): void {
  const text = JSON.stringify({ ...rest, epoch: keys[0].epoch, keys: keys.map(exportSealKey) })
  const outer = protection.protect(text)
  if (outer.keyStore === 'file' && keyStoreOf(file) === 'system') throw new Error('the system’s store for keys cannot be asked now')
  writeDurably(file, JSON.stringify(outer))
}

/** How the file on the disk is really kept; null when it is not there, or no key file. */
export const keyStoreOf = (file: string): KeyStore | null => outerOf(file)?.keyStore ?? null

function outerOf(file: string): { readonly keyStore: KeyStore; readonly text: string } | null {
  try {
    const { keyStore, text } = JSON.parse(readFileSync(file, 'utf8')) as { readonly keyStore?: unknown; readonly text?: unknown }
    return (keyStore === 'system' || keyStore === 'file') && typeof text === 'string' ? { keyStore, text } : null
  } catch (error) {
    // Another program that has it open for a moment makes it no lost key.
    if (error instanceof Error && 'code' in error && error.code !== 'ENOENT') throw error
    return null
  }
}
