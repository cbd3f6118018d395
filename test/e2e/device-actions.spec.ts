import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../simulated-tenant/devices/scenario-devices.ts'
import { eventually } from './harness/agent.ts'
import { useDesk } from './harness/desk.ts'

const desk = useDesk({ devices: 300 })

const sent = async () => (await desk.writes()).map(({ method, path, action, body }) => ({ method, path, action, body }))
const path = (id: string, call = '', version = 'v1.0') => `/${version}/deviceManagement/managedDevices/${id}${call}`
const button = (name: string) => desk.agent.dialog().getByRole('button', { name, exact: true })
/** Lets the tenant's time pass, as a device that is online needs it. */
const letItLand = () => desk.tenant.control({ advanceMs: 10_000 })
const isDone = (title: string) => eventually(() => desk.agent.outcome(title).innerText()).toMatch(/\bDone\b/)

describe('each action, to its end', () => {
  it('renames a PC by the rules of Windows, checked while typing, and offers the restart by itself', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('REHEARSAL-PC')
    await desk.agent.page.keyboard.press('F2')
    const name = desk.agent.dialog().getByRole('textbox', { name: 'New device name' })
    for (const [typed, rule] of [['FRONT DESK', /space/i], ['12345', /digits/i], ['A'.repeat(64), /63/], ['FRONT_DESK', /_/], ['REHEARSAL-PC', /has now/i]] as const) {
      await name.fill(typed)
      await eventually(() => desk.agent.dialog().innerText()).toMatch(rule)
    }
    await name.fill('FRONT-DESK-01')
    expect(await desk.agent.dialog().innerText()).toMatch(/device itself/i)
    await button('Rename').click()
    await desk.agent.outcome('Rename').waitFor()
    expect(await sent()).toEqual([
      { method: 'POST', path: path(scenarioDeviceIds.windowsPc, '/setDeviceName', 'beta'), action: 'setDeviceName', body: { deviceName: 'FRONT-DESK-01' } },
    ])
    await letItLand()
    await isDone('Rename')
    await desk.agent.outcome('Rename').getByRole('button', { name: 'Restart the device' }).click()
    await button('Restart').click()
    await desk.agent.outcome('Restart').waitFor()
    expect((await sent()).map(({ action }) => action)).toEqual(['setDeviceName', 'rebootNow'])
  })

  it('offers the management name where a device cannot be renamed, and says which name it is', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal work profile')
    await desk.agent.press('Rename', { force: true })
    await desk.agent.page.getByRole('complementary', { name: 'Device details' }).getByRole('button', { name: /management name/i }).first().click()
    await desk.agent.dialog().getByRole('textbox', { name: 'New management name' }).fill('Nora, work profile')
    await button('Change name').click()
    await isDone('New management name')
    expect(await sent()).toEqual([
      { method: 'PATCH', path: path(scenarioDeviceIds.workProfile), action: 'updateManagedDevice', body: { managedDeviceName: 'Nora, work profile' } },
    ])
  })

  it('removes an Entra-joined PC only with the list checked off and the last four characters typed', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('REHEARSAL-PC')
    await desk.agent.press('Remove')
    expect(await desk.agent.dialog().innerText()).toMatch(/local administrator/i)
    expect(await desk.agent.dialog().innerText()).toMatch(/recovery key/i)
    for (const box of await desk.agent.dialog().getByRole('checkbox').all()) await box.check()
    await desk.agent.giveReason('Leaves the company')
    await desk.agent.dialog().getByRole('heading', { name: /about to be removed/ }).waitFor()
    await desk.agent.typeLastFour('0000')
    await button('Remove').click({ force: true })
    expect(await desk.writes()).toEqual([])
    await desk.agent.typeLastFour('000d')
    await button('Remove').click()
    await desk.agent.outcome('Removal').waitFor()
    expect(await sent()).toEqual([{ method: 'POST', path: path(scenarioDeviceIds.windowsPc, '/retire'), action: 'retire', body: null }])
    // It retires, and its record goes: that is the end that was asked for.
    await desk.tenant.control({ advanceMs: 3_600_000 })
    await isDone('Removal')
  })

  it('resets a Mac with its PIN and the choice for the worst case, after a fresh sign-in and the last four characters', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal MacBook')
    await desk.agent.press('Reset Device')
    await desk.agent.dialog().getByRole('textbox', { name: /Recovery PIN/ }).fill('482913')
    await desk.agent.dialog().getByRole('radio', { name: /Do nothing/ }).check()
    await desk.agent.giveReason('Stolen on the train')
    await desk.agent.proveIdentity('Ada Okafor')
    await desk.agent.typeLastFour('000C')
    await button('Reset device').click()
    await desk.agent.outcome('Device reset').waitFor()
    expect(await sent()).toEqual([{
      method: 'POST', path: path(scenarioDeviceIds.mac, '/wipe', 'beta'), action: 'wipe',
      body: { keepEnrollmentData: false, keepUserData: false, macOsUnlockCode: '***', obliterationBehavior: 'doNotObliterate' },
    }])
    expect(await desk.agent.page.locator('body').innerText()).not.toContain('482913')
    await desk.tenant.control({ advanceMs: 3_600_000 })
    await isDone('Device reset')
  })

  it('tells what a wipe of a Zebra does not do, and cancels what else was pending', async () => {
    await desk.tenant.control({ device: { id: scenarioDeviceIds.androidDedicated, model: { online: false } } })
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal scanner')
    await desk.agent.press('Sync')
    await button('Sync').click()
    await desk.agent.outcome('Sync').waitFor()
    await desk.agent.press('Reset Device')
    expect(await desk.agent.dialog().innerText()).toMatch(/company’s data|company data/i)
    expect(await desk.agent.dialog().innerText()).toMatch(/cancel/i)
    expect(await desk.agent.dialog().innerText()).toMatch(/sync/i)
    await desk.agent.giveReason()
    await desk.agent.proveIdentity('Ada Okafor')
    await desk.agent.typeLastFour('0003')
    await button('Reset device').click()
    await desk.agent.outcome('Device reset').waitFor()
    await desk.tenant.control({ settings: { goneMs: 3_600_000 } })
    await desk.tenant.control({ device: { id: scenarioDeviceIds.androidDedicated, checkIn: true } })
    await letItLand()
    await desk.running.advanceClock(60_000)
    // The sync has given way to the wipe, and is put away below it.
    const drawer = desk.agent.page.getByRole('complementary', { name: 'Device details' })
    await drawer.getByText('1 other action on this device').click()
    await eventually(() => desk.agent.outcome('Sync').innerText()).toMatch(/cancel/i)
    await desk.tenant.control({ advanceMs: 7_200_000 })
    await isDone('Device reset')
    await drawer.getByRole('button', { name: 'Read this device again' }).click()
    await eventually(() => drawer.innerText()).toMatch(/Intune no longer has this device: that is how a device reset ends/)
  })

  it('locks a Mac and shows its PIN only to who asked, masked until then, and warns before it is sent again', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal MacBook')
    await desk.agent.press('Remote Lock')
    await button('Remote lock').click()
    await desk.agent.outcome('Remote lock').waitFor()
    await letItLand()
    await isDone('Remote lock')
    const pin = desk.agent.outcome('Remote lock').getByRole('region', { name: /PIN/ })
    expect(await pin.innerText()).not.toMatch(/\d{6}/)
    await pin.getByRole('button', { name: 'Show' }).click()
    await eventually(() => pin.locator('output').innerText()).toMatch(/^\d{6}$/)
    await desk.agent.press('Remote Lock')
    await eventually(() => desk.agent.dialog().innerText()).toMatch(/PIN/)
    expect(await desk.agent.dialog().innerText()).toMatch(/fail/i)
    await button('Cancel').click()
    await desk.agent.signOut()
    await desk.agent.signIn('Sofia Marchetti')
    await desk.agent.openDevice('Rehearsal MacBook')
    await eventually(() => desk.agent.outcome('Remote lock').innerText()).toMatch(/Only Ada Okafor/)
  })

  it('syncs, restarts and locates from More (…), and shows the place on no map', async () => {
    await desk.tenant.control({ device: { id: scenarioDeviceIds.androidFullyManaged, model: { locationEnabled: true } } })
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal Pixel')
    for (const [command, title] of [['Sync', 'Sync'], ['Restart', 'Restart'], ['Locate', 'Location request']] as const) {
      await desk.agent.press(command)
      await button(command).click()
      await desk.agent.outcome(title).waitFor()
      await letItLand()
      await isDone(title)
    }
    const place = desk.agent.outcome('Location request').getByRole('region', { name: 'Where the device is' })
    await place.getByRole('button', { name: 'Show' }).click()
    await eventually(() => place.innerText()).toMatch(/Latitude\s+-?\d+\.\d+/)
    expect((await sent()).map(({ action }) => action)).toEqual(['syncDevice', 'rebootNow', 'locateDevice'])
  })

  it('deletes a record only for somebody who may, saying that this wipes the device', async () => {
    await desk.agent.signIn('Priya Raman')
    await desk.agent.openDevice('Rehearsal headset')
    await desk.agent.press('Delete record')
    expect(await desk.agent.dialog().innerText()).toMatch(/wiped/i)
    await desk.agent.giveReason('Broken, and long gone')
    await desk.agent.proveIdentity('Priya Raman')
    await desk.agent.typeLastFour('0005')
    await button('Delete record').click()
    await isDone('Deletion of the record')
    expect(await sent()).toEqual([{ method: 'DELETE', path: path(scenarioDeviceIds.androidAosp), action: 'delete', body: null }])
  })

  it('says “Remove passcode” beside the seed’s words on an iPhone', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal iPhone')
    await desk.agent.press('Reset Passcode')
    expect(await desk.agent.dialog().innerText()).toMatch(/Remove passcode|Remove the passcode/)
    await button('Cancel').click()
  })
})

describe('the right device', () => {
  it('warns of the same name, a name that only looks the same, the same serial number and the same user', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.page.getByRole('searchbox', { name: /Search devices/ }).fill('PRACT0001C')
    const drawer = desk.agent.page.getByRole('complementary', { name: 'Device details' })
    await desk.agent.page.getByRole('row').filter({ hasText: 'Rehearsal twin' }).first().click()
    await drawer.getByRole('toolbar', { name: 'Device actions' }).waitFor()
    const text = await drawer.innerText()
    expect(text).toMatch(/1 other device has (this|the same) name/i)
    expect(text).toMatch(/look/i)
    expect(text).toMatch(/serial number/i)
    expect(text).toMatch(/primary user/i)
  })

  it('stops when the device changed hands between the dialog and the button', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal iPhone')
    await desk.agent.press('Remote Lock')
    await button('Cancel').waitFor()
    await desk.tenant.control({ device: { id: scenarioDeviceIds.iPhone, patch: { userPrincipalName: 'somebody.else@practice.example', userId: 'x' } } })
    await button('Remote lock').click()
    await eventually(() => desk.agent.dialog().innerText()).toMatch(/differ|changed/i)
    expect(await desk.writes()).toEqual([])
    await button('Cancel').or(button('Close')).first().click()
  })

  it('copies everything about the device as text for a ticket, and opens its page', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal iPhone')
    await desk.agent.press('Copy details for a ticket')
    await eventually(() => desk.running.clipboardText()).toContain('PRACT00001')
    for (const text of ['Rehearsal iPhone', 'nora.halvorsen@practice.example', scenarioDeviceIds.iPhone]) expect(await desk.running.clipboardText()).toContain(text)
    await desk.agent.press('Open in Intune (opens in your browser)')
    // Nothing of the practice tenant is in Intune: its own page of the device, on this PC.
    expect(await desk.running.nextOpenedUrl()).toBe(`${desk.tenant.address.graphBaseUrl}/practice/devices/${scenarioDeviceIds.iPhone}`)
  })
})

describe('what cannot be done', () => {
  it('says why, what to do instead and where the rule is from, for each command of a personal work profile', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal work profile')
    const drawer = desk.agent.page.getByRole('complementary', { name: 'Device details' })
    for (const command of ['Reset Device', 'Remote Lock', 'Restart', 'Locate']) {
      await desk.agent.press(command, { force: true })
      await drawer.getByText(`${command} is not available`).waitFor()
      expect(await drawer.innerText()).toMatch(/Source:/)
    }
    expect(await desk.writes()).toEqual([])
  })

  it('tells an agent “you may not” apart from “this device cannot”', async () => {
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal iPhone')
    await desk.agent.press('Delete record', { force: true })
    await eventually(() => desk.agent.page.getByRole('complementary', { name: 'Device details' }).innerText()).toMatch(/Your Intune role/)
    expect(await desk.writes()).toEqual([])
  })

  it('refuses everything on a device of no known kind', async () => {
    await desk.agent.signIn('Priya Raman')
    await desk.agent.openDevice('Rehearsal device of no known kind')
    for (const command of ['Rename', 'Remove', 'Reset Device', 'Reset Passcode', 'Remote Lock', 'Sync', 'Restart', 'Locate', 'Delete record']) {
      await desk.agent.press(command, { force: true })
      await desk.agent.page.getByText(`${command} is not available`).waitFor()
      expect(await desk.agent.page.getByRole('complementary', { name: 'Device details' }).innerText()).toMatch(/does not say enough/)
    }
    expect(await desk.agent.dialog().count()).toBe(0)
  })
})

describe('Multi Admin Approval', () => {
  it('waits for a second administrator across a restart, and sends the same again under a new fresh sign-in', async () => {
    await desk.tenant.control({ settings: { approvalRequired: ['wipe'] } })
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal iPhone')
    await desk.agent.press('Reset Device')
    await desk.agent.giveReason('Stolen: confirmed by the caller’s manager')
    await desk.agent.proveIdentity('Ada Okafor')
    await desk.agent.typeLastFour('0001')
    await button('Reset device').click()
    await eventually(() => desk.agent.outcome('Device reset').innerText()).toMatch(/Awaiting approval/)
    expect(await desk.agent.outcome('Device reset').innerText()).toMatch(/expires/)
    expect(await desk.writes()).toMatchObject([{ action: 'wipe', approval: 'justification', effect: { accepted: false } }])

    await desk.crashAndStart()
    await desk.agent.signIn('Ada Okafor')
    await desk.tenant.control({ approvals: { decision: 'approve' } })
    await desk.running.advanceClock(120_000)
    await desk.agent.openDevice('Rehearsal iPhone')
    await eventually(() => desk.agent.outcome('Device reset').innerText()).toMatch(/\bApproved\b/)
    await desk.agent.outcome('Device reset').getByRole('button', { name: 'Send the approved request' }).click()
    await button('Continue').click()
    await desk.agent.proveIdentity('Ada Okafor')
    await desk.agent.typeLastFour('0001')
    await button('Reset device').click()
    await eventually(async () => (await desk.writes()).map(({ approval, effect }) => [approval, effect?.accepted])).toEqual([['justification', false], ['code', true]])
    await desk.tenant.control({ advanceMs: 3_600_000 })
    await desk.running.advanceClock(60_000)
    await eventually(() => desk.agent.outcome('Device reset').first().innerText()).toMatch(/\bDone\b/)
  })

  it('ends when the second administrator says no', async () => {
    await desk.tenant.control({ settings: { approvalRequired: ['retire'] } })
    await desk.agent.signIn('Ada Okafor')
    await desk.agent.openDevice('Rehearsal iPhone')
    await desk.agent.press('Remove')
    await desk.agent.giveReason('Leaves the company')
    await desk.agent.typeLastFour('0001')
    await button('Remove').click()
    await eventually(() => desk.agent.outcome('Removal').innerText()).toMatch(/Awaiting approval/)
    await desk.tenant.control({ approvals: { decision: 'reject' } })
    await desk.running.advanceClock(120_000)
    await eventually(() => desk.agent.outcome('Removal').innerText()).toMatch(/Failed/)
    expect(await desk.agent.outcome('Removal').innerText()).toMatch(/administrator/i)
    expect((await desk.writes()).map(({ effect }) => effect?.accepted)).toEqual([false])
  })
})
