import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nextRow } from '../../../src-main/audit/chain.ts'
import { makeSealKey } from '../../../src-main/audit/checkpoint.ts'
import { aDatabase, aFile, aFolder, someRows, verify } from './verifying.ts'

const rows = someRows()

/** The hash of a text as chain.ts describes it, computed here once more. */
function rowHash(body: string): string {
  const hash = createHash('sha256')
  for (const text of ['helpdesk-console/audit/row/v1', body]) {
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(BigInt(Buffer.byteLength(text)))
    hash.update(length).update(text)
  }
  return hash.digest('hex')
}

/** Somebody with a database tool, who puts the guards back as they were. */
function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  try {
    const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string; sql: string }[]
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`)
    database.exec(sql)
    for (const trigger of triggers) database.exec(trigger.sql)
  } finally {
    database.close()
  }
}

describe('a database', () => {
  it('that is whole is said to be so, with what must be compared elsewhere', async () => {
    const file = aDatabase(rows)
    const { exitCode, findings, summary } = await verify(file)
    expect(findings).toEqual([])
    expect(summary).toMatchObject({ file, status: 'whole', installId: 'install-1', logs: 1, rows: 150, head: rows.at(-1)!.hash, sealedRows: 129 })
    expect(summary.note).toContain('remembered elsewhere')
    expect(exitCode).toBe(0)
  })

  it('is left as it was, with nothing beside it', async () => {
    const file = aDatabase(rows)
    const before = readFileSync(file)
    await verify(file)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(join(file, '..'))).toEqual(['audit.db'])
  })

  it('in use by the console is read with the rows that only its -wal has', async () => {
    const file = aDatabase(rows.slice(0, 100))
    const console = new DatabaseSync(file)
    onTestFinished(() => console.close())
    console.exec('PRAGMA wal_autocheckpoint = 0')
    const insert = console.prepare('INSERT INTO entries (seq, body, hash) VALUES (?, ?, ?)')
    for (const { seq, body, hash } of rows.slice(100)) insert.run(seq, body, hash)
    expect((await verify(file)).summary).toMatchObject({ status: 'whole', rows: 150 })

    // A folder in which SQLite cannot make the file that it shares a -wal by, as on a read-only medium.
    const medium = join(aFolder(), 'audit.db')
    copyFileSync(file, medium)
    copyFileSync(`${file}-wal`, `${medium}-wal`)
    symlinkSync(join(medium, 'nowhere'), `${medium}-shm`)
    const { exitCode, summary } = await verify(medium)
    expect(summary).toMatchObject({ status: 'whole', rows: 150 })
    expect(summary.note).toContain('read from the -wal file beside it')
    expect(exitCode).toBe(0)
  })

  it.each([
    ['a changed row', `UPDATE entries SET body = replace(body, 'INC-1042', 'INC-1043') WHERE seq = 7`, ['row-changed 7']],
    ['a deleted row', 'DELETE FROM entries WHERE seq = 9', ['row-missing 10']],
    ['two rows that changed places', 'UPDATE entries SET seq = -1 WHERE seq = 20; UPDATE entries SET seq = 20 WHERE seq = 21; UPDATE entries SET seq = 21 WHERE seq = -1',
      ['row-out-of-place 20', 'row-out-of-place 21', 'row-out-of-place 22']],
    ['the first rows gone', 'DELETE FROM entries WHERE seq < 3', ['row-missing 3', 'seal-forged 65', 'seal-forged 130']],
    ['every row gone', 'DELETE FROM entries', ['key-missing']],
    ['a seal taken out and the rest put together', 'DELETE FROM entries WHERE seq = 65', ['row-missing 66', 'seal-wrong-epoch 130']],
    ['another log\'s name', "UPDATE meta SET value = 'install-2' WHERE name = 'install_id'", rows.map(({ seq }) => `row-foreign ${seq}`)],
  ])('with %s names it', async (_case, sql, wrong) => {
    const file = aDatabase(rows)
    tamper(file, sql)
    const verified = await verify(file)
    expect(verified.wrong).toEqual(wrong)
    expect(verified.summary.status).toBe('broken')
    expect(verified.exitCode).toBe(1)
  })

  it('with its last rows cut off looks whole, as the note warns, and gives a head to compare', async () => {
    const file = aDatabase(rows)
    tamper(file, 'DELETE FROM entries WHERE seq > 140')
    const { summary } = await verify(file)
    expect(summary).toMatchObject({ status: 'whole', rows: 140, head: rows[139]!.hash })
    expect(summary.note).toContain('Rows cut off at the end')
  })

  it('with a row put in and everything after it computed anew is caught by the next seal', async () => {
    const forged = rows.slice(0, 10)
    for (const { body } of rows.slice(10)) {
      const fields = JSON.parse(body) as Record<string, unknown>
      forged.push(nextRow(forged.at(-1)!, forged.length === 10 ? { ...fields, ticket: 'INC-9999' } : fields))
    }
    expect((await verify(aDatabase(forged))).wrong[0]).toBe('seal-does-not-fit 65')
  })

  it.each([
    ['a key of somebody else', { keyOf: (epoch: number) => makeSealKey(epoch) }, 'seal-forged 65'],
    ['the key of the seal before it', { keyOf: (epoch: number, keys: readonly ReturnType<typeof makeSealKey>[]) => keys[Math.max(0, epoch - 1)]! }, 'seal-wrong-epoch 130'],
    ['a text over other rows', { alter: <T extends { rows: number }>(text: T): T => ({ ...text, rows: text.rows - 1 }) }, 'seal-does-not-fit 65'],
    ['no key from the start', { sealEvery: Infinity }, 'seal-missing 257'],
  ])('sealed with %s is found', async (_case, options, wrong) => {
    expect((await verify(aDatabase(someRows(300, options)))).wrong[0]).toBe(wrong)
  })

  it('without one of its triggers is told so, though every row is right', async () => {
    const file = aDatabase(rows)
    const database = new DatabaseSync(file)
    database.exec('DROP TRIGGER entries_never_go')
    database.close()
    const { wrong, exitCode, findings } = await verify(file)
    expect(wrong).toEqual(['guards-missing'])
    expect(findings[0]?.sentence).toContain('triggers')
    expect(exitCode).toBe(1)
  })

  it('with damaged pages is told so, and what can be read is judged', async () => {
    const file = aDatabase(rows)
    const bytes = readFileSync(file)
    // The index's pages: the rows themselves are whole.
    const database = new DatabaseSync(file, { readOnly: true })
    const page = (database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'entries_by_kind'").get() as { rootpage: number }).rootpage
    database.close()
    bytes.fill(0xa5, (page - 1) * 4096 + 200, (page - 1) * 4096 + 2000)
    writeFileSync(file, bytes)
    const { wrong, exitCode, summary } = await verify(file)
    expect(wrong).toEqual(['file-damaged'])
    expect(summary.rows).toBe(150)
    expect(exitCode).toBe(1)
  })

  it('of which half is missing is damaged, not whole', async () => {
    const bytes = readFileSync(aDatabase(rows))
    const { wrong, exitCode } = await verify(aFile(bytes.subarray(0, bytes.length / 2), 'audit.db'))
    expect(wrong).toContain('file-damaged')
    expect(exitCode).not.toBe(0)
  })

  it('with a row that JSON reads as something else than it says is not stopped by it', async () => {
    const infinite = rows[11]!.body.replace('"monotonicMs":165000', '"monotonicMs":1e999')
    const file = aDatabase(rows)
    tamper(file, `UPDATE entries SET body = '${infinite.replaceAll("'", "''")}', hash = '${rowHash(infinite)}' WHERE seq = 12`)
    expect((await verify(file)).wrong).toEqual(['row-unreadable 12', 'row-out-of-place 13'])
  })

  it('with a number that the console cannot have written is broken', async () => {
    const file = aDatabase(rows)
    tamper(file, "INSERT INTO entries (seq, body, hash) VALUES (9223372036854775807, '{}', '')")
    const { exitCode, wrong } = await verify(file)
    expect(wrong).toContain('file-damaged')
    expect(exitCode).not.toBe(0)
  })
})

it('finds a flipped bit anywhere in the rows of a database', async () => {
  const small = someRows(6)
  const bytes = readFileSync(aDatabase(small))
  const missed: string[] = []
  for (const { body, hash } of small) {
    for (const [text, step] of [[body, 29], [hash, 13]] as const) {
      const start = bytes.indexOf(text)
      for (let at = 0; at < text.length; at += step) {
        const flipped = Buffer.from(bytes)
        flipped[start + at]! ^= 1 << (at % 8)
        const { exitCode } = await verify(aFile(flipped, 'audit.db'))
        if (exitCode !== 1) missed.push(`byte ${at} of ${text.slice(0, 40)}`)
      }
    }
  }
  expect(missed).toEqual([])
})
