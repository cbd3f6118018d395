import type { z } from 'zod'
import { readPlacedJson } from './json-places.ts'
import { policySchema } from './policy-schema.ts'
import type { Policy } from './policy-schema.ts'

/** One thing because of which a policy file cannot be used. `key` is '' for the file as a whole. */
export interface PolicyProblem {
  readonly line: number
  readonly key: string
  readonly sentence: string
}

export type CheckedPolicy =
  | { readonly status: 'ok'; readonly policy: Policy; readonly lines: ReadonlyMap<string, number> }
  | { readonly status: 'invalid'; readonly problems: readonly PolicyProblem[] }

/** Larger than any policy; what is larger is not one. Characters. */
const largest = 256 * 1024

/** Checks the text of a policy file: every problem in it, in the order of its lines. */
export function checkPolicyText(text: string): CheckedPolicy {
  if (text.trim() === '') return invalid([{ line: 1, key: '', sentence: 'the file is empty' }])
  if (text.includes('\0')) return invalid([{ line: 1, key: '', sentence: 'the file is not UTF-8 text' }])
  if (text.length > largest) return invalid([{ line: 1, key: '', sentence: 'the file is larger than any policy' }])
  const placed = readPlacedJson(text)
  if ('sentence' in placed) return invalid([{ line: placed.line, key: '', sentence: placed.sentence }])
  const { lines, value } = placed
  const parsed = policySchema.safeParse(value)
  const twice = placed.twice.map(({ key, line }) => ({ line, key, sentence: 'stands in the file twice' }))
  const broken = parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(issue, value)).map((problem) => ({ ...problem, line: lineOf(problem.key, lines) }))
  if (!parsed.success || twice.length > 0) return invalid([...twice, ...broken].sort((a, b) => a.line - b.line))
  return { status: 'ok', policy: parsed.data, lines }
}

/** "line 3: clientId: is missing"; one line of text. */
export function wordsOf({ line, key, sentence }: PolicyProblem): string {
  return `line ${line}: ${key === '' ? '' : `${key}: `}${sentence}`
}

const invalid = (problems: readonly PolicyProblem[]): CheckedPolicy => ({ status: 'invalid', problems })

/** The line of a key, from 1; of the nearest one around it where it is not there. */
export function lineOf(key: string, lines: ReadonlyMap<string, number>): number {
  for (let path = key; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const line = lines.get(path)
    if (line !== undefined) return line
  }
  return lines.get('') ?? 1
}

type Issue = z.core.$ZodIssue
type Unplaced = Omit<PolicyProblem, 'line'>

function problemsOf(issue: Issue, whole: unknown, around: readonly PropertyKey[] = []): readonly Unplaced[] {
  const path = [...around, ...issue.path]
  const key = path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => ({ key: [...path, name].map(String).join('.'), sentence: 'is no key of a policy' }))
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return unionProblems(issue, whole, path, key)
  return [{ key, sentence: sentenceOf(issue, valueAt(whole, path)) }]
}

/** Of alternatives, the one that was meant: an object is not told that it is no boolean. */
function unionProblems(issue: Extract<Issue, { code: 'invalid_union' }>, whole: unknown, path: readonly PropertyKey[], key: string): readonly Unplaced[] {
  const meant = issue.errors.find((issues) => !issues.some((one) => one.code === 'invalid_type' && one.path.length === 0))
  if (meant !== undefined) return meant.flatMap((one) => problemsOf(one, whole, path))
  const wanted = issue.errors.flatMap((issues) => issues.flatMap((one) => (one.code === 'invalid_type' ? [kindWords[one.expected] ?? one.expected] : [])))
  return [{ key, sentence: `has to be ${wanted.join(' or ')}` }]
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', object: 'an object in { }', array: 'a list in [ ]',
}

function sentenceOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? 'is missing' : `has to be ${kindWords[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return value === undefined ? 'is missing' : `has to be ${issue.values.map((one) => JSON.stringify(one)).join(' or ')}`
    case 'invalid_union':
      return 'discriminator' in issue && typeof issue.discriminator === 'string' ? `${issue.discriminator} is missing or not known` : 'is not as it should be'
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string' ? `must have at most ${issue.maximum} characters` : issue.origin === 'array' ? `must hold at most ${issue.maximum}` : `must be at most ${issue.maximum}`
    case 'invalid_format':
      return formatWords[issue.format] ?? issue.message
    default:
      return issue.message
  }
}

const formatWords: Readonly<Record<string, string>> = {
  guid: 'has to be a GUID such as 00000000-0000-0000-0000-000000000000', url: 'has to be an address that begins with https://', email: 'has to be an e-mail address',
}

function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[name] : undefined), whole)
}
