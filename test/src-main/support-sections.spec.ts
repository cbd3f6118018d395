import { describe, expect, it } from 'vitest'
import type { Policy } from '../../src-main/settings/policy-schema.ts'
import { auditSection, deviceListSection, policySection, proxyKind, settingsSection } from '../../src-main/support-sections.ts'
import { usualColumns } from '../../src-shared/app-info.ts'
import { everyDevice } from '../../src-shared/device-filter.ts'
import { anAuditHealth } from '../factories/audit.ts'
import { aDirectoryStatus, alexSignedIn } from '../factories/bridge.ts'
import { aCentralStatus } from '../factories/central.ts'

const policy: Policy = {
  tenantId: '11111111-2222-4333-8444-55555555abcd', clientId: '99999999-2222-4333-8444-55555555ef01', actionClientId: null, tenantName: 'Contoso Ltd', cloud: 'public', practice: true,
  eligibilityProfile: 'company-portal', kiosk: null, updates: { mode: 'off', url: null }, age: { warnWeeks: 8, supervisorWeeks: 16, readOnlyWeeks: 24 },
  actions: { stepUp: [], ticket: { required: true, pattern: null, example: '' }, brakes: { agentPerHour: 20, agentPerDay: null, machinePerHour: null, machinePerDay: null } },
  support: { name: 'Contoso IT', phone: '+44 20 7946 0000', email: 'help@contoso.example', website: '' },
  audit: {
    workingHours: { days: [1, 2, 3], fromHour: 7, toHour: 19 }, keepDays: 400,
    central: { host: 'db.contoso.example', port: 5432, database: 'audit', caFile: null, login: { kind: 'password', user: 'desk', password: 'hunter22' } },
  },
}

describe('the parts of a support bundle', () => {
  it('say which settings the policy makes, and of what names the organisation or opens something only that it is set', () => {
    const text = policySection({ status: 'ok', policy })
    expect(text.split('\n')).toEqual([
      'policy file: in force', 'tenantId is set, and ends with abcd', 'clientId is set, and ends with ef01', 'tenantName is set', 'cloud: "public"', 'practice: true',
      'eligibilityProfile: "company-portal"', 'updates.mode: "off"', 'age.warnWeeks: 8', 'age.supervisorWeeks: 16', 'age.readOnlyWeeks: 24',
      'actions.stepUp: []', 'actions.ticket.required: true', 'actions.ticket.example is empty', 'actions.brakes.agentPerHour: 20',
      'support.name is set', 'support.phone is set', 'support.email is set', 'support.website is empty',
      'audit.workingHours.days: [1,2,3]', 'audit.workingHours.fromHour: 7', 'audit.workingHours.toHour: 19', 'audit.keepDays: 400',
      'audit.central.host is set', 'audit.central.port is set', 'audit.central.database is set', 'audit.central.login.kind: "password"', 'audit.central.login.user is set', 'audit.central.login.password is set', '',
    ])
  })
  it('say that there is no policy file, or why it cannot be used', () => {
    expect(policySection({ status: 'absent' })).toBe('policy file: none\n')
    expect(policySection({ status: 'invalid', file: '/etc/x/policy.json', detail: 'line 3: Unexpected token' })).toContain('because: line 3: Unexpected token')
  })
  it('count what is wrong with the log by its codes, and name no row and no log', () => {
    const finding = { code: 'row-changed', installId: 'install-secret', seq: 7 } as const
    const text = auditSection(anAuditHealth({ status: 'unacknowledged', rows: 120, findings: [finding, { ...finding, seq: 8 }, { ...finding, code: 'seal-missing' }] }), aCentralStatus({ state: 'away', code: 'central-unreachable', waitingRows: 4 }))
    expect(text).toContain('findings: row-changed (2), seal-missing (1)\n')
    expect(text).toContain('rows that it lacks: 4\n')
    expect(text).toContain('central log code: central-unreachable\n')
    expect(text).not.toContain('install-secret')
  })
  it('say how reading the list goes and that somebody is signed in, not who', () => {
    const text = deviceListSection(aDirectoryStatus({ phase: 'failed', count: 1200, perSecond: 800, code: 'graph-throttled' }), alexSignedIn)
    expect(text).toContain('session: signed-in\n')
    expect(text).toContain('devices: 1200\n')
    expect(text).toContain('last error: graph-throttled\n')
    expect(text).not.toMatch(/alex|contoso/i)
  })
  it('count saved views and leave out what they look for', () => {
    const view = { name: 'Ada’s phones', text: 'ada.okafor', sort: { key: 'deviceName', direction: 'ascending' }, filter: everyDevice } as const
    const text = settingsSection({ theme: 'dark', notifications: true, practiceProfile: 'graph-admin', views: [view], columns: usualColumns })
    expect(text).toContain('theme: dark\n')
    expect(text).toContain('saved views: 1\n')
    expect(text).not.toMatch(/ada/i)
  })
  it.each([
    ['DIRECT', 'DIRECT'], ['PROXY proxy.contoso.example:8080; DIRECT', 'PROXY, DIRECT'], ['SOCKS5 10.0.0.1:1080;HTTPS secure.contoso.example:443', 'SOCKS5, HTTPS'], ['', 'not known'],
  ])('say which kind of proxy there is and not where: %s', (answer, kind) => {
    expect(proxyKind(answer)).toBe(kind)
  })
})
