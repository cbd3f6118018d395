import { describe, expect, it } from 'vitest'
import { foldText, searchWords } from '../../src-shared/fold-text.ts'

describe('folded text', () => {
  it.each([
    ['MÜLLER', 'muller'], ['Zoë', 'zoe'], ['Nguyễn Văn', 'nguyen van'], ['Łódź', 'lodz'], ['Søren Ærø', 'soren aero'],
    ['Groß', 'gross'], ['GROẞ', 'gross'], ['GROSS', 'gross'],
    ['İstanbul', 'istanbul'], ['ISTANBUL', 'istanbul'], ['ıstanbul', 'istanbul'], ['istanbul', 'istanbul'],
    ['ПЁТР Й', 'петр и'], ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'], ['Οδυσσεύς', 'οδυσσευσ'],
    ['王伟', '王伟'], ['ｉＰｈｏｎｅ　１５', 'iphone 15'], ['ﬁnance', 'finance'],
    ['Maya’s iPhone', "maya's iphone"], ['PC‑01', 'pc-01'], ['PC–01', 'pc-01'], ['a\u200Bb\u00ADc\u202Ed', 'abcd'],
    ['e\u0301', 'e'], ['\ud800', '\ud800'], ['', ''],
  ])('of %j is %j', (given, expected) => expect(foldText(given)).toBe(expected))

  it('is the same in whatever form the text was composed', () => {
    for (const text of ['Zoë', 'がぎ', '한국', 'Việt']) expect(foldText(text.normalize('NFD'))).toBe(foldText(text.normalize('NFC')))
  })

  it('keeps what other scripts need: vowel signs, voiced Kana', () => {
    expect(foldText('की')).not.toBe(foldText('क'))
    expect(foldText('が')).not.toBe(foldText('か'))
  })
})

describe('search words', () => {
  it.each<[string, string[]]>([
    ['', []], ['   \t\n', []], ['b  aaa', ['aaa', 'b']], ['Zoë zoe ZOE', ['zoe']], ['a\u00A0b\u3000c', ['a', 'b', 'c']],
  ])('of %j are %j', (typed, expected) => expect(searchWords(typed)).toEqual(expected))
})
