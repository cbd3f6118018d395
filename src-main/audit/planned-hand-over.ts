import { keyStoreOf, readKeyFile } from './key-file.ts'
import type { KeyProtection, LogKeys } from './key-file.ts'
import { isNameOfAside } from './set-aside.ts'
import type { LogFiles } from './set-aside.ts'

/**
 * What a killed console began, as audit.next says; null when nothing, or when the console did not write it: then the log is judged as it is found.
 * Whoever can put a file there must not have a log replaced in silence, or another file moved. Throws as {@link readKeyFile} does.
 */
export function readPlan(files: LogFiles, protection: KeyProtection): LogKeys | null {
  const planned = readKeyFile(files.next, protection)
  const previous = planned?.previous ?? null
  if (planned === null || previous === null || !Array.isArray(previous.findings)) return null
  if (previous.fileName !== null && !isNameOfAside(files.log, previous.fileName)) return null
  const old = readKeyFile(files.key, protection)
  // The console keeps it as well as the key of the log.
  if (keyStoreOf(files.next) === 'file' && protection.keyStore() === 'system' && keyStoreOf(files.key) !== 'file') return null
  // Kept from another time: the log that it plans has begun long since, and a log is closed only with its own key at hand.
  if (old?.installId === planned.installId) return old.isStarted ? null : planned
  return previous.reason === 'closed' && old?.installId !== previous.installId ? null : planned
}
