import { strict } from './strict.ts'

const refuse = (): Promise<never> => Promise.reject(new Error('stand-in: there is no store for secrets of this system here; nothing was sealed'))

/** Honest about having no store: unavailable, and 'basic_text' where Electron has that word. */
export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => false,
  isEncryptionAvailable: (): boolean => false,
  getSelectedStorageBackend: (): string => 'basic_text',
  encryptStringAsync: refuse,
  decryptStringAsync: refuse,
})
