import type { KeyProtection } from './audit/key-file.ts'
import { noProtection } from './audit/key-file.ts'
import type { KeyStore } from './directory/snapshot-places.ts'

/** What is used of Electron's safeStorage. */
export interface SecretStore {
  isEncryptionAvailable(): boolean
  getSelectedStorageBackend(): string
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
}

/** Whether there is a store that deserves the name, now; 'basic_text' (Linux without a keyring) is none. */
const isStore = (store: SecretStore, platform: NodeJS.Platform): boolean =>
  store.isEncryptionAvailable() && (platform !== 'linux' || store.getSelectedStorageBackend() !== 'basic_text')

/** The operating system's own store for the audit log's key, where and while there is one. */
export function protectionOf(store: SecretStore, platform: NodeJS.Platform = process.platform): KeyProtection {
  const isThere = (): boolean => isStore(store, platform)
  return {
    keyStore: () => (isThere() ? 'system' : 'file'),
    protect: (text) => (isThere() ? { keyStore: 'system', text: store.encryptString(text).toString('base64') } : noProtection.protect(text)),
    unprotect: (text) => store.decryptString(Buffer.from(text, 'base64')),
  }
}

/** The same for the key of the device list that is kept on this PC: where there is no store, nothing is. */
export function snapshotStoreOf(store: SecretStore, platform: NodeJS.Platform = process.platform): KeyStore {
  return {
    isThere: () => isStore(store, platform),
    protect: (text) => store.encryptString(text).toString('base64'),
    unprotect: (text) => store.decryptString(Buffer.from(text, 'base64')),
  }
}
