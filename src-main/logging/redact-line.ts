import { hide } from './hidden.ts'
import { redactText } from './redact-text.ts'

/** What a line may hold: JSON, before it is written. */
export type LineValue = string | number | boolean | null | undefined | readonly LineValue[] | { readonly [name: string]: LineValue }

/** Fields that hold counts of our own making. */
const counts: ReadonlySet<string> = new Set(['tryNumber', 'httpStatus', 'durationMs', 'seq'])
/** The ids by which Microsoft finds a request; anything else in such a field is text. */
const requestIds: ReadonlySet<string> = new Set(['requestId', 'clientRequestId'])
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** Fields with text, also such as should hold a code: Graph's may be of any origin. Looked through for what must not be there. What is in none of the lists is not let through. */
const texts: ReadonlySet<string> = new Set(['at', 'level', 'where', 'what', 'code', 'graphCode', 'method', 'cause', 'message', 'stack', 'path', 'installId', ...requestIds])

/** Longer texts are cut before they are looked through: an answer of a server can be megabytes. */
const longestText = 8000

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
  const homes = homeFolder.length < 2 ? [] : [homeFolder, JSON.stringify(homeFolder).slice(1, -1), homeFolder.replaceAll('\\', '/')]

  function withoutHome(text: string): string {
    return homes.reduce((rest, home) => replaceWords(rest, home, '~'), text)
  }
  // Twice: a rule could part a name that is known, and a name that is taken out can stand where a rule looks.
  const text = (given: string): string => withoutKnown(redactText(withoutKnown(withoutHome(given))))
  const shortText = (given: string): string => (given.length > longestText ? `${text(given.slice(0, longestText))} …` : text(given))
  const withoutKnown = (given: string): string => known().reduce((rest, word) => (word.trim().length < 3 ? rest : replaceWords(rest, word, hide())), given)

  function value(name: string, given: LineValue): LineValue {
    if (given === null || given === undefined || typeof given === 'boolean') return given
    if (typeof given === 'number') return counts.has(name) ? given : hide()
    if (requestIds.has(name) && typeof given === 'string' && guid.test(given)) return given
    return texts.has(name) ? textValue(given) : hide()
  }

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
