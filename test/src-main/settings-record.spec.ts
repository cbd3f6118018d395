import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { policyRowOf, preferencesRowOf } from '../../src-main/settings-record.ts'
import type { PolicyAccess } from '../../src-main/settings/policy-access.ts'
import { readPolicyFile } from '../../src-main/settings/policy-file.ts'
import type { Preferences } from '../../src-shared/app-info.ts'
import { sofia } from '../factories/device.ts'
import { aFolder, allRowsOf, openLog } from './audit/audit-fixtures.ts'

const given = {
  tenantId: '00000000-0000-0000-0000-00000000000A', clientId: '00000000-0000-0000-0000-00000000000b', tenantName: 'Contoso',
  support: { name: 'IT', phone: '', email: '', website: '' },
}
const defaultPreferences: Preferences = { theme: 'system', notifications: true, practiceProfile: 'graph-admin', views: [], columns: { order: [], shown: null, widths: {} } }
const central = { host: 'pg.example', database: 'audit', login: { kind: 'password', user: 'desk', password: 'pw-that-nobody-reads' }, supervisorLogin: { kind: 'password', user: 'reader', password: 'nor-this-one' } }

/** Starts of a console over one log and one policy file. */
function aDesk() {
  const folder = aFolder()
  const { log, file } = openLog()
  const policyFile = join(folder, 'policy.json')
  return {
    log, file,
    write: (policy: unknown) => writeFileSync(policyFile, typeof policy === 'string' ? policy : JSON.stringify(policy)),
    start: (access: PolicyAccess = { status: 'administrators' }) => {
      const row = policyRowOf(log.settings(), readPolicyFile(policyFile), access)
      if (row !== null) expect(log.append(row)).toMatchObject({ status: 'ok' })
      return row?.changes ?? null
    },
  }
}

it('writes what the policy says when it is new, what changed when it changed, and nothing when it is as before', () => {
  const desk = aDesk()
  expect(desk.start()).toBeNull() // no file, as on a practice desk
  desk.write(given)
  expect(desk.start()).toEqual(expect.arrayContaining([
    { name: 'tenantId', from: null, to: '"00000000-0000-0000-0000-00000000000a"' }, { name: 'eligibilityProfile', from: null, to: '"graph-admin"' },
    { name: 'audit.workingHours.days', from: null, to: '[1,2,3,4,5]' }, { name: 'support.name', from: null, to: '"IT"' },
  ]))
  expect(desk.start()).toBeNull()
  desk.write({ ...given, tenantName: 'Contoso Ltd', audit: { keepDays: 400 } })
  expect(desk.start()).toEqual([{ name: 'audit.keepDays', from: null, to: '400' }, { name: 'tenantName', from: '"Contoso"', to: '"Contoso Ltd"' }])
  desk.write({ ...given, tenantName: 'Contoso Ltd' })
  expect(desk.start()).toEqual([{ name: 'audit.keepDays', from: '400', to: null }])
  desk.write('{ not JSON')
  expect(desk.start()).toEqual(expect.arrayContaining([{ name: 'file', from: null, to: '"invalid"' }, { name: 'tenantName', from: '"Contoso Ltd"', to: null }]))
  expect(desk.start()).toBeNull()
  expect(desk.log.verify()).toMatchObject({ status: 'whole' })
})

it('writes that others can write the file, by which permission, and that they no longer can', () => {
  const desk = aDesk()
  desk.write(given)
  desk.start({ status: 'checking' })
  const permission = 'everybody can write /etc/helpdesk-console/policy.json (mode 666)'
  expect(desk.start({ status: 'others', permission })).toEqual([{ name: 'file.writableBy', from: null, to: JSON.stringify(permission) }])
  // The next start does not know yet: nothing is taken back before it does.
  expect(desk.start({ status: 'checking' })).toBeNull()
  expect(desk.start({ status: 'others', permission })).toBeNull()
  expect(desk.start({ status: 'administrators' })).toEqual([{ name: 'file.writableBy', from: JSON.stringify(permission), to: null }])
})

it('names a password and never holds it', () => {
  const desk = aDesk()
  desk.write({ ...given, audit: { central } })
  expect(desk.start()).toEqual(expect.arrayContaining([{ name: 'audit.central.login.password', from: null, to: '"set"' }, { name: 'audit.central.supervisorLogin.password', from: null, to: '"set"' }, { name: 'audit.central.host', from: null, to: '"pg.example"' }]))
  desk.write(given)
  expect(desk.start()).toEqual(expect.arrayContaining([{ name: 'audit.central.login.password', from: '"set"', to: null }]))
  for (const { password } of [central.login, central.supervisorLogin]) expect(allRowsOf(desk.file).map(({ body }) => body).join()).not.toContain(password)
})

it('writes who changed which preference, and nothing for a save that changes none', () => {
  const { log } = openLog()
  const row = preferencesRowOf(sofia, defaultPreferences, { ...defaultPreferences, notifications: false })
  expect(row).toMatchObject({ source: 'preferences', actor: { oid: sofia.oid }, changes: [{ name: 'notifications', from: 'true', to: 'false' }] })
  log.appendOrHold(row!)
  expect(log.settings()).toMatchObject([{ source: 'preferences' }])
  expect(policyRowOf(log.settings(), { status: 'absent' }, { status: 'administrators' })).toBeNull() // of the policy they say nothing
  expect(preferencesRowOf(null, defaultPreferences, { ...defaultPreferences })).toBeNull()
})

it('writes nothing about columns: how wide somebody likes them is nobody’s business', () => {
  const columns: Preferences['columns'] = { order: ['imei'], shown: ['deviceName', 'imei'], widths: { imei: 300 } }
  expect(preferencesRowOf(sofia, defaultPreferences, { ...defaultPreferences, columns })).toBeNull()
  expect(preferencesRowOf(sofia, defaultPreferences, { ...defaultPreferences, theme: 'dark', columns })?.changes).toEqual([{ name: 'theme', from: '"system"', to: '"dark"' }])
})
