import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { AnswerOf } from '../../src-shared/ipc-contract.ts'
import { useAppStore } from '../../src-renderer/stores/app-store.ts'
import { useAuditStore } from '../../src-renderer/stores/audit-store.ts'
import { useDeviceActionsStore } from '../../src-renderer/stores/device-actions-store.ts'
import { useDeviceStore } from '../../src-renderer/stores/device-store.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import { useToastStore } from '../../src-renderer/stores/toast-store.ts'
import { anAuditAttempt, anAuditHealth } from '../factories/audit.ts'
import { aDirectoryStatus, signedOut } from '../factories/bridge.ts'
import { aDeviceRow, anActionRecord, anOpenedDevice } from '../factories/devices.ts'
import { held } from './support/held.ts'
import { useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()

const page = (name: string, total = 1, revision = 1): AnswerOf<'directory:query'> => ({ status: 'ok', page: { total, revision, rows: [aDeviceRow({ deviceName: name })] } })

describe('the toast store', () => {
  it('lets the newest word on a device replace the older one, and forgets all for the next person', () => {
    const toasts = useToastStore()
    toasts.add({ text: 'Sent', tone: 'info', deviceId: 'd1' })
    toasts.add({ text: 'Sent', tone: 'info', deviceId: 'd2' })
    toasts.add({ text: 'Done', tone: 'good', deviceId: 'd1' })
    expect(toasts.toasts.map(({ text, deviceId }) => `${text} ${deviceId}`)).toEqual(['Sent d2', 'Done d1'])
    toasts.clear()
    expect(toasts.toasts).toHaveLength(0)
  })
})

describe('the directory store', () => {
  it('knows which row is meant exactly, and none when there is a doubt', async () => {
    const rows = [aDeviceRow({ deviceName: 'iPhone', serialNumber: 'S1' }), aDeviceRow({ deviceName: 'iPhone', serialNumber: 'S11' }), aDeviceRow({ deviceName: 'Tablet', serialNumber: 'S111' })]
    fake().on('directory:query', () => ({ status: 'ok', page: { total: 3, revision: 1, rows } }))
    const directory = useDirectoryStore()
    directory.search('s1')
    await flushPromises()
    expect(directory.indexOfExact(' s1 ')).toBe(0)
    expect(directory.indexOfExact('tablet')).toBe(2)
    expect(directory.indexOfExact('iPhone')).toBeNull()
    expect(directory.indexOfExact('S')).toBeNull()
  })
  it('is settled only when the rows answer what is typed now', async () => {
    const answers = held<AnswerOf<'directory:query'>>()
    fake().on('directory:query', answers.handler)
    const directory = useDirectoryStore()
    directory.search('old')
    directory.search('new')
    let isSettled = false
    void directory.settled().then(() => { isSettled = true })
    answers.answer(0, page('old'))
    await flushPromises()
    expect(isSettled).toBe(false)
    answers.answer(1, page('new'))
    await flushPromises()
    expect(isSettled).toBe(true)
  })

  it('takes no match for no answer while the list is still being read', async () => {
    fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ phase: 'loading', revision: 1 }) }))
    fake().on('directory:query', () => ({ status: 'ok', page: { total: 0, rows: [], revision: 1 } }))
    const directory = useDirectoryStore()
    directory.listen()
    await directory.load()
    directory.search('PRACT00009')
    let isSettled = false
    void directory.settled().then(() => { isSettled = true })
    await flushPromises()
    expect(isSettled).toBe(false)
    fake().emit('directory:changed', aDirectoryStatus({ phase: 'ready', revision: 2 }))
    await flushPromises()
    expect(isSettled).toBe(true)
  })

  it('drops the answer to an older question, even when it comes last', async () => {
    const answers = held<AnswerOf<'directory:query'>>()
    fake().on('directory:query', answers.handler)
    const directory = useDirectoryStore()
    directory.search('a')
    directory.search('an')
    answers.answer(1, page('new', 1))
    await flushPromises()
    answers.answer(0, page('old', 99))
    await flushPromises()
    expect(directory.rowAt(0)?.deviceName).toBe('new')
    expect(directory.total).toBe(1)
  })

  it('asks only for the windows that are on the screen, at most 100 rows each, never for all', async () => {
    fake().on('directory:query', ({ window: { offset, limit } }) => ({
      status: 'ok',
      page: { total: 2000, revision: 1, rows: Array.from({ length: limit }, (_, index) => aDeviceRow({ id: String(offset + index) })) },
    }))
    const directory = useDirectoryStore()
    directory.search('x')
    await flushPromises()
    directory.showRows(950, 1020)
    await flushPromises()
    expect(fake().asked('directory:query').map((query) => query.window)).toEqual([{ offset: 0, limit: 100 }, { offset: 900, limit: 100 }, { offset: 1000, limit: 100 }])
    expect(directory.rowAt(1010)?.id).toBe('1010')
    expect(directory.rowAt(500)).toBeNull()
  })

  it('keeps the old rows until the first new ones have come', async () => {
    fake().on('directory:query', () => page('first'))
    const directory = useDirectoryStore()
    directory.search('f')
    await flushPromises()
    const answers = held<AnswerOf<'directory:query'>>()
    fake().on('directory:query', answers.handler)
    directory.search('fi')
    expect(directory.rowAt(0)?.deviceName).toBe('first')
    answers.answer(0, page('second'))
    await flushPromises()
    expect(directory.rowAt(0)?.deviceName).toBe('second')
  })

  it('asks again when the list behind it has changed, and not when it has not', async () => {
    fake().on('directory:query', () => page('a', 1, 5))
    const directory = useDirectoryStore()
    directory.listen()
    await directory.load()
    await flushPromises()
    const before = fake().asked('directory:query').length
    fake().emit('directory:changed', aDirectoryStatus({ revision: 5 }))
    await flushPromises()
    expect(fake().asked('directory:query')).toHaveLength(before)
    fake().emit('directory:changed', aDirectoryStatus({ revision: 6 }))
    await flushPromises()
    expect(fake().asked('directory:query')).toHaveLength(before + 1)
  })

  it('turns the order round when the same column is pressed again', () => {
    const directory = useDirectoryStore()
    directory.sortBy('serialNumber')
    expect(directory.sort).toEqual({ key: 'serialNumber', direction: 'ascending' })
    directory.sortBy('serialNumber')
    expect(directory.sort.direction).toBe('descending')
  })

  it('keeps the rows and the reason when a question is refused', async () => {
    fake().on('directory:query', () => page('a'))
    const directory = useDirectoryStore()
    directory.search('a')
    await flushPromises()
    fake().on('directory:query', () => ({ status: 'refused', code: 'session-ended' }))
    directory.search('ab')
    await flushPromises()
    expect(directory.code).toBe('session-ended')
    expect(directory.rowAt(0)).not.toBeNull()
  })

  it('treats a bridge that throws as one more refusal', async () => {
    fake().on('directory:query', () => { throw new Error('gone') })
    const directory = useDirectoryStore()
    directory.search('a')
    await flushPromises()
    expect(directory.code).toBe('unexpected')
  })

  it('forgets everything for the next person', async () => {
    fake().on('directory:query', () => page('a'))
    const directory = useDirectoryStore()
    directory.search('a')
    await flushPromises()
    directory.clear()
    expect(directory.rowAt(0)).toBeNull()
    expect(directory.text).toBe('')
  })
})

describe('the device store', () => {
  it('shows the device that was pressed last, whichever answer comes first', async () => {
    const answers = held<AnswerOf<'device:open'>>()
    fake().on('device:open', answers.handler)
    const device = useDeviceStore()
    void device.open('one')
    void device.open('two')
    answers.answer(1, { status: 'ok', opened: anOpenedDevice({ id: 'two' }) })
    await flushPromises()
    answers.answer(0, { status: 'ok', opened: anOpenedDevice({ id: 'one' }) })
    await flushPromises()
    expect(device.opened?.device.id).toBe('two')
  })

  it('does not show an answer that comes after the drawer was closed', async () => {
    const answers = held<AnswerOf<'device:open'>>()
    fake().on('device:open', answers.handler)
    const device = useDeviceStore()
    void device.open('one')
    device.close()
    answers.answer(0, { status: 'ok', opened: anOpenedDevice({ id: 'one' }) })
    await flushPromises()
    expect(device.opened).toBeNull()
  })
})

describe('the device actions store', () => {
  it('follows a request to its end and counts it on the bell until it was looked at', () => {
    const actions = useDeviceActionsStore()
    actions.listen()
    fake().emit('device-actions:changed', anActionRecord())
    expect([actions.waitingCount, actions.bellCount]).toEqual([1, 1])
    fake().emit('device-actions:changed', anActionRecord({ state: 'done', isFinal: true, updatedAt: '2026-11-23T10:08:00.000Z' }))
    expect([actions.waitingCount, actions.bellCount]).toEqual([0, 1])
    actions.markSeen()
    expect(actions.bellCount).toBe(0)
  })

  it('makes no toast for each device of a run over many', () => {
    useDeviceActionsStore().take(anActionRecord({ action: 'sync', runId: 'run-1' }), true)
    expect(useToastStore().toasts).toHaveLength(0)
  })

  it('does not let an older word undo a newer one', () => {
    const actions = useDeviceActionsStore()
    actions.take(anActionRecord({ state: 'done', isFinal: true, updatedAt: '2026-11-23T10:08:00.000Z' }), true)
    actions.take(anActionRecord({ state: 'pending', updatedAt: '2026-11-23T10:07:00.000Z' }), true)
    expect(actions.newestFirst[0]?.state).toBe('done')
  })

  it('makes one toast for each change, and none for what was there at sign-in', async () => {
    const toasts = useToastStore()
    const actions = useDeviceActionsStore()
    actions.listen()
    fake().on('device-actions:list', () => ({ status: 'ok', actions: [anActionRecord()] }))
    await actions.load()
    expect(toasts.toasts).toHaveLength(0)
    const pending = anActionRecord({ state: 'pending', updatedAt: '2026-11-23T10:07:00.000Z' })
    fake().emit('device-actions:changed', pending)
    fake().emit('device-actions:changed', pending)
    expect(toasts.toasts.map((toast) => toast.text)).toEqual(['Pending: Intune has the passcode reset for Ana’s iPhone.'])
  })
})

describe('the session store', () => {
  it('follows main, and remembers who is confirming', async () => {
    const session = useSessionStore()
    await session.start()
    expect(session.isSignedIn).toBe(true)
    fake().emit('session:changed', { status: 'signed-out', code: 'session-ended' })
    expect(session.code).toBe('session-ended')
    expect(session.lastAccount?.displayName).toBe('Alex Agent')
  })

  it('keeps the reason of a failed sign-in, and says nothing about one that was cancelled', async () => {
    fake().on('session:get', () => ({ status: 'ok', session: signedOut }))
    const session = useSessionStore()
    await session.start()
    fake().on('session:sign-in', () => ({ status: 'refused', code: 'tenant-unreachable' }))
    await session.begin()
    expect(session.code).toBe('tenant-unreachable')
    fake().on('session:sign-in', () => ({ status: 'refused', code: 'sign-in-cancelled' }))
    await session.begin()
    expect(session.code).toBeNull()
  })
})

describe('the app store', () => {
  it('sends preferences that can cross the bridge, and takes back what could not be saved', async () => {
    const app = useAppStore()
    await app.start()
    expect(await app.save({ theme: 'dark' })).toBeNull()
    expect(fake().asked('preferences:save')).toEqual([{ theme: 'dark', notifications: true, practiceProfile: 'graph-admin', views: [], columns: { order: [], shown: null, widths: {} } }])
    fake().on('preferences:save', () => ({ status: 'refused', code: 'unexpected' }))
    expect(await app.save({ theme: 'light' })).toBe('unexpected')
    expect(app.preferences.theme).toBe('dark')
  })
})

describe('the audit store', () => {
  it('drops the page of an older search', async () => {
    const answers = held<AnswerOf<'audit:attempts'>>()
    fake().on('audit:attempts', answers.handler)
    const audit = useAuditStore()
    void audit.search('a')
    void audit.search('ab')
    answers.answer(1, { status: 'ok', page: { total: 1, isTotalExact: true, attempts: [anAuditAttempt({ ticket: 'new' })], health: anAuditHealth() } })
    await flushPromises()
    answers.answer(0, { status: 'ok', page: { total: 50, isTotalExact: true, attempts: [], health: anAuditHealth() } })
    await flushPromises()
    expect(audit.attempts?.map((attempt) => attempt.ticket)).toEqual(['new'])
  })

  it('shows the story of the row that was opened last, whichever answer comes first', async () => {
    const answers = held<AnswerOf<'audit:story'>>()
    fake().on('audit:story', answers.handler)
    const audit = useAuditStore()
    void audit.open(anAuditAttempt({ attemptId: 'a' }))
    void audit.open(anAuditAttempt({ attemptId: 'b' }))
    answers.answer(1, { status: 'ok', entries: [] })
    await flushPromises()
    answers.answer(0, { status: 'refused', code: 'attempt-unknown' })
    await flushPromises()
    expect([audit.openAttempt?.attemptId, audit.story, audit.storyCode]).toEqual(['b', [], null])
  })

  it('pages within what there is', async () => {
    fake().on('audit:attempts', () => ({ status: 'ok', page: { total: 120, isTotalExact: true, attempts: [anAuditAttempt()], health: anAuditHealth() } }))
    const audit = useAuditStore()
    await audit.load()
    for (let presses = 0; presses < 9; presses += 1) await audit.turn('older')
    expect(audit.page).toBe(2)
    expect(fake().asked('audit:attempts').at(-1)?.window).toEqual({ offset: 100, limit: 50 })
  })
})
