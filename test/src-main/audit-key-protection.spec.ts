import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { protectionOf } from '../../src-main/audit-key-protection.ts'
import { noProtection, makeKeys, readKeyFile, writeKeyFile } from '../../src-main/audit/key-file.ts'
import { aFolder } from './audit/audit-fixtures.ts'

/** A store that turns the bytes, so that what passed through it can be told. */
const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a))
const aStore = (isThere: boolean, backend = 'gnome_libsecret') => ({
  isEncryptionAvailable: () => isThere,
  getSelectedStorageBackend: () => backend,
  encryptString: (text: string) => turned(Buffer.from(text)),
  decryptString: (sealed: Buffer) => turned(sealed).toString(),
})

describe('the key file', () => {
  it('is sealed by the system’s store, and lost without it', () => {
    const file = join(aFolder(), 'audit.key')
    const protection = protectionOf(aStore(true), 'win32')
    const keys = makeKeys('install-1', 'desk-1', null)
    writeKeyFile(file, protection, keys)
    expect(readFileSync(file, 'utf8')).not.toContain(keys.headKey)
    expect(readKeyFile(file, protection)).toMatchObject({ installId: 'install-1', headKey: keys.headKey })
    expect(readKeyFile(file, noProtection)).toBeNull()
  })
  it.each([[false, 'gnome_libsecret', 'file'], [true, 'basic_text', 'file'], [true, 'gnome_libsecret', 'system']] as const)(
    'on Linux, with a store %s and of the kind %s, is kept in: %s', (isThere, backend, keyStore) => {
      expect(protectionOf(aStore(isThere, backend), 'linux').keyStore).toBe(keyStore)
    })
})
