import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson, emptyHead, nextRow } from '../../../src-main/audit/chain.ts'
import type { StoredRow } from '../../../src-main/audit/chain.ts'
import { createChainVerifier } from '../../../src-main/audit/chain-verifier.ts'

describe('canonical JSON', () => {
  it('sorts members by UTF-16 code units at every depth and leaves lists alone', () => {
    expect(canonicalJson({ b: [3, 1, { z: 1, a: 2 }], a: null, '\u{1F600}': 1, '\uFB33': 2, A: true })).toBe(
      '{"A":true,"a":null,"b":[3,1,{"a":2,"z":1}],"\u{1F600}":1,"\uFB33":2}')
  })

  it.each<[unknown, string]>([
    [0, '0'], [-0, '0'], [1e21, '1e+21'], [0.1, '0.1'], [4.5, '4.5'], [-5, '-5'], [2 ** 53, '9007199254740992'],
    ['\u20ac$\u000f\nA\'B"\\', '"€$\\u000f\\nA\'B\\"\\\\"'], ['\u0000', '"\\u0000"'], ['\ud800', '"\\ud800"'], ['', '""'], [{}, '{}'], [[], '[]'],
  ])('writes %j as RFC 8785 does', (value, text) => expect(canonicalJson(value)).toBe(text))

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, 10n, Symbol('s'), () => 1, { a: undefined }, [undefined]])(
    'refuses %s, which JSON would lose', (value) => expect(() => canonicalJson(value)).toThrow(TypeError))
})

describe('the chain', () => {
  const first = nextRow(emptyHead('pc-1'), { installId: 'pc-1', kind: 'app-started' })
  const second = nextRow(first, { installId: 'pc-1', kind: 'x', text: 'ü' })
  const part = (text: string) => {
    const bytes = Buffer.from(text)
    const length = Buffer.alloc(8)
    length.writeUInt32BE(bytes.length, 4)
    return Buffer.concat([length, bytes])
  }
  const hashOf = (body: string) => createHash('sha256').update(part('helpdesk-console/audit/row/v1')).update(part(body)).digest('hex')
  /** A row whose own hash is right, whatever stands in it. */
  const rehashed = (body: string) => ({ seq: 2, body, hash: hashOf(body) })

  /** What the verifier says of a row after those before it; that the log names no key is another matter. */
  function wrongWith(before: readonly StoredRow[], row: StoredRow, installId = 'pc-1') {
    const verifier = createChainVerifier(installId)
    for (const earlier of before) verifier.take(earlier)
    return verifier.take(row).filter(({ code }) => code !== 'key-missing')
  }

  it('hashes the tag and the body, each after its length in eight bytes', () => {
    expect(second.hash).toBe(hashOf(second.body))
    expect(second.body).toBe(`{"installId":"pc-1","kind":"x","prevHash":"${first.hash}","seq":2,"text":"ü"}`)
  })

  it('accepts the row that follows', () => {
    expect(wrongWith([], first)).toEqual([])
    expect(wrongWith([first], second)).toEqual([])
  })

  it.each<[string, () => readonly unknown[]]>([
    ['an edited body', () => wrongWith([first], { ...second, body: second.body.replace('ü', 'u') })],
    ['a body that says the same in another way', () => wrongWith([first], { ...second, body: second.body.replace('"x"', '"x" ') })],
    ['a member twice', () => wrongWith([first], { ...second, body: second.body.replace('{', '{"kind":"y",') })],
    ['a body written in another way and hashed anew', () => wrongWith([first], rehashed(second.body.replace('"x"', '"x" ')))],
    ['a member twice, hashed anew', () => wrongWith([first], rehashed(second.body.replace('{', '{"kind":"y",')))],
    ['a row that follows another one', () => wrongWith([first], nextRow({ seq: 1, hash: 'f'.repeat(64) }, { installId: 'pc-1', kind: 'x' }))],
    ['another hash', () => wrongWith([first], { ...second, hash: first.hash })],
    ['another number', () => wrongWith([first], { ...second, seq: 3 })],
    ['a row after a gap', () => wrongWith([], second)],
    ['a row twice', () => wrongWith([first, second], second)],
    ['the first row of another PC', () => wrongWith([], first, 'pc-2')],
    ['a row that claims another PC', () => wrongWith([first], nextRow(first, { installId: 'pc-2' }))],
    ['no JSON', () => wrongWith([first], { ...second, body: '{' })],
    ['JSON that is no object', () => wrongWith([first], { ...second, body: '[2]' })],
  ])('does not accept %s', (_what, verify) => expect(verify()).toHaveLength(1))
})
