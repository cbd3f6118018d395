import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../src-shared/error-codes.ts'
import { displaySegments, visibleText, containsWord } from '../../src-renderer/messages/display-text.ts'
import { stateWords } from '../../src-renderer/messages/action-words.ts'
import { whatHappened } from '../../src-renderer/messages/agent-words.ts'
import { errorMessages } from '../../src-renderer/messages/error-messages.ts'
import { agentInWords, enrolmentInWords, managementStateInWords, truthInWords } from '../../src-renderer/messages/fact-words.ts'
import { forecast } from '../../src-renderer/messages/forecast.ts'
import { spell } from '../../src-renderer/messages/phonetics.ts'
import { tell } from '../../src-renderer/messages/story-texts.ts'
import { clockFace, exactTime, relativeTime } from '../../src-renderer/messages/time-words.ts'
import { toastFor } from '../../src-renderer/messages/toast-texts.ts'
import type { AuditEvent } from '../../src-shared/audit.ts'
import { deviceActionNames, plainWipe } from '../../src-shared/device-actions.ts'
import { alex, anAuditEntry, anAuditTarget, aStory } from '../factories/audit.ts'
import { anActionRecord } from '../factories/devices.ts'

describe('error messages', () => {
  it.each(errorCodes)('%s says what happened, what it means for the device, and what to do next, in whole sentences', (code) => {
    const message = errorMessages[code]
    for (const sentence of [message.what, message.device, message.next]) expect(sentence).toMatch(/^[A-Z].{9,}\.$/)
  })

  it('has no message that says the same as another', () => {
    expect(new Set(errorCodes.map((code) => errorMessages[code].what)).size).toBe(errorCodes.length)
  })

  it('never claims that nothing was sent when that is not certain', () => {
    for (const code of ['graph-silent', 'interrupted', 'no-record', 'unexpected', 'graph-bad-response'] as const) {
      expect(errorMessages[code].device).not.toContain('Nothing was sent')
    }
  })
})

describe('text of devices', () => {
  it.each([
    ['evil\u202egnp', 'evil⟪U+202E⟫gnp'],
    ['zero\u200bwidth', 'zero⟪U+200B⟫width'],
    ['line\nbreak', 'line⟪U+000A⟫break'],
    ['\ufeffbom', '⟪U+FEFF⟫bom'],
    ['blank\u3164', 'blank⟪U+3164⟫'],
    ['half\ud800', 'half⟪U+D800⟫'],
    ['tag\u{e0041}', 'tag⟪U+E0041⟫'],
    [' ends ', '⟪U+0020⟫ends⟪U+0020⟫'],
    ['no\u00a0break', 'no⟪U+00A0⟫break'],
    ['مريم 田中 Łukasz’s', 'مريم 田中 Łukasz’s'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown)
    expect(displaySegments(text).map((segment) => segment.text).join('')).toBe(shown)
  })

  it('leaves the joiner inside an emoji, and shows the same character anywhere else', () => {
    expect(visibleText('👩‍💻’s phone')).toBe('👩‍💻’s phone')
    expect(visibleText('👨‍👩‍👧 iPad')).toBe('👨‍👩‍👧 iPad')
    expect(visibleText('pay\u200dpal')).toBe('pay⟪U+200D⟫pal')
    expect(visibleText('👩‍💻\u200d')).toBe('👩‍💻⟪U+200D⟫')
  })
  it('cuts a name of 10,000 characters and says how many are missing', () => {
    expect(visibleText('x'.repeat(10_000))).toMatch(/^x{400}… \(9600 more characters\)$/)
  })

  it.each([
    ['Jürgen Müller', 'muller', ['Müller']],
    ['Ana’s iPhone', 'ana PHONE', ['Ana', 'Phone']],
    ['aaaa', 'aa', ['aaaa']],
    ['ﬁle', 'fi', ['ﬁ']],
    ['anything', '   ', []],
    ['F2L.*', '.*', ['.*']],
    ['Maya O’Brien', "o'brien", ['O’Brien']],
    ['Groß Weiß', 'weiss', ['Weiß']],
    ['\u0441\u043e\u0440\u0435', 'cope', ['\u0441\u043e\u0440\u0435']],
    ['+44 7700 900210', '07700900210', ['7700', '900210']],
    ['+44 7700 900210', '447700900210', ['44', '7700', '900210']],
    ['+44 7700 900210', '07700 900210', ['7700', '900210']],
    ['+44 7700 907700', '07700', ['07700']],
  ])('in %j the words %j mark %j', (text, search, marked) => {
    expect(displaySegments(text, search).filter((segment) => segment.kind === 'match').map((segment) => segment.text)).toEqual(marked)
  })

  it.each([
    ['p\u0430ypal', ['\u0430'], 'Cyrillic letter that looks like “a”'],
    ['Ana’s \u0456Phone', ['\u0456'], 'Cyrillic letter that looks like “i”'],
    ['LAPTOP-\u0391B12', ['\u0391'], 'Greek letter that looks like “A”'],
    ['Cаша', ['C'], 'Latin letter that looks like “C”'],
    ['\u0441\u043e\u0440\u0435', [], null],
    ['Ноутбук Анны', [], null],
    ['Ноутбук-HP', [], null],
    ['Καρέκλα iPad', [], null],
    ['田中PC مريم Łukasz’s', [], null],
  ])('in %j the letters %j pass for others', (text, letters, words) => {
    const found = displaySegments(text).filter((segment) => segment.kind === 'look-alike')
    expect(found.map((segment) => segment.text)).toEqual(letters)
    for (const segment of found) expect(segment.words).toBe(words)
    expect(visibleText(text)).toBe(text)
  })

  it('matches whatever the case and the accents', () => {
    expect(containsWord('CHLOÉ', 'chloe')).toBe(true)
    expect(containsWord('CHLOÉ', 'cloe')).toBe(false)
  })
})

describe('reading a passcode aloud', () => {
  it('says letters with their case, and digits as words', () => {
    expect(spell('Kx7-').map((spoken) => spoken.words)).toEqual(['capital Kilo', 'small x-ray', 'seven', 'hyphen'])
  })

  it('has a word for every letter and digit', () => {
    for (const { character, words } of spell('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')) {
      expect(words).not.toContain('character')
      expect(words.toLowerCase()).toMatch(/\d/.test(character) ? /^[a-z]+$/ : new RegExp(`^(capital|small) ${character.toLowerCase()}`))
    }
  })

  it('does not lose a character that it has no word for', () => {
    expect(spell('é😀').map((spoken) => spoken.words)).toEqual(['character é', 'character 😀'])
  })
})

describe('times', () => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  it.each([
    [null, 'never'],
    ['2026-11-23T11:59:50Z', 'just now'],
    ['2026-11-23T11:57:00Z', '3 minutes ago'],
    ['2026-11-22T11:00:00Z', 'yesterday'],
    ['2026-11-20T12:00:00Z', '3 days ago'],
    ['2024-01-01T00:00:00Z', '3 years ago'],
    ['rubbish', 'at an unreadable time'],
  ])('%s is %s', (iso, words) => {
    expect(relativeTime(iso, now)).toBe(words)
  })

  it('gives the exact local time and UTC', () => {
    expect(exactTime('2026-11-23T10:05:00.000Z')).toContain('2026-11-23 10:05:00 UTC')
    expect(exactTime(null)).toBe('')
  })

  it.each([[300_000, '5:00'], [272_001, '4:33'], [999, '0:01'], [1, '0:01'], [0, '0:00'], [-5, '0:00']])('%i ms left reads %s', (ms, face) => {
    expect(clockFace(ms)).toBe(face)
  })

  it('forecasts honestly from the last check-in', () => {
    expect(forecast('2026-11-20T12:00:00Z', now)).toBe('Last check-in 3 days ago: it will wait until the device is online.')
    expect(forecast('2026-11-23T11:50:00Z', now)).toContain('a few minutes')
    expect(forecast(null, now)).toContain('never checked in')
  })
})

const actionStates = ['requested', 'pending', 'done', 'failed', 'not-supported', 'unknown', 'awaiting-approval', 'approved'] as const

describe('toasts', () => {
  it('say requested, the word of the state, and not done, when Graph has only accepted', () => {
    expect(toastFor(anActionRecord()).text).toBe('Requested: passcode reset for Ana’s iPhone. It is not done yet.')
  })

  it('say once that it is not supported', () => {
    expect(toastFor(anActionRecord({ state: 'not-supported', code: 'device-reported-not-supported' })).text).toBe('Not supported: Ana’s iPhone cannot reset its passcode.')
  })

  it.each(actionStates)('begin with the word that the panel has for %s', (state) => {
    expect(toastFor(anActionRecord({ state })).text.startsWith(`${stateWords[state].word}:`)).toBe(true)
  })

  it('name the reason of a failure, and never a hidden character', () => {
    const { text } = toastFor(anActionRecord({ state: 'failed', code: 'device-reported-failure', deviceName: 'a\u202eb' }))
    expect(text).toContain('a⟪U+202E⟫b')
    expect(text).toContain('The device reported a failure.')
  })
})

describe('toasts of every action', () => {
  it.each(deviceActionNames.flatMap((action) => actionStates.map((state) => [action, state] as const)))('%s, %s: one word of the state, then a sentence that names the device', (action, state) => {
    const { text } = toastFor(anActionRecord({ action, state }))
    expect(text).toMatch(new RegExp(`^${stateWords[state].word}: .*Ana’s iPhone.*\\.$`))
    if (state !== 'done') expect(text).not.toMatch(/ was (renamed|removed|reset|locked|restarted|located|deleted|changed)\./)
  })

  it('do not give the reason of an approval as an error', () => {
    expect(toastFor(anActionRecord({ action: 'remove', state: 'awaiting-approval', code: 'approval-required' })).text)
      .toBe('Awaiting approval: a second administrator must approve the removal for Ana’s iPhone. Nothing is done yet.')
  })
})

describe('what the audit log says about the agent', () => {
  it.each(errorCodes)('%s speaks of the agent, not to the reader', (code) => {
    expect(whatHappened(code)).not.toMatch(/\byou(rs?)?\b/i)
  })

  it.each([
    ['permit-void', 'The agent’s confirmation no longer counts'],
    ['not-signed-in', 'The agent is not signed in.'],
    ['tenant-unreachable', 'The organisation’s services'],
  ] as const)('%s begins “%s”', (code, begin) => {
    expect(whatHappened(code).startsWith(begin)).toBe(true)
  })
})

describe('facts in words', () => {
  it.each([
    ['agent', agentInWords, 'mdm', 'Intune (MDM)'], ['state', managementStateInWords, 'managed', 'Managed'],
    ['enrolment', enrolmentInWords, 'appleBulkWithUser', 'Apple, automated, with a user'],
    ['truth', truthInWords, 'False', 'No'], ['truth', truthInWords, 'True', 'Yes'], ['truth', truthInWords, 'Unknown', 'Not known'],
  ])('the %s is told in words: %o(%j) is %j', (_name, words, raw, expected) => {
    expect(words(raw)).toBe(expected)
  })

  it('leave a value as it came when they do not know it', () => {
    for (const words of [agentInWords, managementStateInWords, enrolmentInWords, truthInWords]) {
      for (const raw of ['somethingNew', 'constructor', '__proto__', '']) expect(words(raw)).toBe(raw)
    }
  })
})

describe('the story of an action that a second administrator approves', () => {
  const base = { attemptId: 'attempt-1', actor: alex } as const
  const wipe = { action: 'reset-device', wipe: { ...plainWipe, keepEnrollmentData: true } } as const
  const tellEvent = (event: AuditEvent) => tell(anAuditEntry(event))

  it('tells what was asked for, with its parameters, and which attempt it completes', () => {
    const asked = { ...base, kind: 'attempt', action: 'reset-device', target: anAuditTarget(), ticket: '', reason: 'Sold', profile: 'graph-admin', parameters: wipe } as const
    expect(tellEvent(asked).facts).toContainEqual({ label: 'Wipe', value: 'Keep the enrolment and the user account' })
    const completing = tellEvent({ ...asked, completes: 'attempt-0', runId: 'run-1' })
    expect(completing.sentence).toBe('Alex Agent (alex.agent@contoso.example) came back to send the approved device reset.')
    expect(completing.facts).toContainEqual({ label: 'Completes attempt', value: 'attempt-0', isCopyable: true })
    expect(completing.facts).toContainEqual({ label: 'Run of many devices', value: 'run-1', isCopyable: true })
  })

  it('tells that nothing is done, with the request’s id, and never calls it accepted', () => {
    const step = tellEvent({ attemptId: 'attempt-1', kind: 'answer', result: 'approval-required', approvalCode: 'code-1', code: 'approval-required', reference: null, clockOffsetMs: null })
    expect(step.sentence).toBe('Nothing is done until a second administrator approves it.')
    expect(step.facts).toContainEqual({ label: 'Approval request', value: 'code-1', isCopyable: true })
  })

  it.each(['approved', 'rejected', 'cancelled', 'expired', 'completed'] as const)('tells in one sentence or two that it was %s', (decision) => {
    const { title, sentence } = tellEvent({ kind: 'approval', attemptId: 'attempt-1', decision })
    expect(`${title}: ${sentence}`).toMatch(/^[A-Z][a-z ]+: [A-Z].+\.$/)
  })

  it('gives the proof of a session where no fresh sign-in is needed', () => {
    const step = tellEvent({
      ...base, kind: 'intent', action: 'sync', target: anAuditTarget(), effect: 'checks-in', permitId: 'p', proof: { method: 'session', issuedAt: '2026-11-23T08:00:00.000Z' },
      request: 'POST …/syncDevice', clientRequestId: 'c', previousResultAt: null,
    })
    expect(step.facts.find((fact) => fact.label === 'Signed in since (iat)')?.value).toContain('2026-11-23 08:00:00 UTC')
  })

  it.each([
    [undefined, 'Temporary passcode shown'], ['unlock-pin', 'Unlock PIN shown'], ['location', 'Location shown'],
  ] as const)('tells what was looked at: %s', (what, title) => {
    expect(tellEvent({ ...base, kind: 'reveal', ...(what === undefined ? {} : { what }) }).title).toBe(title)
  })
})

describe('the story of an attempt', () => {
  it('tells each row in a sentence with its exact values', () => {
    const steps = aStory().map(tell)
    expect(steps.map((step) => step.title)).toEqual([
      'Asked for', 'Refused', 'Confirmed identity', 'Intent written', 'Intune’s answer', 'Done', 'Temporary passcode shown',
    ])
    expect(steps[1]?.facts).toContainEqual({ label: 'Signed in instead', value: 'Sam Other (sam.other@contoso.example)' })
    expect(steps[4]?.facts).toContainEqual({ label: 'request-id', value: 'e3c1b0a4-req', isCopyable: true })
  })
})
