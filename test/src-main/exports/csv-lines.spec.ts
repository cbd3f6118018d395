import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csvHead, csvLines, safeCell } from '../../../src-main/exports/csv-lines.ts'
import type { AuditAttempt } from '../../../src-shared/audit-attempts.ts'
import { anAuditAttempt, anAuditTarget, sam } from '../../factories/audit.ts'
import { aFolder } from '../audit/audit-fixtures.ts'

const signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '﹦']
const blinds = ['', ' ', '   ', '\ufeff', '\u0000', '\u200b', '\u2060 \u00ad', '\u00a0', '\u202e', '\ufe0f', '\u001f', '\u3000']
const dangerous = blinds.flatMap((blind) => signs.map((sign) => `${blind}${sign}HYPERLINK("http://evil.example","x")`))
/** What a spreadsheet would evaluate, said on its own and not with the expression under test. */
const isFormula = (cell: string): boolean => {
  const seen = Array.from(cell).find((character) => !/[\s\p{Cf}\p{Cc}\p{M}]/u.test(character) || '\t\r\n'.includes(character))
  return seen !== undefined && '=+-@\t\r\n'.includes(seen.normalize('NFKC'))
}

const named = (deviceName: string, reason: string): AuditAttempt => anAuditAttempt({ reason, target: anAuditTarget({ deviceName }) })
const fileOf = (attempts: readonly AuditAttempt[]): string => csvHead() + csvLines(attempts)
const recordsOf = (text: string, delimiter = ','): string[][] => parse(text, { bom: true, delimiter, relax_quotes: delimiter !== ',', relax_column_count: delimiter !== ',' })

describe('the copy for spreadsheets', () => {
  it('has a line that says what it is, the names of the columns, and one line for each attempt, all as wide and all quoted', () => {
    const text = fileOf([anAuditAttempt(), anAuditAttempt({ attemptId: 'attempt-2', signedOff: { by: sam, at: '2026-11-24T08:00:00.000Z' }, flags: ['off-hours', 'no-ticket'] })])
    expect(text.startsWith('\ufeff"# A copy for spreadsheets. It does not verify')).toBe(true)
    expect(text.endsWith('"\r\n')).toBe(true)
    const [notice, names, first, second] = recordsOf(text)
    expect(notice?.filter((cell) => cell !== '')).toHaveLength(1)
    const valuesOf = (record: string[] | undefined): Record<string, string> => Object.fromEntries((names ?? []).map((name, index) => [name, record?.[index] ?? '']))
    expect(valuesOf(first)).toMatchObject({
      Started: '2026-11-23T10:05:00.000Z', 'Agent name': 'Alex Agent', 'Agent UPN': 'alex.agent@contoso.example', Action: 'reset-passcode', Parameters: '',
      'Serial number': 'F2LXK0ANA1', Ticket: 'INC-1042', Proof: 'fresh-sign-in', 'Authenticated at': '2026-11-23T10:05:41.000Z', "Intune's answer": 'requested',
      'HTTP status': '204', 'request-id': 'e3c1b0a4-req', 'client-request-id': '99f2-client', Outcome: 'done', Verified: 'yes', 'Signed off by': '', 'Attempt id': 'attempt-1',
    })
    expect(valuesOf(second)).toMatchObject({ Flags: 'off-hours no-ticket', 'Signed off by': 'sam.other@contoso.example', 'Signed off at': '2026-11-24T08:00:00.000Z' })
  })

  it('says which rows do not verify, and claims nothing about the rows of another desk', () => {
    const desk = { deskId: 'desk-2', machine: 'PC-2' }
    const [, names, ...cells] = recordsOf(fileOf([anAuditAttempt({ doubt: 'row' }), anAuditAttempt({ doubt: 'log' }), anAuditAttempt(), anAuditAttempt({ desk })]))
    const column = names?.indexOf('Verified') ?? -1
    expect(cells.map((record) => record[column])).toEqual(['changed row', 'log does not verify', 'yes', ''])
  })

  it('brings names with quotes, commas, new lines, emoji and right-to-left letters through unchanged', () => {
    const names = ['Bø’s "iPhone", new 📱', 'line one\r\nline two\nthree', 'جهاز منى', '👩‍💻 a\u202eb', "it's", '漢字;x', '']
    const cells = recordsOf(fileOf(names.map((name) => named(name, name)))).slice(2)
    expect(cells.map((record) => record[7])).toEqual(names)
    expect(cells.map((record) => record[14])).toEqual(names)
  })

  it('takes control characters out and leaves tabs and ends of lines inside', () => {
    expect(safeCell('a\u0000b\u0007c\u001b[31m\u009d\u007f\td\r\ne')).toBe('abc[31m\td\r\ne')
    expect(safeCell('\ud800x')).toBe('\ufffdx')
  })

  it('starts no cell with what a spreadsheet takes for a formula', () => {
    expect(dangerous.every((text) => isFormula(text))).toBe(true) // the judge sees them
    const cells = recordsOf(fileOf(dangerous.map((text) => named(text, text)))).slice(2).flat()
    expect(cells.filter(isFormula)).toEqual([])
    expect(cells.filter((cell) => cell.startsWith("'"))).toHaveLength(2 * dangerous.length)
  })

  it.each([';', '\t'])('nor where the spreadsheet of another country cuts the lines at %j', (delimiter) => {
    const inside = signs.slice(0, 4).flatMap((sign) => [`a${delimiter}${sign}1+1`, `a${delimiter} "${sign}1`, `a\r\n${sign}1`])
    const cells = recordsOf(fileOf(inside.map((text) => named('x', text))), delimiter).flat()
    expect(cells.length).toBeGreaterThan(inside.length)
    expect(cells.map((cell) => cell.replace(/^[" ]+/, '')).filter(isFormula)).toEqual([])
  })

  it('shows every cell as text in LibreOffice, where that is installed', ({ skip }) => {
    const office = ['soffice', 'libreoffice'].find((name) => spawnSync(name, ['--version']).status === 0)
    if (office === undefined) skip('no LibreOffice on this machine')
    const folder = aFolder()
    const file = join(folder, 'copy.csv')
    writeFileSync(file, fileOf(dangerous.map((text) => named(text, text))))
    execFileSync(office ?? '', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'fods', '--outdir', folder, file])
    const sheet = readFileSync(join(folder, 'copy.fods'), 'utf8')
    expect(sheet).toContain('HYPERLINK')
    expect(sheet).not.toContain('table:formula')
  })
})
