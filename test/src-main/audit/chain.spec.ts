import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson, emptyHead, nextRow, verifyRow } from '../../../src-main/audit/chain.ts'

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

  it('hashes the tag and the body, each after its length in eight bytes', () => {
    expect(second.hash).toBe(hashOf(second.body))
    expect(second.body).toBe(`{"installId":"pc-1","kind":"x","prevHash":"${first.hash}","seq":2,"text":"ü"}`)
  })

  it('accepts the row that follows', () => {
    expect(verifyRow(emptyHead('pc-1'), first, 'pc-1')).toMatchObject({ seq: 1, kind: 'app-started' })
    expect(verifyRow(first, second, 'pc-1')).toMatchObject({ seq: 2, text: 'ü' })
  })

  it.each<[string, () => unknown]>([
    ['an edited body', () => verifyRow(first, { ...second, body: second.body.replace('ü', 'u') }, 'pc-1')],
    ['a body that says the same in another way', () => verifyRow(first, { ...second, body: second.body.replace('"x"', '"x" ') }, 'pc-1')],
    ['a member twice', () => verifyRow(first, { ...second, body: second.body.replace('{', '{"kind":"y",') }, 'pc-1')],
    ['a body written in another way and hashed anew', () => verifyRow(first, rehashed(second.body.replace('"x"', '"x" ')), 'pc-1')],
    ['a member twice, hashed anew', () => verifyRow(first, rehashed(second.body.replace('{', '{"kind":"y",')), 'pc-1')],
    ['a row that follows another one', () => verifyRow(first, nextRow({ seq: 1, hash: 'f'.repeat(64) }, { installId: 'pc-1', kind: 'x' }), 'pc-1')],
    ['another hash', () => verifyRow(first, { ...second, hash: first.hash }, 'pc-1')],
    ['another number', () => verifyRow(first, { ...second, seq: 3 }, 'pc-1')],
    ['a row after a gap', () => verifyRow(emptyHead('pc-1'), second, 'pc-1')],
    ['a row twice', () => verifyRow(second, second, 'pc-1')],
    ['the first row of another PC', () => verifyRow(emptyHead('pc-2'), first, 'pc-2')],
    ['a row that claims another PC', () => verifyRow(first, nextRow(first, { installId: 'pc-2' }), 'pc-1')],
    ['no JSON', () => verifyRow(first, { ...second, body: '{' }, 'pc-1')],
    ['JSON that is no object', () => verifyRow(first, { ...second, body: '[2]' }, 'pc-1')],
  ])('does not accept %s', (_what, verify) => expect(verify()).toBeNull())
})
