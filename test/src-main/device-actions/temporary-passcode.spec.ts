import { describe, expect, it } from 'vitest'
import { createTemporaryPasscode } from '../../../src-main/device-actions/temporary-passcode.ts'
import type { DeviceActionRecord } from '../../../src-shared/action-records.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'

const ada: Account = { oid: 'ada', tid: 't', displayName: 'Ada', upn: '', roles: ['Helpdesk.Agent'] }

function setUp(change: Partial<DeviceActionRecord> = {}) {
  const clock = createMovableClock()
  const script = {
    account: ada as Account | null,
    read: { status: 'ok', passcode: 'k7Qp2x', startDateTime: null } as Answer<{ passcode: string; startDateTime: string | null }>,
    append: { status: 'ok', seq: 1 } as Answer<{ seq: number }>,
    clipboard: '',
    isClipboardTaken: false,
    rows: [] as string[],
    onRead: (): void => undefined,
    writing: Promise.resolve(),
  }
  const record = { attemptId: 'a1', deviceId: 'd1', agentOid: 'ada', hasTemporaryPasscode: true, ...change } as DeviceActionRecord
  const passcode = createTemporaryPasscode({
    clock,
    audit: {
      append: (event) => {
        if (script.append.status === 'ok') script.rows.push(event.kind)
        return script.append
      },
    },
    tracker: { find: (id) => (id === 'a1' ? { record, previousResultAt: null } : null) },
    account: () => script.account,
    readPasscode: async () => {
      script.onRead()
      return script.read
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
  return { clock, script, passcode }
}

describe('the temporary passcode', () => {
  it('is shown to the agent who asked for it, and the look is a row', async () => {
    const the = setUp()
    expect(await the.passcode.reveal('a1')).toEqual({ status: 'ok', passcode: 'k7Qp2x' })
    expect(the.script.rows).toEqual(['reveal'])
  })
  it('is not shown when the row cannot be written', async () => {
    const the = setUp()
    the.script.append = refuse('audit-unavailable')
    expect(await the.passcode.reveal('a1')).toMatchObject({ status: 'refused', code: 'audit-unavailable' })
  })
  it.each([
    ['another agent', { agentOid: 'bob' }, 'not-allowed'],
    ['a reset that made none, or has not landed', { hasTemporaryPasscode: false }, 'no-passcode-yet'],
  ])('is not shown for %s', async (_what, change, code) => {
    const the = setUp(change)
    expect(await the.passcode.reveal('a1')).toMatchObject({ code })
    expect(the.script.rows).toEqual([])
  })
  it('is not shown to nobody, nor for an attempt that does not exist', async () => {
    const the = setUp()
    expect(await the.passcode.reveal('zz')).toMatchObject({ code: 'attempt-unknown' })
    the.script.account = null
    expect(await the.passcode.reveal('a1')).toMatchObject({ code: 'not-signed-in' })
  })
  it('is not shown when somebody else has signed in while Intune was asked', async () => {
    const the = setUp()
    the.script.onRead = () => (the.script.account = { ...ada, oid: 'bob' })
    expect(await the.passcode.reveal('a1')).toEqual({ status: 'refused', code: 'not-signed-in' })
  })
  it('writes no row when Intune has none to show', async () => {
    const the = setUp()
    the.script.read = refuse('no-passcode-yet')
    expect(await the.passcode.reveal('a1')).toMatchObject({ code: 'no-passcode-yet' })
    expect(the.script.rows).toEqual([])
  })
  it('leaves the clipboard after thirty seconds', async () => {
    const the = setUp()
    expect(await the.passcode.copy('a1')).toEqual({ status: 'ok', clearsInMs: 30_000 })
    expect(the.script.clipboard).toBe('k7Qp2x')
    the.clock.advance(29_999)
    the.passcode.tick()
    await Promise.resolve()
    expect(the.script.clipboard).toBe('k7Qp2x')
    the.clock.advance(1)
    the.passcode.tick()
    await expect.poll(() => the.script.clipboard).toBe('')
  })
  it('leaves it a little later when another program holds the clipboard just then', async () => {
    const the = setUp()
    await the.passcode.copy('a1')
    the.script.isClipboardTaken = true
    await the.passcode.clear()
    the.script.isClipboardTaken = false
    the.clock.advance(1000)
    the.passcode.tick()
    await expect.poll(() => the.script.clipboard).toBe('')
  })
  it('leaves it too when the screen is locked while it is being put there', async () => {
    const the = setUp()
    let written: () => void = () => undefined
    the.script.writing = new Promise((resolve) => (written = resolve))
    const copying = the.passcode.copy('a1')
    await expect.poll(() => the.script.clipboard).toBe('k7Qp2x')
    await the.passcode.clear()
    written()
    await copying
    expect(the.script.clipboard).toBe('')
  })
  it('does not clear what somebody has copied since', async () => {
    const the = setUp()
    await the.passcode.copy('a1')
    the.script.clipboard = 'a phone number'
    await the.passcode.clear()
    expect(the.script.clipboard).toBe('a phone number')
  })
})
