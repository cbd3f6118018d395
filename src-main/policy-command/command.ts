import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { whoElseCanWrite } from '../settings/file-access/who-can-write.ts'
import { policyFilePath } from '../settings/policy-file.ts'
import { policyJsonSchema, policyKeyTable } from '../settings/policy-json-schema.ts'
import { checkPolicyText, lineOf, wordsOf } from '../settings/policy-problems.ts'
import { warningsOf } from '../settings/policy-warnings.ts'
import { findSlowTicket } from '../settings/ticket-pattern.ts'

export const usage = `Usage: npm run policy -- check [FILE]
       npm run policy -- schema
       npm run policy -- keys

check   says whether a policy file can be used: every problem with its line and key, what to think over, and who can write it.
        Without FILE: the one that the console on this PC reads.
schema  prints the JSON Schema of the file.
keys    prints every key with its kind, its usual value and what it does, as a table in Markdown.

Ends with 0 when the console would act under the file, 1 when it would not, 2 when it cannot be read or the command was not understood.
`

export interface CommandOptions {
  readonly out: (line: string) => void
  readonly error: (text: string) => void
  /** From here a FILE is named. */
  readonly resolve: (file: string) => string
  readonly platform: NodeJS.Platform
}

/** Runs the command and answers its exit code. */
export async function runCommand(args: readonly string[], options: CommandOptions): Promise<0 | 1 | 2> {
  const { out, error } = options
  const asked = readArguments(args)
  switch (asked.command) {
    case 'check':
      return check(asked.file === null ? policyFilePath(options.platform) : options.resolve(asked.file), options)
    case 'schema':
      out(JSON.stringify(policyJsonSchema(), null, 2))
      return 0
    case 'keys':
      out(policyKeyTable())
      return 0
    case 'help':
      out(usage.trimEnd())
      return 0
    default:
      error(`${asked.wrong}\n${usage}`)
      return 2
  }
}

async function check(file: string, { out, error, platform }: CommandOptions): Promise<0 | 1 | 2> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    error(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}\n`)
    return 2
  }
  const checked = checkPolicyText(text)
  const policy = checked.status === 'ok' ? checked.policy : null
  const pattern = policy?.actions.ticket.pattern ?? null
  const slow = pattern === null ? null : findSlowTicket(pattern)
  const lines = checked.status === 'ok' ? checked.lines : new Map<string, number>()
  const problems = checked.status === 'ok' ? [] : checked.problems.map(wordsOf)
  if (slow !== null) {
    problems.push(`line ${lineOf('actions.ticket.pattern', lines)}: actions.ticket.pattern: takes too long for a ticket such as ${slow}, so such a ticket is refused. A part that repeats must not repeat inside itself.`)
  }
  if (problems.length > 0) {
    out(`${file} must not be used: ${problems.length === 1 ? 'there is a problem' : `there are ${problems.length} problems`}.`)
    for (const problem of problems) out(`  ${problem}`)
    if (policy === null) out('With this file nobody could sign in.')
  } else out(`${file} can be used.`)
  const warnings = policy === null ? [] : warningsOf(policy)
  if (warnings.length > 0) out('To think over:')
  for (const { key, sentence } of warnings) out(`  ${wordsOf({ line: lineOf(key, lines), key, sentence })}`)
  const others = await whoElseCanWrite({ file, isOwn: false }, platform)
  const isInPlace = file === policyFilePath(platform)
  if (others === null) out('Only administrators can write it.')
  else {
    out(`Others than administrators can write it where it lies: ${others}.`)
    out(isInPlace ? 'Until that is changed the console holds every action.' : `That matters where the console reads it: ${policyFilePath(platform)}`)
  }
  return problems.length > 0 || (others !== null && isInPlace) ? 1 : 0
}

type Asked =
  | { readonly command: 'check'; readonly file: string | null }
  | { readonly command: 'schema' | 'keys' | 'help' }
  | { readonly command: 'none'; readonly wrong: string }

function readArguments(args: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } })
    if (values.help === true) return { command: 'help' }
    const [command, file, ...more] = positionals
    if (more.length > 0 || (file !== undefined && command !== 'check')) return { command: 'none', wrong: 'That is one file too many.' }
    if (command === 'check') return { command, file: file ?? null }
    if (command === 'schema' || command === 'keys') return { command }
    return { command: 'none', wrong: command === undefined ? 'What should be done?' : `${command} is not known here.` }
  } catch (cause) {
    return { command: 'none', wrong: cause instanceof Error ? cause.message : String(cause) }
  }
}
