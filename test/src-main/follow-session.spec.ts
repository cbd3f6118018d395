import { describe, expect, it } from 'vitest'
import { followSession } from '../../src-main/follow-session.ts'
import type { DirectoryStatus } from '../../src-shared/device.ts'
import type { Account, SessionState } from '../../src-shared/session.ts'

const account: Account = { oid: 'ada', tid: 't', displayName: 'Ada', upn: 'ada@practice.example', roles: ['Helpdesk.Agent'] }

function whatHappens(state: SessionState, phase: DirectoryStatus['phase'] = 'ready'): string[] {
  const done: string[] = []
  followSession(state, {
    voidAll: (code) => done.push(`void ${code ?? 'permit-void'}`),
    directory: {
      status: () => ({ phase, count: 0, badRows: 0, syncedAt: null, changedAt: null, source: 'intune', expected: null, perSecond: null, isPutOff: false, notice: null, code: null, revision: 0 }),
      refresh: () => done.push('refresh'),
      clear: () => done.push('clear directory'),
    },
    reader: { forget: () => done.push('forget devices') },
    permissions: { forget: () => done.push('forget permissions') },
    reconciler: { cancel: () => done.push('end the comparison') },
  })
  return done
}
const forgotten = ['clear directory', 'forget devices', 'forget permissions', 'end the comparison']

describe('when the session changes', () => {
  it.each(['empty', 'failed'] as const)('the devices are read for who signs in when the directory is %s', (phase) => {
    expect(whatHappens({ status: 'signed-in', account }, phase)).toEqual(['refresh'])
  })
  it('devices that are there, or coming, are not read again for the same agent', () => {
    expect(whatHappens({ status: 'confirming', account }, 'ready')).toEqual([])
    expect(whatHappens({ status: 'signed-in', account }, 'ready')).toEqual([])
    expect(whatHappens({ status: 'signed-in', account }, 'loading')).toEqual([])
  })
  it('nothing of the last person is left for whoever signs in next, nor any attempt of theirs', () => {
    expect(whatHappens({ status: 'signing-in' })).toEqual(['void permit-void', ...forgotten])
  })
  it('a session that the tenant ended takes what was proved with it', () => {
    expect(whatHappens({ status: 'signed-out', code: 'session-ended' })).toEqual([...forgotten, 'void session-ended'])
    expect(whatHappens({ status: 'signed-out', code: 'practice-tenant-failed' })).toEqual([...forgotten, 'void permit-void'])
  })
  it('a refused confirmation leaves the attempt to say so itself', () => {
    expect(whatHappens({ status: 'signed-out', code: 'five-minutes-over' })).toEqual(forgotten)
    expect(whatHappens({ status: 'no-role', account })).toEqual(forgotten)
  })
})
