import { assert, constantFrom, integer, property, string, stringMatching, tuple, uuid } from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../../src-main/logging/redact-line.ts'
import { redactText } from '../../../src-main/logging/redact-text.ts'

const part = stringMatching(/^[A-Za-z0-9_-]{12,60}$/)
const label = stringMatching(/^[a-z][a-z0-9]{1,12}$/)
const digits = (length: number): Arbitrary<string> => stringMatching(new RegExp(`^[1-9][0-9]{${length - 1}}$`))
const inQuotes = string({ minLength: 4, maxLength: 30 }).filter((text) => /^[^"\\\s]+( [^"\\\s]+)*$/.test(text) && text.length >= 4)

/** What must not come through in any surroundings, even glued to them. */
const glued: Record<string, Arbitrary<string>> = {
  'a token': tuple(part, part, part).map((parts) => `eyJ${parts.join('.')}`),
  'an e-mail address or UPN': tuple(stringMatching(/^[\w.+'-]{3,20}$/), label, constantFrom('com', 'example', 'co.uk', 'onmicrosoft.com')).map(([name, domain, top]) => `${name}@${domain}.${top}`),
  'the UPN of a guest': tuple(label, label).map(([name, domain]) => `${name}_${domain}.com#EXT#@contoso.onmicrosoft.com`),
  'an id of a person or a device': uuid(),
}
/** What must not come through where it stands by itself. */
const alone: Record<string, Arbitrary<string>> = {
  ...glued,
  'an authorization code': stringMatching(/^[01]\.A[A-Za-z0-9]{4}[A-Za-z0-9_.-]{30,80}$/),
  'an IMEI': digits(15),
  'a phone number with its country': tuple(integer({ min: 1, max: 99 }), digits(3), digits(3), digits(4), constantFrom(' ', '-', '.', '')).map(([country, ...rest]) => `+${country}${rest.at(-1)}${rest.slice(0, -1).join(String(rest.at(-1)))}`),
  'a phone number of the United Kingdom': tuple(digits(3), digits(3), digits(4)).map(([area, first, second]) => `0${area} ${first} ${second}`),
  'a phone number of North America': tuple(digits(3), digits(3), digits(4), constantFrom('-', '.', ' ')).map(([area, first, second, mark]) => `(${area})${mark}${first}${mark}${second}`),
  'an IPv4 address': tuple(integer({ min: 1, max: 126 }), integer({ min: 0, max: 255 }), integer({ min: 0, max: 255 }), integer({ min: 0, max: 255 })).map((numbers) => numbers.join('.')),
  'an IPv6 address': tuple(...Array.from({ length: 8 }, () => integer({ min: 1, max: 0xffff }))).map((numbers) => numbers.map((number) => number.toString(16)).join(':')),
}
/** Secrets that look like any word, in the forms in which they are told. */
const told: Record<string, Arbitrary<{ readonly secret: string; readonly text: string }>> = {
  'a bearer header': part.map((secret) => ({ secret, text: `Authorization: Bearer ${secret}` })),
  'a passcode in JSON': inQuotes.map((secret) => ({ secret, text: `{"passcode":"${secret}"}` })),
  'a secret in JSON within JSON': tuple(inQuotes, constantFrom('password', 'refresh_token', 'recoveryPin', 'client_info')).map(([secret, name]) => ({ secret, text: JSON.stringify({ message: JSON.stringify({ [name]: secret }) }) })),
  'the name of a person or a device in JSON': tuple(inQuotes, constantFrom('displayName', 'userDisplayName', 'deviceName', 'serialNumber', 'phoneNumber')).map(([secret, name]) => ({ secret, text: `{"${name}": "${secret}", "n": 1}` })),
  'a passcode after its word': tuple(stringMatching(/^[A-Za-z]{3}[0-9][A-Za-z0-9]{1,8}$/), constantFrom('passcode is ', 'temporary passcode ', 'PIN: ', 'unlock code = ', 'password ')).map(([secret, word]) => ({ secret, text: `the ${word}${secret} was read` })),
  'a PIN after its word': tuple(digits(6), constantFrom('PIN ', 'pin is ', 'unlockPin: ', 'macOsUnlockCode=')).map(([secret, word]) => ({ secret, text: `${word}${secret}` })),
  'a cookie': part.map((secret) => ({ secret, text: `Set-Cookie: ESTSAUTH=${secret}; Secure` })),
  'a query': part.map((secret) => ({ secret, text: `GET https://graph.microsoft.com/v1.0/devices?$filter=${secret}#x failed` })),
  'a fragment': part.map((secret) => ({ secret, text: `http://localhost:1/callback#code=${secret}` })),
  'a code in a form': part.map((secret) => ({ secret, text: `code=${secret}&state=abcdef` })),
  'a search for a name': inQuotes.filter((name) => !name.includes("'")).map((secret) => ({ secret, text: `$filter=deviceName eq '${secret}'` })),
  'a user’s folder on Windows': tuple(label, label).map(([first, last]) => ({ secret: `${first} ${last}`, text: `open C:\\Users\\${first} ${last}\\AppData\\x failed` })),
  'a user’s folder on macOS': label.map((secret) => ({ secret: `/${secret}/`, text: `open /Users/${secret}/Library/x failed` })),
  'a serial number after its word': stringMatching(/^[A-Z]{4}[0-9]{4}[A-Z0-9]{2}$/).map((secret) => ({ secret, text: `serial number ${secret} differs` })),
}

const surroundings = tuple(string({ maxLength: 30 }), string({ maxLength: 30 }))
const besides = constantFrom(' ', ', ', '"', '\n', ' (')

describe('no line lets through', () => {
  it.each(Object.entries(glued))('%s, whatever it is glued to', (_what, secrets) => {
    assert(property(secrets, surroundings, (secret, [before, after]) => {
      expect(redactText(`${before}${secret}${after}`)).not.toContain(secret)
    }), { numRuns: 300 })
  })
  it.each(Object.entries(alone))('%s within a text', (_what, secrets) => {
    assert(property(secrets, surroundings, besides, (secret, [before, after], mark) => {
      expect(redactText(`${before}${mark}${secret}${mark}${after}`)).not.toContain(secret)
    }), { numRuns: 300 })
  })
  it.each(Object.entries(told))('%s', (_what, secrets) => {
    assert(property(secrets, surroundings, besides, ({ secret, text }, [before, after], mark) => {
      const found = redactText(`${before}${mark}${text}${mark}${after}`)
      // By chance the same few characters may stand beside it.
      if (!`${before}${after}`.includes(secret)) expect(found).not.toContain(secret)
    }), { numRuns: 200 })
  })
  it('a refresh token that nothing names', () => {
    expect(redactText('got 1.AXkA9sK3mPq7Zx2Lw8Vt5Rn0Yb4Hc6Jd-1Fg3Ae9Uo7Ip2Qs5Wz8Xv back')).toBe('got ⟨redacted token⟩ back')
    expect(redactText('got kL9sK3mPq7Zx2Lw8Vt5Rn0Yb4Hc6Jd/1Fg3Ae9Uo7Ip2Qs5Wz8Xv= back')).toBe('got ⟨redacted token⟩ back')
  })
})

describe('ordinary text', () => {
  it.each([
    'GET /v1.0/deviceManagement/managedDevices 429',
    'the practice tenant ended with code 1',
    'at createSession (file:///opt/Helpdesk Console/resources/app.asar/out/main/index.js:1234:56)',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'ENOSPC: no space left on device, write',
    'reset passcode refused: graph-rejected',
    'Electron 45.4.1, Chromium 142.0.7444.59, Node 24.21.0, Windows 10.0.26100',
    '2026-11-24T19:47:14.123Z took 1532 ms',
    'Tue Nov 24 2026 19:47:14 GMT+0000 (Coordinated Universal Time)',
    'AADSTS50011. Trace ID: 6f1f0c0e-5f0e-4c51-9c0b-2f5a5b1c0a00 Correlation ID: 0a1f0c0e-5f0e-4c51-9c0b-2f5a5b1c0a11',
    '{"code":"graph-throttled","graphCode":"TooManyRequests","errorCode":"invalid_grant"}',
    '{"state":"pending"}',
    'node_modules/@azure/msal-node/lib/msal-node.cjs of msal-node@3.1.2',
    'epoch 1764013634123 of 3,500 rows',
  ])('stays as it is: %s', (line) => {
    expect(redactText(line)).toBe(line)
  })
  it('stays as it is, word by word', () => {
    const words = constantFrom('the', 'device', 'list', 'was', 'read', 'again', 'after', '429', 'timeout', 'sync', 'failed', 'policy', 'file', 'in', 'line', '12', 'answer', 'of', 'Graph')
    assert(property(tuple(words, words, words, words, words, words), (text) => {
      expect(redactText(text.join(' '))).toBe(text.join(' '))
    }))
  })
  it('is not changed by a second look', () => {
    const line = 'ada@contoso.com 6f1f0c0e-5f0e-4c51-9c0b-2f5a5b1c0a00 https://x.example/a?b=c 10.1.2.3 +44 20 7946 0321 PIN 482913'
    expect(redactText(redactText(line))).toBe(redactText(line))
  })
  it('keeps the end of an id, by which two lines are told to be about one device', () => {
    expect(redactText('/managedDevices/6f1f0c0e-5f0e-4c51-9c0b-2f5a5b1c0a77/sync')).toBe('/managedDevices/⟨redacted …0a77⟩/sync')
  })
})

describe('a line', () => {
  const redactor = createRedactor('/srv/people/ada', () => ['ada-laptop', 'Ada Okafor'])
  it('keeps the fields that are known as harmless, numbers and all', () => {
    const line = { at: '2026-11-24T19:47:14.123Z', level: 'info', code: 'graph-throttled', requestId: '6f1f0c0e-5f0e-4c51-9c0b-2f5a5b1c0a00', durationMs: 12, httpStatus: 429, graphCode: null }
    expect(redactor.line(line)).toEqual(line)
  })
  it('lets no field through that nobody has thought of', () => {
    assert(property(string({ minLength: 5 }), (secret) => {
      expect(redactor.line({ nickname: secret, pin: 482913, deep: { message: secret } })).toEqual({ nickname: '⟨redacted⟩', pin: '⟨redacted⟩', deep: '⟨redacted⟩' })
    }))
  })
  it('looks into a harmless field that holds something else', () => {
    expect(redactor.line({ code: 'for ada@contoso.com', requestId: 'ada@contoso.com', graphCode: '990000862471854', tryNumber: '990000862471854' }))
      .toEqual({ code: 'for ⟨redacted e-mail⟩', requestId: '⟨redacted e-mail⟩', graphCode: '⟨redacted number⟩', tryNumber: '⟨redacted⟩' })
  })
  it('takes out who is signed in and the PC’s name, whatever the case, and writes ~ for the home folder', () => {
    expect(redactor.line({ message: 'ADA OKAFOR on Ada-Laptop: open /srv/people/ada/x', stack: ['at /srv/people/ada/y.js:1:2'] }))
      .toEqual({ message: '⟨redacted⟩ on ⟨redacted⟩: open ~/x', stack: ['at ~/y.js:1:2'] })
  })
  it('cuts a text that is too long to look through, and says so', () => {
    expect(redactor.line({ message: `x ${'ab '.repeat(10_000)}` })['message']).toMatch(/^x (ab ){100,}.* …$/)
  })
})
