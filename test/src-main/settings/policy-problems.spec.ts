import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPlacedJson } from '../../../src-main/settings/json-places.ts'
import { checkPolicyText, wordsOf } from '../../../src-main/settings/policy-problems.ts'

const example = readFileSync(join(import.meta.dirname, '../../../resources/policy.example.json'), 'utf8')
const problemsOf = (text: string): readonly string[] => {
  const checked = checkPolicyText(text)
  return checked.status === 'ok' ? [] : checked.problems.map(wordsOf)
}
/** The example with one text in the place of another that stands in it once. */
const changed = (from: string, to: string): string => {
  expect(example.split(from)).toHaveLength(2)
  return example.replace(from, to)
}

describe('a policy file', () => {
  it.each([
    ['as the project ships it', example, []],
    ['with a byte order mark and Windows line ends', `\uFEFF${example.replaceAll('\n', '\r\n')}`, []],
    ['that is empty', ' \n', ['line 1: the file is empty']],
    ['that is half-written', example.slice(0, example.indexOf('"kiosk"')), ['line 14: the file ends in the middle, as if it had been written only in part']],
    ['that is cut within a text', example.slice(0, example.indexOf('ample Ltd')), ['line 6: the file ends in the middle, as if it had been written only in part']],
    ['in UTF-16', Buffer.from(example, 'utf16le').toString('utf8'), ['line 1: the file is not UTF-8 text']],
    ['with a comment', changed('"cloud"', '// ours\n"cloud"'), ['line 7: JSON has no comments']],
    ['with a comma too many', changed('"stepUp": [],', '"stepUp": ["sync",],'), ['line 11: there is a comma before ], and nothing after it']],
    ['with a comma too few', changed('"practice": true,', '"practice": true'), ['line 9: a comma or } is missing before this']],
    ['with a key without quotes', changed('"practice"', 'practice'), ['line 8: a key has to stand in "double quotes" here']],
    ['with single quotes', changed('"Example Ltd"', "'Example Ltd'"), ['line 6: texts have to stand in "double quotes"']],
    ['with a Windows path as it is typed', changed('"keepDays": null', String.raw`"keepDays": "C:\users"`), [String.raw`line 20: a text holds a \ that means nothing: write \\ for one`]],
    ['with a key twice', changed('"cloud": "public",', '"cloud": "public",\n  "cloud": "china",'), ['line 8: cloud: stands in the file twice']],
    ['with brackets without end', '['.repeat(100_000), ['line 1: it is nested too deeply']],
    ['larger than any policy', `"${'x'.repeat(300_000)}"`, ['line 1: the file is larger than any policy']],
    ['that is no object', '[]', ['line 1: has to be an object in { }']],
    ['with a key of no policy', changed('"kiosk"', '"kiosks"'), ['line 15: kiosks: is no key of a policy']],
    ['with an id that is none', changed('"tenantId": "00000000-0000-0000-0000-000000000000"', '"tenantId": "contoso"'), ['line 3: tenantId: has to be a GUID such as 00000000-0000-0000-0000-000000000000']],
    ['with a cloud that does not exist', changed('"public"', '"mars"'), ['line 7: cloud: has to be "public" or "us-government" or "us-government-dod" or "china"']],
    ['with a brake of none', changed('"agentPerHour": 20', '"agentPerHour": 0'), ['line 13: actions.brakes.agentPerHour: must be at least 1']],
    ['with a brake in words', changed('"agentPerHour": 20', '"agentPerHour": "20"'), ['line 13: actions.brakes.agentPerHour: has to be a number']],
    ['with a pattern that is no regular expression', changed('"pattern": null', '"pattern": "INC("'), ['line 12: actions.ticket.pattern: must be a regular expression']],
    ['with a kiosk in words', changed('"kiosk": false', '"kiosk": "yes"'), ['line 15: kiosk: has to be true or false or an object in { }']],
    ['with a kiosk that locks too soon', changed('"kiosk": false', '"kiosk": { "lockAfterSeconds": 1 }'), ['line 15: kiosk.lockAfterSeconds: must be at least 15']],
    ['with a page that is not encrypted', changed('https://support.example.com', 'http://support.example.com'), ['line 27: support.website: has to be an address that begins with https://']],
    ['with a prototype of its own', changed('"cloud": "public"', '"__proto__": { "practice": true }'), ['line 7: __proto__: is no key of a policy']],
  ])('%s: each problem with its line and key', (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })
  it('is told every problem at once', () => {
    const text = changed('"public"', '"mars"').replace('"mode": "off"', '"mode": "on"').replace('"tenantId"', '"tenant"')
    expect(problemsOf(text)).toEqual([
      expect.stringContaining('line 1: tenantId: is missing'), expect.stringContaining('line 3: tenant: is no key'),
      expect.stringContaining('line 7: cloud:'), expect.stringContaining('line 16: updates.mode:'),
    ])
  })
})

it('reads JSON as JSON.parse does', () => {
  for (const text of [example, '0', '-1.5e3', 'null', '"\\u00e9\\n"', '[[],{},{"a":[1,{"b":true}]}]', ' {"a" : 1 ,"b":[ ] } ']) {
    expect(readPlacedJson(text)).toMatchObject({ value: JSON.parse(text) as unknown })
  }
  for (const text of ['', '01', '.5', '{"a":}', '[1 2]', 'nul', '"a\tb"', '{"a":1}}', '{,}', '[,1]', "{'a':1}", 'NaN']) {
    expect(() => JSON.parse(text) as unknown).toThrow()
    expect(readPlacedJson(text)).toMatchObject({ line: 1, sentence: expect.any(String) as string })
  }
})
