import { describe, expect, it } from 'vitest'
import { createAnnouncer } from '../../../src-main/device-actions/announce.ts'
import type { DeviceActionRecord } from '../../../src-shared/action-records.ts'

const record = { attemptId: 'a1', agentOid: 'ada', deviceName: 'Pixel', runId: null } as DeviceActionRecord

function told(maySee: boolean, wantsNotifications: boolean, landed: boolean, runId: string | null = null): string[] {
  const said: string[] = []
  createAnnouncer({
    maySee: () => maySee,
    send: () => said.push('page'),
    wantsNotifications: () => wantsNotifications,
    notify: () => said.push('notification'),
  })({ ...record, runId }, landed)
  return said
}

describe('a request that has changed', () => {
  it.each([
    ['and landed is told to the page and the operating system', true, true, true, ['page', 'notification']],
    ['on its way is told to the page alone', true, true, false, ['page']],
    ['is not notified of when the agent does not want it', true, false, true, ['page']],
    ['is told in no way to an agent whom it does not concern', false, true, true, []],
  ])('%s', (_what, maySee, wants, landed, expected) => {
    expect(told(maySee, wants, landed)).toEqual(expected)
  })
  it('is told to the page alone when it is one of a run over many devices: five hundred notifications tell nothing', () => {
    expect(told(true, true, true, 'run-1')).toEqual(['page'])
  })
})
