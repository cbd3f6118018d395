import { beforeEach, describe, expect, it } from 'vitest'
import { eventually } from './harness/agent.ts'
import { useDesk } from './harness/desk.ts'

const desk = useDesk({ devices: 900, seed: 5 })
beforeEach(async () => {
  await desk.agent.signIn('Ada Okafor')
})

const dialog = () => desk.agent.page.locator('dialog[open]')
const inDialog = (name: string | RegExp) => dialog().getByRole('button', { name })

async function search(text: string): Promise<void> {
  await desk.agent.page.getByRole('searchbox', { name: /Search devices/ }).fill(text)
  await eventually(() => desk.agent.page.getByRole('status', { name: 'Matches' }).innerText()).toMatch(/of 900 devices match|^\d+ of/)
}

/** The ids of all that were found are read window by window; the tick comes when they are there. */
async function tickAll(): Promise<void> {
  await desk.agent.page.getByRole('grid').getByRole('columnheader').getByRole('checkbox').click()
  await eventually(() => desk.agent.page.getByRole('group', { name: 'Selected devices' }).innerText()).toMatch(/\d+ selected/)
}

describe('many devices at once', () => {
  it('syncs what is ticked, each once, after a review that says who is left out and why', async () => {
    await search('rehearsal')
    await tickAll()
    await desk.agent.page.getByRole('group', { name: 'Selected devices' }).getByRole('button', { name: 'Sync' }).click()
    await inDialog(/^Sync \d+ devices$/).waitFor()
    const review = await dialog().innerText()
    expect(review).toMatch(/left out/i)
    expect(await desk.writes()).toEqual([])
    const count = Number(/Sync (\d+) devices/.exec(await inDialog(/^Sync \d+ devices$/).innerText())?.[1])
    expect(count).toBeGreaterThan(10)
    await dialog().getByRole('textbox', { name: 'Ticket number' }).fill('CHG0099')
    await inDialog(/^Sync \d+ devices$/).click()
    await eventually(async () => (await desk.writes()).length, 60_000).toBe(count)
    await inDialog(/^Close$/).waitFor()
    const sent = await desk.writes()
    expect(new Set(sent.map(({ deviceId }) => deviceId)).size).toBe(count)
    expect(sent.every(({ action, effect }) => action === 'syncDevice' && effect?.accepted === true)).toBe(true)
    await inDialog(/^Close$/).click()
    await desk.agent.page.getByRole('link', { name: 'Activity' }).click()
    await eventually(() => desk.agent.page.getByRole('main').innerText()).toMatch(new RegExp(`Sync on ${count} devices`))
    await desk.agent.signOut()
    await desk.agent.signIn('Sofia Marchetti')
    await desk.agent.page.getByRole('link', { name: 'Audit log' }).click()
    await desk.agent.page.getByRole('searchbox', { name: /Search the audit log/ }).fill('CHG0099')
    await eventually(() => desk.agent.page.getByRole('main').innerText()).toContain('Ada Okafor')
  })

  it('keeps to Graph’s pace, and stops before the next device when the agent says so; what was sent stays sent', async () => {
    await desk.tenant.control({ settings: { throttle: { writes: 5, windowMs: 600_000 } } })
    await search('rehearsal')
    await tickAll()
    await desk.agent.page.getByRole('group', { name: 'Selected devices' }).getByRole('button', { name: 'Restart' }).click()
    await inDialog(/^Restart \d+ devices$/).click()
    // The tenant says “too many”: the run waits, and does not send that one again.
    await eventually(() => dialog().innerText(), 60_000).toMatch(/limit/i)
    const before = await desk.writes()
    expect(before.filter(({ effect }) => effect?.accepted === true)).toHaveLength(5)
    expect(new Set(before.map(({ deviceId }) => deviceId)).size).toBe(before.length)
    await inDialog(/^Stop/).click()
    await eventually(() => dialog().innerText()).toMatch(/What was sent stays sent/)
    expect((await desk.writes()).length).toBe(before.length)
  })

  it('ends when the screen is locked', async () => {
    await desk.tenant.control({ settings: { throttle: { writes: 2, windowMs: 600_000 } } })
    await search('rehearsal')
    await tickAll()
    await desk.agent.page.getByRole('group', { name: 'Selected devices' }).getByRole('button', { name: 'Sync' }).click()
    await inDialog(/^Sync \d+ devices$/).click()
    await eventually(() => dialog().innerText(), 60_000).toMatch(/limit/i)
    const before = (await desk.writes()).length
    await desk.running.power('lock-screen')
    await inDialog(/^Close$/).waitFor()
    await desk.running.advanceClock(60_000)
    expect((await desk.writes()).length).toBe(before)
  })

  it('says that passcodes, wipes and removals are never done to many at once, and main does not do it either', async () => {
    await search('rehearsal')
    await desk.agent.page.getByRole('checkbox', { name: /Select Rehearsal iPhone, PRACT00001/ }).check()
    const bar = desk.agent.page.getByRole('group', { name: 'Selected devices' })
    expect(await bar.getByRole('button').allInnerTexts()).not.toEqual(expect.arrayContaining([expect.stringMatching(/Reset|Remove|Delete|Rename/) as string]))
    const why = await bar.getByRole('button', { name: 'Why only these actions' }).getAttribute('aria-description')
    expect(why).toMatch(/passcode/i)
    const answers = await desk.agent.page.evaluate(async () => {
      const id = '00000000-5eed-4000-8000-000000000001'
      const any = (value: unknown): never => value as never
      return Promise.all(['reset-passcode', 'reset-device', 'remove', 'delete-record', 'rename'].map((action) => window.helpdesk.bulk.begin(any({ action, deviceIds: [id] }))))
    })
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 'refused'))
    expect(await desk.writes()).toEqual([])
  })
})

describe('the Activity page', () => {
  it('lists what is in flight and what ended: the agent’s own, and everyone’s for a supervisor, across a restart', async () => {
    for (const [device, command, verb] of [['Rehearsal iPhone', 'Sync', 'Sync'], ['Rehearsal iPhone, switched off', 'Remote Lock', 'Remote lock']] as const) {
      await desk.agent.openDevice(device)
      await desk.agent.press(command)
      await desk.agent.dialog().getByRole('button', { name: verb, exact: true }).click()
      await desk.agent.outcome(verb).waitFor()
    }
    await desk.tenant.control({ advanceMs: 10_000 })
    await desk.agent.page.getByRole('link', { name: 'Activity' }).click()
    const main = desk.agent.page.getByRole('main')
    const line = (name: string) => main.getByRole('row').filter({ hasText: name })
    await eventually(() => line('Sync').first().innerText()).toMatch(/Done/)
    // An honest forecast: it has not been seen for days.
    await eventually(() => line('switched off').innerText()).toMatch(/12 days/)
    await desk.crashAndStart()
    await desk.agent.signIn('Jonas Lindqvist')
    await desk.agent.page.getByRole('link', { name: 'Activity' }).click()
    expect(await desk.agent.page.getByRole('main').innerText()).not.toContain('switched off')
    await desk.agent.signOut()
    await desk.agent.signIn('Sofia Marchetti')
    await desk.agent.page.getByRole('link', { name: 'Activity' }).click()
    await eventually(() => desk.agent.page.getByRole('main').innerText()).toMatch(/switched off[\s\S]*Ada Okafor/)
  })
})
