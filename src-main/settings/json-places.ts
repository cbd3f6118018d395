export interface JsonFault {
  readonly line: number
  readonly sentence: string
}

/** A JSON text that is sound: its value, the line of every key ("actions.stepUp.0"), and keys that stand there twice. */
export interface PlacedJson {
  readonly value: unknown
  /** From 1; '' is the whole. */
  readonly lines: ReadonlyMap<string, number>
  readonly twice: readonly { readonly key: string; readonly line: number }[]
}

/** Deeper than any policy; a file of brackets alone must not exhaust the stack. */
const deepest = 40

class Fault extends Error {
  readonly at: number
  constructor(at: number, sentence: string) {
    super(sentence)
    this.at = at
  }
}

/**
 * Reads JSON as JSON.parse does, and knows where everything stands: JSON.parse names a place in some of its messages only, and takes the last of
 * two equal keys without a word.
 */
export function readPlacedJson(text: string): PlacedJson | JsonFault {
  const lines = new Map<string, number>()
  const twice: { key: string; line: number }[] = []
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length
  let at = text.startsWith('\uFEFF') ? 1 : 0

  function skipSpace(): void {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1
    if (text.startsWith('//', at) || text.startsWith('/*', at)) throw new Fault(at, 'JSON has no comments')
  }
  function expectMore(): void {
    if (at >= text.length) throw new Fault(at, 'the file ends in the middle, as if it had been written only in part')
  }

  function readString(): string {
    const start = at
    for (at += 1; text.charAt(at) !== '"'; at += 1) {
      expectMore()
      if (text.charCodeAt(at) < 0x20) throw new Fault(start, 'a text is not closed with " in its line')
      if (text.charAt(at) === '\\') at += 1
    }
    at += 1
    try {
      return JSON.parse(text.slice(start, at)) as string
    } catch {
      throw new Fault(start, String.raw`a text holds a \ that means nothing: write \\ for one`)
    }
  }

  function readList(close: '}' | ']', readOne: (index: number) => void): void {
    at += 1
    skipSpace()
    for (let index = 0; text.charAt(at) !== close; index += 1) {
      if (index > 0) {
        expectMore()
        if (text.charAt(at) !== ',') throw new Fault(at, `a comma or ${close} is missing before this`)
        at += 1
        skipSpace()
        if (text.charAt(at) === close) throw new Fault(at, `there is a comma before ${close}, and nothing after it`)
      }
      expectMore()
      readOne(index)
      skipSpace()
      expectMore()
    }
    at += 1
  }

  function readValue(path: string, depth: number): unknown {
    expectMore()
    if (depth > deepest) throw new Fault(at, 'it is nested too deeply')
    if (!lines.has(path)) lines.set(path, lineAt(at))
    const first = text.charAt(at)
    const below = (name: string): string => (path === '' ? name : `${path}.${name}`)
    if (first === '"') return readString()
    if (first === '[') {
      const items: unknown[] = []
      readList(']', (index) => items.push(readValue(below(String(index)), depth + 1)))
      return items
    }
    if (first !== '{') return readWord()
    const members = new Map<string, unknown>()
    readList('}', () => {
      if (text.charAt(at) !== '"') throw new Fault(at, 'a key has to stand in "double quotes" here')
      const line = lineAt(at)
      const name = readString()
      if (members.has(name)) twice.push({ key: below(name), line })
      skipSpace()
      expectMore()
      if (text.charAt(at) !== ':') throw new Fault(at, `there has to be a : after "${name}"`)
      at += 1
      skipSpace()
      lines.set(below(name), line)
      members.set(name, readValue(below(name), depth + 1))
    })
    return Object.fromEntries(members)
  }

  function readWord(): unknown {
    const word = /^[^\s,:{}[\]"]*/.exec(text.slice(at, at + 100))?.[0] ?? ''
    if (word.startsWith("'")) throw new Fault(at, 'texts have to stand in "double quotes"')
    try {
      const value = JSON.parse(word) as unknown
      at += word.length
      return value
    } catch {
      throw new Fault(at, word === '' ? `a value is missing before ${text.charAt(at)}` : `${word} is no value: a text stands in "double quotes"`)
    }
  }

  try {
    skipSpace()
    const value = readValue('', 0)
    skipSpace()
    if (at < text.length) throw new Fault(at, 'there is something after the end')
    return { value, lines, twice }
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause
    return { line: lineAt(Math.min(cause.at, text.trimEnd().length)), sentence: cause.message }
  }
}
