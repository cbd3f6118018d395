import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { tell } from '../../src-renderer/messages/story-texts.ts'
import AuditView from '../../src-renderer/views/AuditView.vue'
import { useAuditStore } from '../../src-renderer/stores/audit-store.ts'
import { usePageStore } from '../../src-renderer/stores/page-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { everyAttempt } from '../../src-shared/audit-query.ts'
import type { AnswerOf } from '../../src-shared/ipc-contract.ts'
import { anAuditAttempt, anAuditEntry, anAuditHealth, anAuditTarget, aStory, sam } from '../factories/audit.ts'
import { alexSignedIn, samiraSignedIn } from '../factories/bridge.ts'
import { held } from './support/held.ts'
import { findButton, hasButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const by = { oid: 'oid-samira', tid: 'tid-practice', upn: 'samira@contoso.example', displayName: 'Samira Supervisor' }

/** The page as a supervisor has it, with one attempt's story open. */
async function open(attempt: AuditAttempt = anAuditAttempt(), session = samiraSignedIn): Promise<VueWrapper> {
  fake().on('session:get', () => ({ status: 'ok', session }))
  fake().on('audit:attempts', () => ({ status: 'ok', page: { total: 1, isTotalExact: true, attempts: [attempt], health: anAuditHealth() } }))
  await useSessionStore().start()
  const view = await render(AuditView, {}, '/audit')
  await flushPromises()
  await view.find('tbody button').trigger('click')
  await flushPromises()
  return view
}

const section = (view: VueWrapper, name: string) => view.find(`aside section[aria-label="${name}"]`)
async function press(name: string): Promise<void> {
  findButton(name).click()
  await flushPromises()
}

describe('the story of an attempt', () => {
  it.each([
    [{ cause: 'server', driftMs: 0, offsetMs: 60_263 }, 'warn', 'This PC’s clock: 60.3 seconds behind the server. Rows are dated by it.'],
    [{ cause: 'drift', driftMs: 5_000, offsetMs: null }, 'warn', 'This PC’s clock moved by 5.0 seconds against its own count.'],
    [{ cause: 'resume', driftMs: 20, offsetMs: null }, 'neutral', 'This PC woke up.'],
    [{ cause: 'resume', driftMs: -9_000, offsetMs: 0 }, 'warn', 'This PC woke up. This PC’s clock moved by -9.0 seconds against its own count.'],
  ] as const)('tells what the clock did: %j', (row, tone, sentence) => {
    expect(tell(anAuditEntry({ kind: 'clock', ...row }))).toMatchObject({ tone, sentence })
  })

  it.each([[500, '0.5 seconds behind the server'], [-500, '0.5 seconds ahead of the server'], [-20, 'As the server’s']] as const)('tells how the clock of this PC stood: %i ms', (clockOffsetMs, words) => {
    const answer = tell(anAuditEntry({ kind: 'answer', attemptId: 'attempt-1', result: 'requested', code: null, reference: null, clockOffsetMs }))
    expect(answer.facts.find(({ label }) => label === 'Clock of this PC')?.value).toBe(words)
  })

  it('says in a sentence why it is worth a look', async () => {
    const view = await open(anAuditAttempt({ flags: ['repeat-device', 'refusals-in-row'] }))
    expect(section(view, 'Worth a look').findAll('dd').map((sentence) => sentence.text())).toEqual([
      'The same action was sent to this device within the seven days before.', 'At least the third refused attempt of this agent in a row within one hour.',
    ])
  })

  it('says on top, and at the row, that a row does not verify', async () => {
    const [first, ...rest] = aStory()
    fake().on('audit:story', () => ({ status: 'ok', entries: [{ ...first!, isDoubtful: true }, ...rest] }))
    const view = await open(anAuditAttempt({ doubt: 'row' }))
    expect(view.find('aside header').text()).toContain('A row of this attempt does not verify.')
    expect(view.findAll('aside .step').map((step) => step.text().includes('Changed row'))).toEqual([true, ...rest.map(() => false)])
  })

  it('lists what else happened on the device and to its user; each opens its own story', async () => {
    const before = anAuditAttempt({ attemptId: 'before', action: 'sync' })
    const other = anAuditAttempt({ attemptId: 'other', target: anAuditTarget({ deviceId: 'device-2', deviceName: 'Ana’s Mac' }) })
    fake().on('audit:related', ({ attemptId }) => ({ status: 'ok', related: attemptId === 'attempt-1' ? { sameDevice: [before], sameUser: [other] } : { sameDevice: [], sameUser: [] } }))
    const view = await open()
    expect(section(view, 'Same device').text()).toContain('Sync')
    expect(section(view, 'Same user').text()).toContain('Ana’s Mac')
    await section(view, 'Same user').find('li button').trigger('click')
    await flushPromises()
    expect(view.find('aside h2').text()).toBe('Reset Passcode: Ana’s Mac')
    expect(document.activeElement).toBe(view.find('aside h2').element)
    expect(fake().asked('audit:story').at(-1)).toEqual({ attemptId: 'other', deskId: null })
    expect(section(view, 'Same device').text()).toContain('No other attempt on this device.')
  })

  it('shows all of them in the list', async () => {
    const before = anAuditAttempt({ attemptId: 'before' })
    fake().on('audit:related', () => ({ status: 'ok', related: { sameDevice: [before], sameUser: [] } }))
    await open()
    await useAuditStore().search('something')
    await press('Show them in the list')
    expect(fake().asked('audit:attempts').at(-1)?.filter).toEqual({ ...everyAttempt, deviceId: anAuditTarget().deviceId })
    expect(hasButton('Remove filter Device: Ana’s iPhone')).toBe(true)
  })

  it('drops what is like an attempt that is no longer open', async () => {
    const answers = held<AnswerOf<'audit:related'>>()
    fake().on('audit:related', answers.handler)
    const audit = useAuditStore()
    void audit.open(anAuditAttempt({ attemptId: 'a' }))
    void audit.open(anAuditAttempt({ attemptId: 'b' }))
    answers.answer(1, { status: 'ok', related: { sameDevice: [], sameUser: [] } })
    await flushPromises()
    answers.answer(0, { status: 'ok', related: { sameDevice: [anAuditAttempt()], sameUser: [] } })
    await flushPromises()
    expect(audit.related).toEqual({ sameDevice: [], sameUser: [] })
  })

  it('is left with Escape; the focus goes back to its row', async () => {
    const view = await open()
    usePageStore().closePanel()
    await flushPromises()
    expect(view.find('aside').exists()).toBe(false)
    expect(document.activeElement).toBe(view.find('tbody button').element)
  })
})

describe('a row that this console does not know', () => {
  it.each([
    ['of a newer kind', { kind: 'nudge' }], ['called like something of every object', { kind: 'toString' }], ['that lacks what its kind has', { kind: 'outcome', state: 'exploded' }],
  ])('%s is shown as one, and ends nothing', (_what, event) => {
    expect(tell(anAuditEntry({ ...event, attemptId: 'attempt-1' } as never)).title).toBe('A row that this console does not understand')
  })
})

describe('the review of an attempt', () => {
  it('writes a note, says so, and shows it among the rows', async () => {
    const view = await open()
    await view.find('aside textarea').setValue('  Called Ana: it was her.  ')
    fake().on('audit:review', () => ({ status: 'ok', attempt: anAuditAttempt({ notes: 1 }) }))
    fake().on('audit:story', () => ({ status: 'ok', entries: [...aStory(), anAuditEntry({ kind: 'review', attemptId: 'attempt-1', actor: by, verdict: 'note', text: 'Called Ana: it was her.' }, 9)] }))
    await press('Add note')
    expect(fake().asked('audit:review')).toEqual([{ attemptId: 'attempt-1', deskId: null, verdict: 'note', text: 'Called Ana: it was her.' }])
    expect(view.find('aside ol').text()).toContain('Called Ana: it was her.')
    expect(section(view, 'Review').find('[role=status]').text()).toBe('The note is in the log.')
    expect(view.find<HTMLTextAreaElement>('aside textarea').element.value).toBe('')
    expect(fake().asked('audit:attempts')).toHaveLength(2)
  })

  it('is not lost to Escape: that leaves the note, and the next one closes the story', async () => {
    const view = await open()
    const note = view.find<HTMLTextAreaElement>('aside textarea')
    await note.setValue('Half a sentence')
    note.element.focus()
    await note.trigger('keydown', { key: 'Escape' })
    expect([document.activeElement, note.element.value]).toEqual([document.body, 'Half a sentence'])
    expect(view.find('aside').exists()).toBe(true)
  })

  it('wants words for a note', async () => {
    const view = await open()
    await press('Add note')
    expect(section(view, 'Review').find('[role=alert]').text()).toBe('Write the note first.')
    expect(document.activeElement).toBe(view.find('aside textarea').element)
    expect(fake().asked('audit:review')).toEqual([])
  })

  it('signs off without words, once', async () => {
    const view = await open()
    fake().on('audit:review', () => ({ status: 'ok', attempt: anAuditAttempt({ signedOff: { by, at: '2026-11-24T09:00:00.000Z' } }) }))
    await press('Sign off')
    expect(fake().asked('audit:review')).toEqual([{ attemptId: 'attempt-1', deskId: null, verdict: 'signed-off', text: '' }])
    expect(section(view, 'Review').text()).toContain('Signed off by Samira Supervisor')
    expect(hasButton('Sign off')).toBe(false)
    expect(hasButton('Add note')).toBe(true)
  })

  it.each([['open', null], ['requested', null], ['awaiting-approval', null], ['approved', null], ['unknown', null]] as const)('offers no sign-off before it has ended: %s', async (status, endedAt) => {
    const view = await open(anAuditAttempt({ status, endedAt }))
    expect(hasButton('Sign off')).toBe(false)
    expect(section(view, 'Review').text()).toContain('It can be signed off when it has ended.')
    expect(hasButton('Add note')).toBe(true)
  })

  it('offers a sign-off of what will never be known', async () => {
    await open(anAuditAttempt({ status: 'unknown', endedAt: '2026-11-24T10:05:00.000Z' }))
    expect(hasButton('Sign off')).toBe(true)
  })

  it('keeps the words and says why when it could not be written', async () => {
    const view = await open()
    fake().on('audit:review', () => ({ status: 'refused', code: 'not-allowed' }))
    await view.find('aside textarea').setValue('Looked into it')
    await press('Add note')
    expect(section(view, 'Review').findAll('[role=alert]').map((alert) => alert.text()).join('')).toContain('Your role does not cover this.')
    expect(view.find<HTMLTextAreaElement>('aside textarea').element.value).toBe('Looked into it')
  })

  it('is somebody else’s: not of a supervisor’s own attempt', async () => {
    const view = await open(anAuditAttempt(), alexSignedIn)
    expect(section(view, 'Review').text()).toContain('This is your own attempt: another supervisor reviews it.')
    expect(view.find('aside textarea').exists()).toBe(false)
  })

  it('begins empty for the next attempt', async () => {
    fake().on('audit:related', () => ({ status: 'ok', related: { sameDevice: [anAuditAttempt({ attemptId: 'before', actor: sam })], sameUser: [] } }))
    const view = await open()
    await view.find('aside textarea').setValue('Half a sentence')
    await section(view, 'Same device').find('li button').trigger('click')
    await flushPromises()
    expect(view.find<HTMLTextAreaElement>('aside textarea').element.value).toBe('')
  })
})
