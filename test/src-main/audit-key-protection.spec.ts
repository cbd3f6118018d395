import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { protectionOf } from '../../src-main/audit-key-protection.ts'
import { keyStoreOf, makeKeys, noProtection, readKeyFile, writeKeyFile } from '../../src-main/audit/key-file.ts'
import { filesOf } from '../../src-main/audit/set-aside.ts'
import { agent, anAttempt, anIntent, aStart } from './audit/audit-events.ts'
import { aFolder, openLog, yes } from './audit/audit-fixtures.ts'

/** A store that turns the bytes, so that what passed through it can be told; it can be locked, and lose its secret. */
function aStore(isThere: boolean, backend = 'gnome_libsecret') {
  const store = { isThere, secret: 0x5a }
  const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ store.secret))
  return {
    store,
    isEncryptionAvailable: () => store.isThere,
    getSelectedStorageBackend: () => backend,
    encryptString: (text: string) => turned(Buffer.from(text)),
    decryptString: (sealed: Buffer) => {
      const text = turned(sealed).toString()
      if (!text.startsWith('{')) throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.')
      return text
    },
  }
}

describe('the key file', () => {
  it('is sealed by the system’s store, and lost when that does not know it', () => {
    const file = join(aFolder(), 'audit.key')
    const system = aStore(true)
    const protection = protectionOf(system, 'win32')
    const keys = makeKeys('install-1', 'desk-1', null)
    writeKeyFile(file, protection, keys)
    expect(readFileSync(file, 'utf8')).not.toContain(keys.headKey)
    expect(readKeyFile(file, protection)).toMatchObject({ installId: 'install-1', headKey: keys.headKey, rowKey: keys.rowKey })
    system.store.secret = 0x33
    expect(readKeyFile(file, protection)).toBeNull()
  })

  it('is not lost, and not written less well kept, while the store cannot be asked', () => {
    const file = join(aFolder(), 'audit.key')
    const keys = makeKeys('install-1', 'desk-1', null)
    writeKeyFile(file, protectionOf(aStore(true), 'win32'), keys)
    expect(() => readKeyFile(file, noProtection)).toThrow('cannot be asked')
    expect(() => writeKeyFile(file, noProtection, keys)).toThrow('cannot be asked')
    expect(keyStoreOf(file)).toBe('system')
  })

  it('is lost when it holds the keys of a console from before rows carried a mac', () => {
    const file = join(aFolder(), 'audit.key')
    writeKeyFile(file, noProtection, makeKeys('install-1', 'desk-1', null))
    writeFileSync(file, readFileSync(file, 'utf8').replace('rowKey', 'noRowKey'))
    expect(readKeyFile(file, noProtection)).toBeNull()
  })

  it.each([[false, 'gnome_libsecret', 'file'], [true, 'basic_text', 'file'], [true, 'gnome_libsecret', 'system']] as const)(
    'on Linux, with a store %s and of the kind %s, is kept in: %s', (isThere, backend, keyStore) => {
      expect(protectionOf(aStore(isThere, backend), 'linux').keyStore()).toBe(keyStore)
    })
})

describe('a log whose key the system’s store keeps', () => {
  function aWrittenLog(isThere: boolean) {
    const system = aStore(isThere)
    const keyProtection = protectionOf(system, 'win32')
    const { log, file } = openLog(undefined, { keyProtection })
    log.append(anAttempt())
    log.seal()
    return { system, keyProtection, log, file }
  }

  it('is unavailable while the store is locked, at the start too, and goes on when it is open again: nothing is set aside', () => {
    const { system, keyProtection, log, file } = aWrittenLog(true)
    log.close()
    system.store.isThere = false
    const again = openLog(file, { keyProtection, bootId: 'boot-2' }).log
    expect(again.health()).toMatchObject({ status: 'unavailable', findings: [], keyStore: 'system' })
    expect(again.append(aStart)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(again.writeIntent(anIntent(), yes)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    system.store.isThere = true
    expect(again.writeIntent(anIntent(), yes)).toMatchObject({ status: 'ok' })
    expect(again.health()).toMatchObject({ status: 'whole', findings: [], keyStore: 'system' })
  })

  it('cannot be sealed while the store is locked, and is sealed when it is open again', () => {
    const { system, log } = aWrittenLog(true)
    const { sealed } = log.health()
    log.append(aStart)
    system.store.isThere = false
    log.seal()
    expect(log.health()).toMatchObject({ status: 'unavailable', sealed })
    system.store.isThere = true
    log.seal()
    expect(log.health()).toMatchObject({ status: 'whole', sealed: { rows: 4 } })
  })

  it('is set aside when the store opens and does not know the key: another user’s, or restored from a backup', () => {
    const { system, keyProtection, log, file } = aWrittenLog(true)
    log.close()
    system.store.secret = 0x33
    const again = openLog(file, { keyProtection, bootId: 'boot-2' }).log
    expect(again.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'key-missing' }], unacknowledged: { reason: 'key-lost' } })
    expect(again.acknowledge(agent, 'a new profile')).toMatchObject({ status: 'ok', health: { status: 'whole', keyStore: 'system' } })
  })

  it('does not take the key from a plain file, though it is the right one', () => {
    const { keyProtection, log, file } = aWrittenLog(true)
    log.close()
    const { key } = filesOf(file)
    const keys = readKeyFile(key, keyProtection)!
    writeFileSync(key, '')
    writeKeyFile(key, noProtection, keys)
    const again = openLog(file, { keyProtection, bootId: 'boot-2' }).log
    expect(again.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'key-missing' }], unacknowledged: { reason: 'key-lost' } })
  })

  it('says how its key is really kept: in a file if it began without the store, which takes it as soon as it can', () => {
    const { system, keyProtection, log, file } = aWrittenLog(false)
    expect(log.health().keyStore).toBe('file')
    log.close()
    system.store.isThere = true
    const again = openLog(file, { keyProtection, bootId: 'boot-2' }).log
    expect(again.health()).toMatchObject({ status: 'whole', keyStore: 'system' })
    expect(keyStoreOf(filesOf(file).key)).toBe('system')
  })
})
