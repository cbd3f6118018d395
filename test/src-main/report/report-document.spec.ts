// @vitest-environment jsdom
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { paperOf, reportDocument } from '../../../src-main/report/report-document.ts'
import type { ReportContent } from '../../../src-main/report/report-document.ts'
import { actionWords, doubtWords, flagWords, statusWords } from '../../../src-main/report/report-words.ts'
import { actionNames } from '../../../src-renderer/messages/action-words.ts'
import { attemptStatusWords, doubtWords as pageDoubtWords, flagWords as pageFlagWords } from '../../../src-renderer/messages/audit-words.ts'
import { attemptFlags, attemptStatuses } from '../../../src-shared/audit-attempts.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import { deviceActionNames } from '../../../src-shared/device-actions.ts'
import { alex, anAuditAttempt, anAuditHealth, anAuditTarget, sam } from '../../factories/audit.ts'

const head = { installId: '0b5d7c1e-2f7a-4c1b-9d55-6b0c1f7f3a11', rows: 1234, hash: 'ab'.repeat(32) }
const setting = { tenantName: 'Contoso', timeZone: 'Europe/Berlin', paper: 'A4' } as const

function documentOf(content: Partial<ReportContent>, tenantName: string = setting.tenantName): Document {
  const whole: ReportContent = {
    scope: 'desk', filter: everyAttempt, attempts: [anAuditAttempt()], madeBy: sam, madeAt: '2026-11-24T12:00:00.000Z', health: anAuditHealth({ rows: 1234 }), head, ...content,
  }
  return new DOMParser().parseFromString(reportDocument(whole, { ...setting, tenantName }), 'text/html')
}
const factsOf = (page: Document): Record<string, string> =>
  Object.fromEntries([...page.querySelectorAll('dt')].map((name) => [name.textContent, name.nextElementSibling?.textContent ?? '']))
const cellsOf = (page: Document): string[][] => [...page.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))

describe('the report to print', () => {
  it('says whose log it is, who made it, when, what was filtered, and how the chain stood', () => {
    const page = documentOf({
      filter: {
        ...everyAttempt, text: ' ana ', from: '2026-11-01T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z', agentOid: alex.oid, deviceId: anAuditTarget().deviceId,
        userId: anAuditTarget().userId, actions: ['reset-passcode', 'remove'], statuses: ['done', 'refused'], ticket: 'INC', flags: ['off-hours'], reviewed: 'open',
      },
    })
    expect(page.querySelector('.lead')?.textContent).toBe('Contoso · the log of this desk')
    const facts = factsOf(page)
    expect(facts['Made']).toBe('24 Nov 2026, 13:00:00 by Sam Other (sam.other@contoso.example)')
    expect(facts['Times']).toContain('Europe/Berlin')
    const lines = [...page.querySelectorAll('dd li')].map((line) => line.textContent)
    expect(lines).toEqual([
      'Words: “ana”', 'Begun at or after 1 Nov 2026, 01:00:00', 'Begun before 24 Nov 2026, 01:00:00', 'Agent: Alex Agent', `Device: ${anAuditTarget().deviceName}`,
      `Primary user: ${anAuditTarget().userDisplayName}`, 'Action: Reset Passcode, Remove', 'Outcome: Done, Refused', 'Ticket with “INC”',
      'Worth a look: Outside hours', 'Sign-off: not signed off',
    ])
    expect(facts['Log of this PC']).toContain('The chain was whole.')
    expect(facts['Log of this PC']).toContain(`${head.installId}, 1,234 rows, last hash ${head.hash}`)
    expect(page.querySelector('style')?.textContent).toContain(`Audit log ${head.installId}`)
    expect(page.querySelector('style')?.textContent).toContain('size: A4 landscape')
  })

  it('says so when the chain is not whole, when nothing was filtered and when there is nothing', () => {
    const facts = factsOf(documentOf({ attempts: [], health: anAuditHealth({ status: 'held', heldRows: 2 }), head: null }))
    expect(facts['Shown']).toBe('Every attempt')
    expect(facts['Log of this PC']).toContain('Rows waiting: 2.')
    expect(factsOf(documentOf({ health: anAuditHealth({ status: 'broken' }) }))['Log of this PC']).toContain('The chain was broken')
    expect(documentOf({ attempts: [] }).body.textContent).toContain('No attempt is like that.')
    expect(documentOf({ scope: 'service-desk' }).querySelector('.lead')?.textContent).toContain('the central log of every desk')
  })

  it('marks attempts whose rows do not verify, counts them, and names earlier logs that do not verify though the chain is whole', () => {
    const page = documentOf({
      attempts: [anAuditAttempt({ doubt: 'row' }), anAuditAttempt({ attemptId: 'b', doubt: 'log' }), anAuditAttempt({ attemptId: 'c' })], health: anAuditHealth({ doubtfulLogs: 1 }),
    })
    expect(cellsOf(page).map((row) => row[8])).toEqual(['Changed rowDone', 'Log does not verifyDone', 'Done'])
    const counts = [...page.querySelectorAll('.counts li')].map((one) => one.textContent)
    expect(counts).toEqual(['Done 3', 'Changed row 1', 'Log does not verify 1'])
    expect(factsOf(page)['Log of this PC']).toContain('The chain was whole. 1 earlier log of this PC does not verify: its attempts are marked.')
    expect(page.querySelector('.warn')).not.toBeNull()
    expect(factsOf(documentOf({ health: anAuditHealth({ doubtfulLogs: 2 }) }))['Log of this PC']).toContain('2 earlier logs of this PC do not verify')
    expect({ row: pageDoubtWords.row.word, log: pageDoubtWords.log.word }).toEqual(doubtWords)
  })

  it('has a row for every attempt with its number, whatever became of it, and counts them', () => {
    const attempts = attemptStatuses.map((status, index) => anAuditAttempt({
      attemptId: `attempt-${index}`, ticket: `INC-${index}`, status, code: status === 'refused' ? 'wrong-person' : null, flags: index === 0 ? [...attemptFlags] : [],
      signedOff: index === 1 ? { by: sam, at: '2026-11-24T08:00:00.000Z' } : null,
    }))
    const page = documentOf({ attempts })
    const cells = cellsOf(page)
    expect(cells.map((row) => row[0])).toEqual(attempts.map((_attempt, index) => String(index + 1)))
    expect(cells.map((row) => row[6])).toEqual(attempts.map(({ ticket }) => ticket))
    for (const [index, status] of attemptStatuses.entries()) expect(cells[index]?.[8]).toContain(statusWords[status])
    expect(cells[1]).toEqual([
      '2', '23 Nov 2026, 11:05:00', 'Alex Agentalex.agent@contoso.example', 'Reset Passcode', `${anAuditTarget().deviceName}F2LXK0ANA1`,
      'Ana Ruizana.ruiz@contoso.example', 'INC-1', 'Forgot it after the holiday', 'Refusedwrong-person', 'Sam Other24 Nov 2026, 09:00:00',
    ])
    for (const flag of attemptFlags) expect(cells[0]?.[8]).toContain(flagWords[flag])
    const counts = [...page.querySelectorAll('.counts li')].map((one) => one.textContent)
    expect(counts).toEqual([...attemptStatuses.map((status) => `${statusWords[status]} 1`), 'Worth a look 1', 'Signed off 1'])
    expect(page.querySelectorAll('thead th[scope=col]')).toHaveLength(cells[0]?.length ?? 0)
  })

  it('takes whatever names and reasons hold for text, and shows what nobody would see', () => {
    const hostile = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</style></table><iframe src="//evil.example">', "'; } @import url(//evil.example);", '&lt;b&gt; & &#60;']
    const attempts = hostile.map((text) => anAuditAttempt({
      ticket: text, reason: text, actor: { ...alex, displayName: text, upn: text }, target: anAuditTarget({ deviceName: text, serialNumber: text, userDisplayName: text }), signedOff: { by: { ...sam, displayName: text }, at: text },
    }))
    const page = documentOf({ attempts, filter: { ...everyAttempt, text: hostile[0] ?? '', ticket: hostile[1] ?? '' }, madeBy: { ...sam, displayName: hostile[2] ?? '' } }, hostile[2])
    expect(page.querySelectorAll('script, img, iframe, link, object, [onerror], [style], [src], [href]')).toHaveLength(0)
    expect(page.querySelectorAll('style')).toHaveLength(1)
    expect(cellsOf(page).map((row) => row[7])).toEqual(hostile)
    expect(cellsOf(page)).toHaveLength(hostile.length)
    const shown = (reason: string): string | undefined => cellsOf(documentOf({ attempts: [anAuditAttempt({ reason })] }))[0]?.[7]
    expect(shown('a\u202eb\u200bc')).toBe('a⟪U+202E⟫b⟪U+200B⟫c')
    expect(shown('👩‍💻 منى 漢字 é\nnew\tline')).toBe('👩‍💻 منى 漢字 é\nnew\tline')
    expect(shown('x'.repeat(5000))).toHaveLength(5000)
  })

  it('may load nothing and run nothing: its policy allows its own style alone', () => {
    const page = documentOf({})
    const policy = page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? ''
    const hash = createHash('sha256').update(page.querySelector('style')?.textContent ?? '').digest('base64')
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`)
    expect(page.querySelector('style')?.textContent).not.toMatch(/url\(|@import/)
    expect(documentOf({ head: { ...head, installId: '"; } * { display: none } </style>' } }).querySelector('style')?.textContent).not.toContain('display: none')
  })

  it('has the words of the page', () => {
    for (const status of attemptStatuses) expect(statusWords[status]).toBe(attemptStatusWords[status].word)
    for (const flag of attemptFlags) expect(flagWords[flag]).toBe(pageFlagWords[flag].word)
    for (const action of deviceActionNames) expect(actionWords[action]).toBe(actionNames[action])
  })

  it('is on the paper of the country', () => {
    expect(['en-US', 'es-MX', 'fr-CA'].map(paperOf)).toEqual(['Letter', 'Letter', 'Letter'])
    expect(['en-GB', 'de-DE', 'en', '', 'no locale'].map(paperOf)).toEqual(['A4', 'A4', 'A4', 'A4', 'A4'])
  })
})
