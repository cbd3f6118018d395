import { describe, expect, it } from 'vitest'
import { createSecrets } from '../../../src-main/device-actions/secrets.ts'
import type { DeviceActionRecord, DeviceLocation } from '../../../src-shared/action-records.ts'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import type { SecretKind } from '../../../src-shared/device-actions.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada, aRecord, bob } from '../../factories/device.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'

const place: DeviceLocation = { latitude: 59.91, longitude: 10.75, horizontalAccuracy: 30, altitude: null, collectedAt: '2026-11-23T08:59:00.000Z' }

function setUp(change: Partial<DeviceActionRecord> = {}) {
  const clock = createMovableClock()
  const script = {
    account: ada as Account | null,
    read: { status: 'ok', secret: 'k7Qp2x' } as Answer<{ secret: string }>,
    location: { status: 'ok', location: place } as Answer<{ location: DeviceLocation }>,
    append: { status: 'ok', seq: 1 } as Answer<{ seq: number }>,
    clipboard: '',
    isClipboardTaken: false,
    rows: [] as AuditEvent[],
    asked: [] as (SecretKind | 'location')[],
    onRead: (): void => undefined,
    writing: Promise.resolve(),
  }
  const record = aRecord({ state: 'done', isFinal: true, secret: 'temporary-passcode', ...change })
  const secrets = createSecrets({
    clock,
    audit: {
      append: (event) => {
        if (script.append.status === 'ok') script.rows.push(event)
        return script.append
      },
    },
    tracker: { find: (id) => (id === 'a1' ? { record, watched: { previousResultAt: null, previousSyncAt: null, approvalCode: null } } : null) },
    account: () => script.account,
    readSecret: async (_deviceId, kind) => {
      script.asked.push(kind)
      script.onRead()
      return script.read
    },
    readLocation: async () => {
      script.asked.push('location')
      script.onRead()
      return script.location
    },
    clipboard: {
      readText: async () => {
        if (script.isClipboardTaken) throw new Error('OpenClipboard failed')
        return script.clipboard
      },
      writeText: async (text) => {
        script.clipboard = text
        if (text !== '') await script.writing
      },
    },
    onProblem: () => undefined,
  })
  return { clock, script, secrets }
}

describe('the temporary passcode', () => {
  it('is shown to the agent who asked for it, and the look is a row', async () => {
    const the = setUp()
    expect(await the.secrets.reveal('a1')).toEqual({ status: 'ok', kind: 'temporary-passcode', secret: 'k7Qp2x' })
    expect(the.script.rows).toMatchObject([{ kind: 'reveal', attemptId: 'a1', actor: { oid: 'ada' }, what: 'temporary-passcode' }])
    expect(JSON.stringify(the.script.rows)).not.toContain('k7Qp2x')
  })
  it('is not shown when the row cannot be written', async () => {
    const the = setUp()
    the.script.append = refuse('audit-unavailable')
    expect(await the.secrets.reveal('a1')).toMatchObject({ status: 'refused', code: 'audit-unavailable' })
  })
  it.each<[string, Partial<DeviceActionRecord>, string]>([
    ['another agent', { agentOid: 'bob' }, 'not-allowed'],
    ['a reset that made none, or has not landed', { secret: null }, 'no-passcode-yet'],
    ['a lock of a Mac that has not landed: there it is a PIN', { secret: null, action: 'remote-lock', effect: 'locked-with-pin' }, 'no-pin-yet'],
  ])('is not shown for %s', async (_what, change, code) => {
    const the = setUp(change)
    expect(await the.secrets.reveal('a1')).toMatchObject({ code })
    expect(the.script.rows).toEqual([])
  })
  it('is not shown to nobody, nor for an attempt that does not exist', async () => {
    const the = setUp()
    expect(await the.secrets.reveal('zz')).toMatchObject({ code: 'attempt-unknown' })
    the.script.account = null
    expect(await the.secrets.reveal('a1')).toMatchObject({ code: 'not-signed-in' })
  })
  it('is not shown to who has lost the agent’s role since', async () => {
    const the = setUp()
    the.script.account = { ...ada, roles: ['Helpdesk.Supervisor'] }
    expect(await the.secrets.reveal('a1')).toMatchObject({ code: 'not-allowed' })
    expect(the.script.rows).toEqual([])
  })
  it('is not shown when somebody else has signed in while Intune was asked', async () => {
    const the = setUp()
    the.script.onRead = () => (the.script.account = bob)
    expect(await the.secrets.reveal('a1')).toEqual({ status: 'refused', code: 'not-signed-in' })
  })
  it('writes no row when Intune has none to show', async () => {
    const the = setUp()
    the.script.read = refuse('no-passcode-yet')
    expect(await the.secrets.reveal('a1')).toMatchObject({ code: 'no-passcode-yet' })
    expect(the.script.rows).toEqual([])
  })
  it('leaves the clipboard after thirty seconds', async () => {
    const the = setUp()
    expect(await the.secrets.copy('a1')).toEqual({ status: 'ok', clearsInMs: 30_000 })
    expect(the.script.clipboard).toBe('k7Qp2x')
    the.clock.advance(29_999)
    the.secrets.tick()
    await Promise.resolve()
    expect(the.script.clipboard).toBe('k7Qp2x')
    the.clock.advance(1)
    the.secrets.tick()
    await expect.poll(() => the.script.clipboard).toBe('')
  })
  it('leaves it a little later when another program holds the clipboard just then', async () => {
    const the = setUp()
    await the.secrets.copy('a1')
    the.script.isClipboardTaken = true
    await the.secrets.clear()
    the.script.isClipboardTaken = false
    the.clock.advance(1000)
    the.secrets.tick()
    await expect.poll(() => the.script.clipboard).toBe('')
  })
  it('does not come onto the clipboard after the screen was locked or the session ended while Graph was asked', async () => {
    const the = setUp()
    the.script.onRead = () => void the.secrets.clear()
    expect(await the.secrets.copy('a1')).toMatchObject({ status: 'refused', code: 'permit-void' })
    expect(the.script.clipboard).toBe('')
  })
  it('leaves it too when the screen is locked while it is being put there', async () => {
    const the = setUp()
    let written: () => void = () => undefined
    the.script.writing = new Promise((resolve) => (written = resolve))
    const copying = the.secrets.copy('a1')
    await expect.poll(() => the.script.clipboard).toBe('k7Qp2x')
    await the.secrets.clear()
    written()
    await copying
    expect(the.script.clipboard).toBe('')
  })
  it('does not clear what somebody has copied since', async () => {
    const the = setUp()
    await the.secrets.copy('a1')
    the.script.clipboard = 'a phone number'
    await the.secrets.clear()
    expect(the.script.clipboard).toBe('a phone number')
  })
})

describe('the PIN that unlocks a Mac', () => {
  const lock = { action: 'remote-lock', effect: 'locked-with-pin', secret: 'unlock-pin' } as const
  it('is asked for as what it is, shown, and written down as what it is', async () => {
    const the = setUp(lock)
    the.script.read = { status: 'ok', secret: '482913' }
    expect(await the.secrets.reveal('a1')).toEqual({ status: 'ok', kind: 'unlock-pin', secret: '482913' })
    expect(the.script.asked).toEqual(['unlock-pin'])
    expect(the.script.rows).toMatchObject([{ kind: 'reveal', what: 'unlock-pin' }])
  })
  it('is copied and cleared like a passcode', async () => {
    const the = setUp(lock)
    the.script.read = { status: 'ok', secret: '482913' }
    await the.secrets.copy('a1')
    expect(the.script.clipboard).toBe('482913')
    await the.secrets.clear()
    expect(the.script.clipboard).toBe('')
  })
})

describe('where a device is', () => {
  const located = { action: 'locate', effect: 'located', secret: null, hasLocation: true } as const
  it('is read when it is asked for, shown to who asked, and the look is a row without the place', async () => {
    const the = setUp(located)
    expect(await the.secrets.location('a1')).toEqual({ status: 'ok', location: place })
    expect(the.script.rows).toMatchObject([{ kind: 'reveal', what: 'location' }])
    expect(JSON.stringify(the.script.rows)).not.toContain('59.91')
  })
  it.each<[string, Partial<DeviceActionRecord>, string]>([
    ['another agent', { agentOid: 'bob' }, 'not-allowed'],
    ['a request that has not landed', { hasLocation: false }, 'no-location-yet'],
  ])('is not asked for by %s', async (_what, change, code) => {
    const the = setUp({ ...located, ...change })
    expect(await the.secrets.location('a1')).toEqual({ status: 'refused', code })
    expect(the.script.asked).toEqual([])
  })
  it('is not shown without its row, and leaves none when Intune has dropped it', async () => {
    const the = setUp(located)
    the.script.append = refuse('audit-unavailable')
    expect(await the.secrets.location('a1')).toEqual({ status: 'refused', code: 'audit-unavailable' })
    the.script.append = { status: 'ok', seq: 1 }
    the.script.location = refuse('no-location-yet')
    expect(await the.secrets.location('a1')).toEqual({ status: 'refused', code: 'no-location-yet' })
    expect(the.script.rows).toEqual([])
  })
  it('is no passcode, and a passcode is no place', async () => {
    expect(await setUp(located).secrets.reveal('a1')).toEqual({ status: 'refused', code: 'no-passcode-yet' })
    expect(await setUp().secrets.location('a1')).toEqual({ status: 'refused', code: 'no-location-yet' })
  })
})
