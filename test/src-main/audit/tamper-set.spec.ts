/** Everything that somebody at this PC could do to a log while the console is closed, what it is called, and the sentence that a supervisor reads. */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyHead, nextRow } from '../../../src-main/audit/chain.ts'
import type { StoredRow } from '../../../src-main/audit/chain.ts'
import { makeSealKey, readCheckpoint, signCheckpoint } from '../../../src-main/audit/checkpoint.ts'
import type { SealKey } from '../../../src-main/audit/checkpoint.ts'
import { createHeadCopy } from '../../../src-main/audit/head-copy.ts'
import { noProtection, readKeyFile } from '../../../src-main/audit/key-file.ts'
import { createRowMac } from '../../../src-main/audit/row-mac.ts'
import { filesOf } from '../../../src-main/audit/set-aside.ts'
import type { AuditFindingCode } from '../../../src-shared/audit-health.ts'
import { findingWords } from '../../../src-renderer/messages/finding-words.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import { agent, anAttempt, anIntent, anOutcome, aRefusal, aStart } from './audit-events.ts'
import { allRowsOf, openLog, secretly, tamper, yes } from './audit-fixtures.ts'

interface Written {
  readonly file: string
  /** The whole folder as it was after the first seal. */
  readonly earlier: string
  /** The key of the first epoch, as somebody had copied it in time. */
  readonly firstKey: SealKey
}

/** A closed log with two seals: rows 1 to 3, seal, 5 and 6, seal, 8. */
function aSealedLog(): Written {
  const { log, file } = openLog()
  log.append(anAttempt())
  log.append(aRefusal())
  const [firstKey] = keysOf(file).keys
  log.seal()
  const earlier = join(dirname(file), '..', 'earlier')
  mkdirSync(earlier)
  log.close()
  cpSync(dirname(file), earlier, { recursive: true })
  const again = openLog(file).log
  again.append(anAttempt({ attemptId: 'attempt-2' }))
  again.append(aRefusal({ attemptId: 'attempt-2' }))
  again.seal()
  again.append(aStart)
  again.close()
  return { file, earlier, firstKey }
}

const keysOf = (file: string) => readKeyFile(filesOf(file).key, noProtection)!

type Fields = Readonly<Record<string, unknown>>

/** Writes the whole log anew, hashes and all, as somebody who knows its form could (with its key: the macs too); null takes a row out. */
function rewrite(
  file: string, change: (fields: Fields, head: { readonly seq: number; readonly hash: string }) => Fields | null, isWithKey = false,
): readonly StoredRow[] {
  const { installId, rowKey } = keysOf(file)
  const rowMac = createRowMac(rowKey)
  const rows: StoredRow[] = []
  for (const { body } of allRowsOf(file)) {
    const head = rows.at(-1) ?? emptyHead(installId)
    const fields = change(JSON.parse(body) as Fields, head)
    if (fields === null) continue
    const bare = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'mac'))
    rows.push(isWithKey ? rowMac.nextRow(head, bare) : nextRow(head, fields))
  }
  const values = rows.map(({ seq, body, hash }) => `(${seq}, '${body.replaceAll("'", "''")}', '${hash}')`)
  secretly(file, `DELETE FROM entries; INSERT INTO entries (seq, body, hash) VALUES ${values.join(',')}`)
  return rows
}

/** Seals a rewritten log with `keyOf`. */
function resealed(file: string, keyOf: (epoch: number) => SealKey): void {
  rewrite(file, (fields, head) => {
    if (fields['reason'] !== undefined) return { ...fields, reason: 'tidied' }
    const note = readCheckpoint(String(fields['note']))
    return note === null ? fields : { ...fields, note: signCheckpoint({ ...note, rows: head.seq, rootHash: head.hash }, keyOf(note.epoch)) }
  })
}

/** In a file that this user can read the head's key is found too: this puts the copy right, as malware would. */
function copyHeadAnew(file: string, rows: readonly StoredRow[], epoch: number): void {
  const { headKey, installId } = keysOf(file)
  const { head } = filesOf(file)
  rmSync(head)
  const { seq, hash } = rows.at(-1)!
  createHeadCopy(head, headKey).write({ installId, seq, hash, epoch })
}

function copyBack({ file, earlier }: Written, names: readonly string[]): void {
  for (const name of names) copyFileSync(join(earlier, name), join(dirname(file), name))
}

const tamperSet: readonly (readonly [string, (written: Written) => void, AuditFindingCode])[] = [
  ['a row is edited', ({ file }) => secretly(file, "UPDATE entries SET body = replace(body, 'forgot it', 'lost it') WHERE seq = 2"), 'row-changed'],
  ['a row is deleted', ({ file }) => secretly(file, 'DELETE FROM entries WHERE seq = 3'), 'row-missing'],
  ['two rows change places', ({ file }) => secretly(file, 'UPDATE entries SET seq = 99 WHERE seq = 2; UPDATE entries SET seq = 2 WHERE seq = 3; UPDATE entries SET seq = 3 WHERE seq = 99'), 'row-out-of-place'],
  ['a row is inserted', ({ file }) => secretly(file, 'UPDATE entries SET seq = seq + 100 WHERE seq > 2; UPDATE entries SET seq = seq - 99 WHERE seq > 100; INSERT INTO entries (seq, body, hash) SELECT 3, body, hash FROM entries WHERE seq = 2'), 'row-out-of-place'],
  ['a row is replaced with INSERT OR REPLACE', ({ file }) => secretly(file, "INSERT OR REPLACE INTO entries (seq, body, hash) SELECT 3, replace(body, 'sign-in', 'warning'), hash FROM entries WHERE seq = 3"), 'row-changed'],
  ['a row of another PC is added', ({ file }) => secretly(file, insertOf(nextRow(allRowsOf(file).at(-1)!, { kind: 'app-started', installId: 'another' }))), 'row-foreign'],
  ['a row becomes no JSON', ({ file }) => overwrite(file, allRowsOf(file)[2]!.body), 'row-unreadable'],
  ['the newest rows are cut off', ({ file }) => secretly(file, 'DELETE FROM entries WHERE seq > 6'), 'tail-missing'],
  ['an older copy of the log alone is put back', (written) => copyBack(written, ['audit.db']), 'tail-missing'],
  ['an older copy of the log and of its head is put back', (written) => copyBack(written, ['audit.db', 'audit.head']), 'seal-missing'],
  ['a change is hashed and sealed anew with a key of somebody’s own', ({ file }) => resealed(file, makeSealKey), 'seal-forged'],
  // CVE-2023-31439: a seal made with the key of another epoch passed for one that was due.
  ['a change is sealed anew with the key of an earlier epoch', ({ file, firstKey }) => resealed(file, (epoch) => ({ ...firstKey, epoch })), 'seal-wrong-epoch'],
  ['a change is hashed anew behind the true seals', ({ file }) => void rewrite(file, (fields) => (fields['reason'] === undefined ? fields : { ...fields, reason: 'tidied' })), 'seal-does-not-fit'],
  ['the last rows are hashed anew, which no seal covers yet', ({ file }) => void rewrite(file, (fields) => (fields['seq'] === 8 ? { ...fields, version: '9' } : fields)), 'history-rewritten'],
  ['every seal is taken out and the head put right', ({ file }) => copyHeadAnew(file, rewrite(file, (fields) => (fields['kind'] === 'checkpoint' ? null : fields), true), 0), 'seal-missing'],
  ['a row is added at the end with the right hash', ({ file }) => secretly(file, insertOf(nextRow(allRowsOf(file).at(-1)!, { ...aStart, installId: keysOf(file).installId }))), 'row-not-ours'],
  ['the first row loses its key', ({ file }) => void rewrite(file, (fields) => (fields['kind'] === 'log-started' ? { ...fields, sealKey: null } : fields)), 'key-missing'],
  ['the triggers are dropped', ({ file }) => tamper(file, 'DROP TRIGGER entries_never_go'), 'guards-missing'],
  ['the second copy of the head is deleted', ({ file }) => rmSync(filesOf(file).head), 'head-copy-missing'],
  ['the second copy of the head is edited', ({ file }) => edit(filesOf(file).head, (text) => text.replace('"seq":8', '"seq":3')), 'head-copy-forged'],
  ['the key file is deleted', ({ file }) => rmSync(filesOf(file).key), 'key-missing'],
  ['the key file is filled with something else', ({ file }) => writeFileSync(filesOf(file).key, '{}'), 'key-missing'],
  ['the log is deleted', ({ file }) => rmSync(file), 'file-missing'],
  ['the log is exchanged for that of another PC', ({ file }) => copyFileSync(aSealedLog().file, file), 'key-missing'],
  ['the log is exchanged for a text', ({ file }) => writeFileSync(file, 'nothing to see here '.repeat(400)), 'not-an-audit-log'],
]

const insertOf = ({ seq, body, hash }: StoredRow): string => `INSERT INTO entries (seq, body, hash) VALUES (${seq}, '${body}', '${hash}')`

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(file, after)
}

function overwrite(file: string, body: string): void {
  const bytes = readFileSync(file)
  // SQLite may keep an old copy of the page too.
  for (let at = bytes.indexOf(body); at !== -1; at = bytes.indexOf(body)) bytes[at] = 'X'.charCodeAt(0)
  writeFileSync(file, bytes)
}

describe('the tamper set', () => {
  it('finds nothing in a log that nobody touched', () => {
    expect(openLog(aSealedLog().file).log.health()).toMatchObject({ status: 'whole', rows: 8, findings: [], sealed: { rows: 6 } })
  })

  it.each(tamperSet)('%s: found, held until acknowledged, and said', (_what, act, code) => {
    const written = aSealedLog()
    act(written)
    const { log } = openLog(written.file, { bootId: 'boot-2' })
    const health = log.health()
    expect(health.status).toBe('unacknowledged')
    expect(health.findings.map((finding) => finding.code)).toContain(code)
    expect(findingWords[code]).toMatch(/\. .+\.$/)
    expect(log.checkWritable()).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
    expect(log.acknowledge(agent, 'looked at')).toMatchObject({ status: 'ok' })
    expect(log.append(anAttempt({ attemptId: 'after' }))).toMatchObject({ status: 'ok' })
    expect(log.writeIntent(anIntent({ attemptId: 'after' }), yes)).toMatchObject({ status: 'ok' })
    expect(log.verify()).toMatchObject({ status: 'whole', findings: [] })
  })

  it('says of whoever acknowledges it how many attempts at this desk are their own', () => {
    const { file } = aSealedLog()
    tamper(file, 'DROP TRIGGER entries_never_go')
    const { log } = openLog(file, { bootId: 'boot-2' })
    const own = log.attempts({ filter: { ...everyAttempt, agentOid: agent.oid }, window: { offset: 0, limit: 1 } }).total
    expect(own).toBeGreaterThan(0)
    log.acknowledge(agent, 'looked at')
    expect(JSON.parse(allRowsOf(file).at(-1)!.body)).toMatchObject({ kind: 'acknowledgement', ownAttempts: own })
  })

  it('does not find a rollback of log, head and key together: only a witness outside this PC remembers a later head', () => {
    const written = aSealedLog()
    copyBack(written, ['audit.db', 'audit.head', 'audit.key'])
    expect(openLog(written.file).log.health()).toMatchObject({ status: 'whole', rows: 4, findings: [] })
  })

  it('does not find that everything was deleted: it looks like a first start', () => {
    const { file } = aSealedLog()
    rmSync(dirname(file), { recursive: true })
    expect(openLog(file).log.health()).toMatchObject({ status: 'whole', rows: 1 })
  })

  it('cannot seal the past anew with the keys that are on the disk now', () => {
    const { file } = aSealedLog()
    const { keys } = keysOf(file)
    resealed(file, (epoch) => ({ ...keys[0], epoch }))
    expect(openLog(file).log.health().findings.map(({ code }) => code)).toContain('seal-forged')
  })
})

describe('a log without its first row, its key and its head', () => {
  it('is held until a supervisor has acknowledged it, though all else in it is right, and what it has is still shown and ended', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.writeIntent(anIntent(), yes)
    log.close()
    rewrite(file, (fields) => (fields['kind'] === 'log-started' ? null : fields))
    rmSync(filesOf(file).key)
    rmSync(filesOf(file).head)
    const again = openLog(file, { bootId: 'boot-2' }).log
    expect(again.health()).toMatchObject({ status: 'unacknowledged', findings: [{ code: 'key-missing' }] })
    expect(existsSync(join(dirname(file), 'audit-1.broken.db'))).toBe(true)
    expect(again.unfinished().map(({ intent }) => intent.attemptId)).toEqual(['attempt-1'])
    again.appendOrHold(anOutcome())
    expect(again.unfinished()).toEqual([])
    expect(again.story('attempt-1').map(({ kind }) => kind)).toEqual(['attempt', 'intent', 'outcome'])
    expect(again.recentIntents(5)).toMatchObject([{ outcome: { state: 'done' } }])
  })
})

describe('a bad day that comes on top', () => {
  it('shows what was wrong with the first broken log too, when the one after it breaks before anybody has acknowledged', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    log.close()
    rewrite(file, (fields) => (fields['kind'] === 'attempt' ? { ...fields, reason: 'another' } : fields))
    const second = openLog(file, { bootId: 'boot-2' }).log
    const first = second.health().findings
    expect(first.length).toBeGreaterThan(0)
    second.close()
    rmSync(filesOf(file).head)
    const third = openLog(file, { bootId: 'boot-3' }).log
    expect(third.health()).toMatchObject({ status: 'unacknowledged' })
    expect(third.health().findings.map(({ code }) => code)).toEqual(['head-copy-missing', ...first.map(({ code }) => code)])
  })

  it('is a passing one while the copy of the head cannot be read just now: nothing is set aside', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    const { head } = filesOf(file)
    renameSync(head, `${head}.away`)
    mkdirSync(head)
    expect(log.writeIntent(anIntent(), yes)).toEqual({ status: 'refused', code: 'audit-unavailable' })
    expect(log.health().status).toBe('unavailable')
    rmdirSync(head)
    renameSync(`${head}.away`, head)
    expect(log.writeIntent(anIntent(), yes).status).toBe('ok')
    expect(log.health()).toMatchObject({ status: 'whole', findings: [] })
  })

  it('is set aside and can be acknowledged, also when it is found while asking whether the log can be written', () => {
    const { log, file } = openLog()
    log.append(anAttempt())
    secretly(file, 'DROP TABLE write_probe')
    log.checkWritable()
    expect(log.health().status).toBe('unacknowledged')
    expect(log.acknowledge(agent, 'seen').status).toBe('ok')
    expect(log.checkWritable()).toEqual({ status: 'ok' })
  })
})
