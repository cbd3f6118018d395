import type { SecretStore } from '../../src-main/audit-key-protection.ts'

/** A store that turns the bytes, as Electron's safeStorage does with a real secret; it can be absent, and lose its secret. */
export function aSecretStore(): SecretStore & { isThere: boolean; secret: number; backend: string } {
  const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ store.secret))
  const store = {
    isThere: true, secret: 0x5a, backend: 'gnome_libsecret',
    isEncryptionAvailable: () => store.isThere,
    getSelectedStorageBackend: () => store.backend,
    encryptString: (text: string) => turned(Buffer.from(text)),
    decryptString: (sealed: Buffer) => turned(sealed).toString(),
  }
  return store
}
