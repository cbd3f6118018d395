const letters: Readonly<Record<string, string>> = {
  a: 'Alfa', b: 'Bravo', c: 'Charlie', d: 'Delta', e: 'Echo', f: 'Foxtrot', g: 'Golf', h: 'Hotel', i: 'India', j: 'Juliett',
  k: 'Kilo', l: 'Lima', m: 'Mike', n: 'November', o: 'Oscar', p: 'Papa', q: 'Quebec', r: 'Romeo', s: 'Sierra', t: 'Tango',
  u: 'Uniform', v: 'Victor', w: 'Whiskey', x: 'X-ray', y: 'Yankee', z: 'Zulu',
}

const others: Readonly<Record<string, string>> = {
  0: 'zero', 1: 'one', 2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six', 7: 'seven', 8: 'eight', 9: 'nine',
  '-': 'hyphen', _: 'underscore', '.': 'full stop', ',': 'comma', '!': 'exclamation mark', '?': 'question mark', '@': 'at sign',
  '#': 'hash', $: 'dollar', '%': 'per cent', '&': 'ampersand', '*': 'asterisk', '+': 'plus', '=': 'equals', '/': 'slash',
  '\\': 'backslash', ':': 'colon', ';': 'semicolon', '(': 'open bracket', ')': 'close bracket', ' ': 'space',
}

export interface SpokenCharacter {
  readonly character: string
  /** Such as "capital Kilo", "small kilo", "seven". */
  readonly words: string
}

/** One character at a time, as an agent reads it out: the NATO words, with the case said each time. */
export function spell(passcode: string): readonly SpokenCharacter[] {
  return Array.from(passcode, (character) => ({ character, words: wordsFor(character) }))
}

function wordsFor(character: string): string {
  const letter = letters[character.toLowerCase()]
  if (letter === undefined) return others[character] ?? `character ${character}`
  return character === character.toLowerCase() ? `small ${letter.toLowerCase()}` : `capital ${letter}`
}
