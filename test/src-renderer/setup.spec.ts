import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import App from '../../src-renderer/App.vue'
import { placingCommands } from '../../src-renderer/messages/setup-words.ts'
import type { SetupRun, SetupStep } from '../../src-shared/setup.ts'
import { anAppInfo, signedOut } from '../factories/bridge.ts'
import { findButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const setup = { policyPath: '/etc/helpdesk-console/policy.json', platform: 'linux' } as const
const clientId = '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'
const aStep = (change: Partial<SetupStep>): SetupStep => ({ name: 'discovery', state: 'passed', finding: 'tenant-found', details: [], actions: [], code: null, ...change })

async function start(info = anAppInfo({ isPractice: false, setup })) {
  fake().on('session:get', () => ({ status: 'ok', session: signedOut }))
  fake().on('app:info', () => ({ status: 'ok', info }))
  const app = await render(App)
  await flushPromises()
  return app
}

async function type(label: string, value: string): Promise<void> {
  const found = [...document.querySelectorAll('label')].find((element) => element.textContent === label)
  const input = document.getElementById(found?.htmlFor ?? '') as HTMLInputElement
  input.value = value
  input.dispatchEvent(new Event('input'))
  await flushPromises()
}
async function press(name: string): Promise<void> {
  findButton(name).click()
  await flushPromises()
}
async function check(run: SetupRun): Promise<void> {
  fake().on('setup:check', () => ({ status: 'ok', run }))
  await type('Tenant: domain or id', ' contoso.example ')
  await type('Client id', clientId)
  document.querySelector('form')?.dispatchEvent(new Event('submit'))
  await flushPromises()
}

describe('a console that nobody has set up', () => {
  it('offers both ways, and neither a sign-in nor the practice banner', async () => {
    const app = await start()
    expect(app.text()).toContain('Connect to your organisation')
    expect(app.text()).toContain('Practise first')
    expect(app.text()).not.toContain('Practice tenant.')
    expect(app.text()).not.toContain('The sign-in page opens in your browser.')
  })
  it('goes to practice when that is chosen, and can be brought back from the sign-in page', async () => {
    const app = await start()
    await press('Practise')
    expect(fake().asked('setup:practise')).toEqual([{ practise: true }])
    fake().emit('app:info-changed', anAppInfo())
    await flushPromises()
    expect(app.text()).toContain('You are about to practise')
    await press('Leave practice and set up the console')
    expect(fake().asked('setup:practise')).toEqual([{ practise: true }, { practise: false }])
  })
  it('asks main for nothing while what was typed cannot be right', async () => {
    const app = await start()
    document.querySelector('form')?.dispatchEvent(new Event('submit'))
    await flushPromises()
    expect(fake().asked('setup:check')).toEqual([])
    expect(app.text()).toContain('A domain such as example.com, or the tenant id')
    expect(app.text()).toContain('An application (client) id')
  })
  it('shows each step with what is to be corrected and where', async () => {
    const app = await start()
    await check({ isOver: true, policy: null, steps: [
      aStep({ details: ['7f1d'] }), aStep({ name: 'sign-in', state: 'failed', finding: 'error-code', code: 'proxy-needs-sign-in' }),
      aStep({ name: 'scopes', state: 'failed', finding: 'scopes-missing', details: ['DeviceManagementRBAC.Read.All'] }),
      aStep({ name: 'permissions', state: 'warned', finding: 'permissions-some', actions: ['delete-record'] }), aStep({ name: 'auth-time', state: 'skipped', finding: null }),
    ] })
    expect(fake().asked('setup:check')).toEqual([{ tenant: 'contoso.example', clientId, actionClientId: null, cloud: 'public', tenantName: '' }])
    for (const words of ['2 things are to be corrected', '7f1d', 'The proxy of this network asks', 'Grant admin consent', 'DeviceManagementRBAC.Read.All', 'Delete record', 'Not tried', 'AADSTS50011']) {
      expect(app.text()).toContain(words)
    }
    expect(app.text()).not.toContain('Save policy.json')
  })
  it('follows the checks while they run, with the page that is waited for', async () => {
    const app = await start()
    fake().on('setup:check', () => new Promise(() => undefined))
    await type('Tenant: domain or id', 'contoso.example')
    await type('Client id', clientId)
    document.querySelector('form')?.dispatchEvent(new Event('submit'))
    fake().emit('setup:changed', { isOver: false, policy: null, steps: [aStep({}), aStep({ name: 'sign-in', state: 'running', finding: null })] })
    await flushPromises()
    expect(app.text()).toContain('Continue in your browser')
    await press('Open the sign-in page again')
    await press('Cancel')
    expect([fake().asked('setup:open-page-again'), fake().asked('setup:cancel')].map(({ length }) => length)).toEqual([1, 1])
  })
  it('ends with the policy file, where it belongs, and how it is put there', async () => {
    const app = await start()
    await check({ isOver: true, policy: '{ "tenantId": "x" }', steps: [aStep({})] })
    for (const words of ['{ "tenantId": "x" }', setup.policyPath, 'sudo install', 'cannot put it there']) expect(app.text()).toContain(words)
    await press('Save policy.json')
    expect(app.text()).toContain('Saved.')
    await press('Copy')
    expect(fake().asked('app:copy-text')).toEqual([{ text: '{ "tenantId": "x" }' }])
  })
  it.each([
    [{ found: 'nothing' }, 'There is no policy file yet.'],
    [{ found: 'mistake', detail: 'line 3' }, 'with a mistake in it: line 3'],
    [{ found: 'policy', tenantName: 'Contoso' }, 'start it again'],
  ] as const)('looks for the file again: %o', async (look, words) => {
    const app = await start()
    fake().on('setup:look-again', () => ({ status: 'ok', look }))
    await press('Look again')
    expect(app.text()).toContain(words)
  })
})

describe('the commands that put the file in its place', () => {
  it('take the right to write from everybody but administrators on Windows', () => {
    expect(placingCommands('windows', 'C:\\ProgramData\\Helpdesk Console\\policy.json')).toContain('icacls "C:\\ProgramData\\Helpdesk Console" /inheritance:r')
  })
  it('give it to root elsewhere', () => {
    expect(placingCommands('macos', '/Library/Application Support/Helpdesk Console/policy.json')).toContain('-m 755 "/Library/Application Support/Helpdesk Console"')
  })
})
