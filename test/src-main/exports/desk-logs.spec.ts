import { createHash } from 'node:crypto'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createDeskLogs } from '../../../src-main/exports/desk-logs.ts'
import type { AuditLogs } from '../../../src-shared/audit-retention.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada, sofia } from '../../factories/device.ts'
import { agent, anAttempt } from '../audit/audit-events.ts'
import { aFolder, openLog } from '../audit/audit-fixtures.ts'

const logsIn = (answer: Answer<{ logs: AuditLogs }>): AuditLogs => {
  if (answer.status === 'refused') throw new Error(answer.code)
  return answer.logs
}

/** A closed log that may go, with its copy in a file. `edited`: what somebody made of it before its row was written. */
function aDesk(edited = (copy: string): string => copy) {
  const { log, clock } = openLog()
  log.append(anAttempt())
  let account: Account | null = sofia
  let asked = 0
  let chosen: string | null = join(aFolder(), 'copy.jsonl')
  const deskLogs = createDeskLogs({
    audit: log, account: () => account, keepDays: 30,
    chooseCopy: async () => {
      asked += 1
      return chosen
    },
  })
  const [closed] = logsIn(deskLogs.close()).logs
  const { installId, rows, hash } = closed!
  const copied = log.storedRows(0, 100, installId)!.rows.map(({ body, hash: own }) => ({ body, hash: own }))
  const copy = edited([{ format: 'helpdesk-console-audit/1', installId }, ...copied, { rows, head: hash }].map((line) => `${JSON.stringify(line)}\n`).join(''))
  writeFileSync(chosen, copy)
  const sha256 = createHash('sha256').update(copy).digest('hex')
  log.append({ kind: 'export', actor: agent, format: 'jsonl', filter: '{}', rows, fileName: 'copy.jsonl', sha256, log: { installId, rows, hash } })
  clock.advance(31 * 86_400_000)
  return {
    deskLogs, installId, chosen, asked: () => asked,
    choose: (file: string | null) => void (chosen = file), become: (next: Account | null) => void (account = next),
  }
}

describe('the logs of a desk', () => {
  it('lists them, and removes one whose copy the supervisor shows', async () => {
    const { deskLogs, installId } = aDesk()
    expect(logsIn(deskLogs.list()).logs).toMatchObject([{ installId, state: 'closed', keptBecause: null }, { state: 'present' }])
    expect(logsIn(await deskLogs.remove(installId))).toMatchObject({ logs: [{ state: 'present' }], removed: [{ installId, by: sofia.displayName }] })
  })

  it('keeps it when the file is another one, cannot be read, or none is chosen', async () => {
    const { deskLogs, installId, chosen, choose } = aDesk()
    appendFileSync(chosen, '\n')
    expect(await deskLogs.remove(installId)).toEqual({ status: 'refused', code: 'export-file-differs' })
    choose(join(aFolder(), 'nothing-here'))
    expect(await deskLogs.remove(installId)).toEqual({ status: 'refused', code: 'export-file-differs' })
    choose(null)
    expect(await deskLogs.remove(installId)).toEqual({ status: 'refused', code: 'export-cancelled' })
    expect(logsIn(deskLogs.list()).logs).toHaveLength(2)
  })

  it.each<[string, (copy: string) => string]>([
    ['another text', (copy) => copy.replace('forgot it', 'tidied up')],
    ['a row less', (copy) => copy.split('\n').toSpliced(2, 1).join('\n')],
    ['nothing that is a row', () => 'a copy\n'],
  ])('keeps it when the file that was exported holds %s: somebody changed the log meanwhile and put it right again', async (_what, edited) => {
    const { deskLogs, installId } = aDesk(edited)
    expect(logsIn(deskLogs.list()).logs[0]).toMatchObject({ keptBecause: null })
    expect(await deskLogs.remove(installId)).toEqual({ status: 'refused', code: 'export-file-differs' })
    expect(logsIn(deskLogs.list()).logs).toHaveLength(2)
  })

  it('keeps it when the supervisor has gone while the file was chosen', async () => {
    const { deskLogs, installId, become } = aDesk()
    const removing = deskLogs.remove(installId)
    become(ada)
    expect(await removing).toEqual({ status: 'refused', code: 'export-cancelled' })
    expect(logsIn(deskLogs.list()).logs).toHaveLength(2)
  })

  it('asks for no file when the log has to stay anyway', async () => {
    const { deskLogs, asked } = aDesk()
    const present = logsIn(deskLogs.list()).logs.at(-1)!
    expect(await deskLogs.remove(present.installId)).toEqual({ status: 'refused', code: 'log-not-removable' })
    expect(asked()).toBe(0)
  })
})
