import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Preferences } from '../../../src-shared/app-info.ts'

// electron-store is conf with Electron's folder for it, which specs give themselves.
vi.mock('electron-store', async () => {
  const { default: Conf } = await import('conf')
  return {
    default: class extends Conf {
      constructor({ name, ...rest }: { name: string; cwd: string }) {
        super({ configName: name, ...rest })
      }
    },
  }
})
const { defaultPreferences, openPreferencesStore } = await import('../../../src-main/settings/preferences-store.ts')

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'preferences-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const dark: Preferences = { theme: 'dark', notifications: false, practiceProfile: 'company-portal', views: [], columns: { order: ['imei', 'deviceName'], shown: ['deviceName', 'imei'], widths: { imei: 180 } } }
const open = (at = folder) => openPreferencesStore(at, () => undefined)

describe('the preferences', () => {
  it('are kept from one start to the next', async () => {
    await open().save(dark)
    expect(open()).toMatchObject({ wasReset: false })
    expect(open().read()).toEqual(dark)
  })
  it.each([
    ['cut off', '{"preferences":{"theme":'],
    ['not JSON', '\u0000\u0001garbage'],
    ['empty', ''],
  ])('start anew when the file is %s, which is kept beside it', async (_what, text) => {
    writeFileSync(join(folder, 'preferences.json'), text)
    const store = open()
    expect(store.wasReset).toBe(true)
    expect(store.read()).toEqual(defaultPreferences)
    expect(readdirSync(folder).some((name) => name.startsWith('preferences.unreadable-'))).toBe(true)
    await store.save(dark)
    expect(open().read()).toEqual(dark)
  })
  it.each(['[]', '{"preferences":5}', '{"preferences":{"theme":"pink","notifications":"yes"}}', '{"preferences":null}'])(
    'are the defaults where %s says nothing of use',
    (text) => {
      writeFileSync(join(folder, 'preferences.json'), text)
      expect(open().read()).toEqual(defaultPreferences)
    },
  )
  it.each(['"all"', '{"order":["colour"],"shown":null,"widths":{}}', '{"order":[],"shown":null,"widths":{"imei":1e9}}'])(
    'keep the rest where the columns say %s',
    (columns) => {
      writeFileSync(join(folder, 'preferences.json'), `{"preferences":{"theme":"dark","notifications":false,"practiceProfile":"company-portal","columns":${columns}}}`)
      expect(open().read()).toEqual({ ...dark, columns: defaultPreferences.columns })
    },
  )
  it('start anew when there is a folder in the place of the file', () => {
    mkdirSync(join(folder, 'preferences.json'))
    expect(open().read()).toEqual(defaultPreferences)
  })
  it('never keep the console from starting, even where nothing can be read or written', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const store = open(join(folder, 'a-file', 'profile'))
    expect(store.read()).toEqual(defaultPreferences)
    expect(await store.save(dark)).toBeNull()
    expect(store.read()).toEqual(defaultPreferences)
  })
  it('are those of the last save, whichever was asked for first', async () => {
    const store = open()
    expect(await Promise.all([store.save(dark), store.save({ ...dark, theme: 'light' })])).toEqual([defaultPreferences, dark])
    expect([store.read().theme, open().read().theme]).toEqual(['light', 'light'])
  })
  it('are not lost when the file is spoilt while the console runs', async () => {
    const store = open()
    await store.save(dark)
    writeFileSync(join(folder, 'preferences.json'), '{')
    expect(store.read()).toEqual(dark)
    await store.save({ ...dark, theme: 'light' })
    expect(JSON.parse(readFileSync(join(folder, 'preferences.json'), 'utf8'))).toMatchObject({ preferences: { theme: 'light' } })
  })
})
