import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { errorMessages } from './error-messages.ts'

const toldOf: readonly (readonly [RegExp, string])[] = [
  [/\bYour organisation\b/g, 'The organisation'],
  [/\byour organisation\b/g, 'the organisation'],
  [/\bYour\b/g, 'The agent’s'],
  [/\byour\b/g, 'the agent’s'],
  [/\bYou are\b/g, 'The agent is'],
  [/\byou were\b/g, 'the agent was'],
  [/\byou are\b/g, 'the agent is'],
  [/\bYou\b/g, 'The agent'],
  [/\byou\b/g, 'the agent'],
]

/** What happened, for a reader of the audit log: error messages speak to the agent, the log speaks about the agent. */
export function whatHappened(code: ErrorCode): string {
  return toldOf.reduce((text, [word, instead]) => text.replace(word, instead), errorMessages[code].what)
}
