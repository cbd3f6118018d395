import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyHead, nextRow } from '../../../src-main/audit/chain.ts'
import { makeSealKey } from '../../../src-main/audit/checkpoint.ts'
import type { LogHead } from '../../../src-shared/audit.ts'
import { aStory } from '../../factories/audit.ts'
import { sealedRows } from '../../factories/sealed-log.ts'
import { startCentral } from './central-under-test.ts'
import type { CentralUnderTest, SentRow } from './central-under-test.ts'

let central: CentralUnderTest
let desk: ReturnType<CentralUnderTest['desk']>
const installId: string = randomUUID()
const count = 520 // more than one reading

const aLog = (id: string, rows = count): SentRow[] => [...sealedRows(rows, { installId: id })].map((row) => ({ ...row, installId: id }))
const original = aLog(installId)

beforeAll(async () => {
  central = await startCentral()
  desk = central.desk()
  await central.send(original)
  await central.keep()
})
afterAll(() => central.remove())
beforeEach(() => central.restore())

/** The log after `previous`, of the same desk. */
function aFollowingLog(previous: LogHead): { readonly installId: string; readonly rows: readonly SentRow[] } {
  const id = randomUUID()
  const first = nextRow(emptyHead(id), {
    kind: 'log-started', deskId: 'desk-1', machine: 'DESK-1', sealKey: makeSealKey(0).publicKey, previous: { ...previous, reason: 'closed', findings: [], fileName: 'audit-1.db' },
    at: '2026-11-24T08:00:00.000Z', installId: id, bootId: 'boot-2', monotonicMs: 0,
  })
  return { installId: id, rows: [{ ...first, installId: id }] }
}
const found = async (id: string = installId) => (await desk.verified(id)).findings
const attemptId = () => `attempt-1-${installId}`

describe('a desk’s log in the central log', () => {
  it('is read whole and nothing is found, when nothing was done to it', async () => {
    const verification = await desk.verified(installId)
    expect(verification).toMatchObject({ installId, phase: 'done', rows: count, totalRows: count, findings: [], differing: 0, code: null })
    expect(verification.sealedRows).toBeGreaterThan(0)
    expect(verification.checkedAt).not.toBeNull()
    expect(desk.told[0]).toMatchObject({ phase: 'reading' })
  })
  it('is found changed, when its owner changed a row', async () => {
    await central.forge("UPDATE helpdesk_audit.entries SET body = replace(body, 'Forgot it', 'Sold it') WHERE install_id = $1 AND seq = (SELECT min(seq) FROM helpdesk_audit.entries WHERE body LIKE '%Forgot it%')", [installId])
    expect(await found()).toMatchObject([{ code: 'row-changed', installId }])
  })
  it('is found changed, when the row was given the hash of its new text', async () => {
    await central.forge("UPDATE helpdesk_audit.entries SET body = replace(body, 'Forgot it', 'Sold it') WHERE install_id = $1 AND attempt_id = $2", [installId, attemptId()])
    await central.forge('UPDATE helpdesk_audit.entries SET hash = helpdesk_audit.hash_of(body) WHERE install_id = $1 AND attempt_id = $2', [installId, attemptId()])
    expect((await found()).map(({ code }) => code)).toContain('row-out-of-place')
  })
  it('is found with a gap, when a row was removed', async () => {
    await central.forge('DELETE FROM helpdesk_audit.entries WHERE install_id = $1 AND seq = 510', [installId])
    expect(await found()).toContainEqual({ code: 'row-missing', installId, seq: 511 })
  })
  it('is found short, when its last rows were removed', async () => {
    await central.forge('DELETE FROM helpdesk_audit.entries WHERE install_id = $1 AND seq > 515', [installId])
    expect(await found()).toEqual([{ code: 'tail-missing', installId, seq: 516 }])
  })
  it('is found rewritten, when its last row is not the one that the server took', async () => {
    await central.forge("UPDATE helpdesk_audit.logs SET head = repeat('0', 64) WHERE install_id = $1", [installId])
    expect(await found()).toEqual([{ code: 'history-rewritten', installId, seq: count }])
  })
  it('is found with attempts that its rows do not tell of, or that the list does not', async () => {
    await central.forge("UPDATE helpdesk_audit.attempts SET status = 'cancelled' WHERE attempt_id = $1", [attemptId()])
    expect(await desk.verified(installId)).toMatchObject({ findings: [], differing: 1 })
    await central.forge("UPDATE helpdesk_audit.attempts SET agent_oid = 'somebody' WHERE attempt_id = $1", [`attempt-2-${installId}`])
    expect(await desk.verified(installId)).toMatchObject({ differing: 2 })
    await central.forge('DELETE FROM helpdesk_audit.attempts WHERE attempt_id = $1', [`attempt-3-${installId}`])
    expect(await desk.verified(installId)).toMatchObject({ differing: 3 })
    await central.forge("INSERT INTO helpdesk_audit.attempts SELECT (jsonb_populate_record(a, '{\"attempt_id\": \"made-up\"}')).* FROM helpdesk_audit.attempts a WHERE attempt_id = $1", [`attempt-4-${installId}`])
    expect(await desk.verified(installId)).toMatchObject({ differing: 4 })
  })
  it('is found to be that of a desk that went back', async () => {
    // Put back to row 400, the console writes another row 401.
    const other = nextRow({ seq: 400, hash: original[399]?.hash ?? '' }, { ...(JSON.parse(original[400]?.body ?? '') as object), monotonicMs: 1 })
    await central.send([{ ...other, installId }])
    expect(await found()).toEqual([{ code: 'witness-disagrees', installId, seq: 401 }])
    const desks = await desk.desks()
    expect(desks.status === 'ok' && desks.desks).toMatchObject([{ installId, conflicts: 1, rows: count, isPresent: true }])
  })
  it('is found to follow a log that is gone, cut off, or another', async () => {
    // Sealed with other keys, it is another log of the same length.
    const next = aFollowingLog({ installId, rows: count, hash: aLog(installId).at(-1)?.hash ?? '' })
    const right = aFollowingLog({ installId, rows: count, hash: original.at(-1)?.hash ?? '' })
    await central.send(right.rows)
    expect(await found(right.installId)).toEqual([])
    await central.send(next.rows)
    expect(await found(right.installId)).toEqual([{ code: 'witness-disagrees', installId: next.installId, seq: 1 }])
    expect(await found(next.installId)).toEqual([{ code: 'history-rewritten', installId, seq: count }, { code: 'witness-disagrees', installId: right.installId, seq: 1 }])
    const desks = await desk.desks()
    expect(desks.status === 'ok' && desks.desks.filter(({ isPresent }) => isPresent).length).toBe(1)
    expect(desks.status === 'ok' && desks.desks.find((log) => log.installId === installId)).toMatchObject({ isPresent: false })

    await central.forge('DELETE FROM helpdesk_audit.logs WHERE install_id = $1', [next.installId])
    await central.forge('DELETE FROM helpdesk_audit.entries WHERE install_id = $1 AND seq = $2', [installId, count])
    expect(await found(right.installId)).toEqual([{ code: 'tail-missing', installId, seq: count }])
    await central.forge('DELETE FROM helpdesk_audit.logs WHERE install_id = $1', [installId])
    expect(await found(right.installId)).toEqual([{ code: 'file-missing', installId, seq: null }])
  })
  it('is read one at a time, until it is cancelled', async () => {
    const reading = desk.verified(installId)
    await expect.poll(() => desk.told.length).toBeGreaterThan(0)
    const second = await desk.verifyDesk(installId)
    desk.cancelVerify(installId)
    const { phase } = await reading
    // On a fast PC the first had ended before the second was asked for.
    expect([['verify-busy', 'cancelled'], ['verify-busy', 'done'], ['ok', 'done']]).toContainEqual([second.status === 'refused' ? second.code : 'ok', phase])
  })
  it('that nobody ever sent is none', async () => {
    expect(await desk.verified(randomUUID())).toMatchObject({ phase: 'failed', code: 'invalid-request' })
  })
})

describe('the story of an attempt', () => {
  it('is its rows, oldest first, as the desk wrote them', async () => {
    const story = await desk.story(attemptId(), 'desk-1')
    expect(story.status === 'ok' && story.entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(aStory().map(({ kind }) => kind)))
    expect(story.status === 'ok' && story.entries.map(({ seq }) => seq)).toEqual(story.status === 'ok' && story.entries.map(({ seq }) => seq).sort((a, b) => a - b))
    expect(await desk.story(attemptId(), 'desk-2')).toEqual({ status: 'ok', entries: [] })
  })
  it('is not told, when one of its rows is not what was written', async () => {
    await central.forge("UPDATE helpdesk_audit.entries SET body = replace(body, 'Forgot it', 'Sold it') WHERE attempt_id = $1", [attemptId()])
    expect(await desk.story(attemptId(), 'desk-1')).toEqual({ status: 'refused', code: 'story-changed' })
  })
})

describe('a supervisor', () => {
  it.each([
    ['add a row', "INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash) VALUES ('00000000-0000-4000-8000-000000000000', 1, '{}', 'x')"],
    ['change a line', "UPDATE helpdesk_audit.attempts SET status = 'done'"],
    ['delete rows', 'DELETE FROM helpdesk_audit.entries'],
    ['forget what contradicted', 'TRUNCATE helpdesk_audit.conflicts'],
    ['move a log’s end', 'UPDATE helpdesk_audit.logs SET rows = 1'],
  ])('who may only read cannot %s', async (_what, sql) => {
    await expect(central.query(sql, central.reader)).rejects.toThrow(/permission denied/)
  })
})
