import type { KeyProtection } from './audit/key-file.ts'
import { noProtection } from './audit/key-file.ts'

/** What is used of Electron's safeStorage. */
export interface SecretStore {
  isEncryptionAvailable(): boolean
  getSelectedStorageBackend(): string
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
}

/** The operating system's own store for the audit log's key, where and while there is one; 'basic_text' (Linux without a keyring) is none. */
export function protectionOf(store: SecretStore, platform: NodeJS.Platform = process.platform): KeyProtection {
  const isThere = (): boolean => store.isEncryptionAvailable() && (platform !== 'linux' || store.getSelectedStorageBackend() !== 'basic_text')
  return {
    keyStore: () => (isThere() ? 'system' : 'file'),
    protect: (text) => (isThere() ? { keyStore: 'system', text: store.encryptString(text).toString('base64') } : noProtection.protect(text)),
    unprotect: (text) => store.decryptString(Buffer.from(text, 'base64')),
  }
}
