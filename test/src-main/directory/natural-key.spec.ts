import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNaturalKey } from '../../../src-main/directory/natural-key.ts'

const sign = (order: number): number => Math.sign(order)
const compareKeys = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
/** Alike, so that what comes late in the order of importance decides. */
const alike = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', '0', '1', '9', '-', '_', ' ', '.', '@', "'"), maxLength: 7 })
const any = fc.string({ unit: 'grapheme-ascii', maxLength: 12 })

describe('natural keys', () => {
  it.each(['en', 'en-GB', 'de', 'fr', 'fr-CA', 'it', 'nl', 'pt', 'es'])('compare as the language %s does', (language) => {
    const keyOf = createNaturalKey(language)
    const collator = new Intl.Collator(language, { numeric: true })
    fc.assert(fc.property(fc.oneof(fc.tuple(alike, alike), fc.tuple(any, any)), ([a, b]) => {
      const [keyA, keyB] = [keyOf(a), keyOf(b)]
      expect(keyA).not.toBeNull()
      expect(sign(compareKeys(keyA ?? '', keyB ?? ''))).toBe(sign(collator.compare(a, b) || compareKeys(a, b)))
    }), { numRuns: 2000 })
  })
  it('are none for other characters, for very long texts, and where letters are sorted in pairs', () => {
    const keyOf = createNaturalKey('en')
    for (const text of ['é', 'a\tb', 'Ж', '7'.repeat(201)]) expect(keyOf(text)).toBeNull()
    expect(keyOf('7'.repeat(200))).not.toBeNull()
    for (const language of ['da', 'cs', 'hu', 'de-u-co-phonebk', 'en-u-kf-upper']) expect(createNaturalKey(language)('ab')).toBeNull()
  })
})
