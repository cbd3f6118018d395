import { hide } from './hidden.ts'
import { redactText } from './redact-text.ts'

/** What a line may hold: JSON, before it is written. */
export type LineValue = string | number | boolean | null | undefined | readonly LineValue[] | { readonly [name: string]: LineValue }

/** Fields that hold codes, counts and times of our own making, and the ids by which Microsoft finds a request. */
const kept: ReadonlySet<string> = new Set([
  'at', 'level', 'code', 'tryNumber', 'httpStatus', 'graphCode', 'requestId', 'clientRequestId', 'durationMs', 'method', 'seq',
])
/** Fields with text of any origin: looked through for what must not be there. What is in neither list is not let through. */
const texts: ReadonlySet<string> = new Set(['where', 'what', 'cause', 'message', 'stack', 'path', 'installId', 'text'])

/** Longer texts are cut before they are looked through: an answer of a server can be megabytes. */
const longestText = 8000

/** What a kept field may look like: a word or a code, an id, a time, a number. Anything else in it is text after all. */
const plain = /^[\w.:+-]{0,64}$/

export interface Redactor {
  text(text: string): string
  /** The line with every field that is not known as harmless taken out. */
  line(line: Readonly<Record<string, LineValue>>): Record<string, LineValue>
}

/**
 * Redacts what goes to disk. `known` answers what must not come through although it looks like any word: the PC's name, who is signed in.
 * `homeFolder` becomes ~.
 */
export function createRedactor(homeFolder: string, known: () => readonly string[]): Redactor {
  const homes = homeFolder.length < 2 ? [] : [homeFolder, JSON.stringify(homeFolder).slice(1, -1), homeFolder.replaceAll('\\', '/')].map((home) => home.toLowerCase())

  function withoutHome(text: string): string {
    return homes.reduce((rest, home) => replaceWords(rest, home, '~'), text)
  }
  // Twice: a rule could part a name that is known, and a name that is taken out can stand where a rule looks.
  const text = (given: string): string => withoutKnown(redactText(withoutKnown(withoutHome(given))))
  const shortText = (given: string): string => (given.length > longestText ? `${text(given.slice(0, longestText))} …` : text(given))
  const withoutKnown = (given: string): string => known().reduce((rest, word) => (word.trim().length < 3 ? rest : replaceWords(rest, word, hide())), given)

  function value(name: string, given: LineValue): LineValue {
    if (given === null || given === undefined || typeof given === 'boolean') return given
    if (kept.has(name)) return typeof given === 'number' || (typeof given === 'string' && plain.test(given)) ? keptValue(given) : textValue(given)
    return texts.has(name) ? textValue(given) : hide()
  }
  const keptValue = (given: string | number): string | number => (typeof given === 'string' && /^eyJ|@/.test(given) ? text(given) : given)

  function textValue(given: LineValue): LineValue {
    if (typeof given === 'string') return shortText(given)
    if (Array.isArray(given)) return given.map((one: LineValue) => textValue(one))
    return hide()
  }

  return {
    text,
    line: (line) => Object.fromEntries(Object.entries(line).map(([name, given]) => [name, value(name, given)])),
  }
}

/** Whatever the case; also within a word, since what is known is a name or a folder and never a word of ours. */
function replaceWords(text: string, word: string, instead: string): string {
  return text.replace(new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'giu'), () => instead)
}
