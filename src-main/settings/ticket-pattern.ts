import { Script } from 'node:vm'
import { ticketMaxLength } from '../../src-shared/attempts.ts'

/** Longer than any sound pattern needs for a ticket of 40 characters, by far; milliseconds. */
const patienceMs = 250
const test = new Script("new RegExp(source, 'u').test(text)")

/**
 * Whether all of a ticket matches the policy's pattern. Patterns exist that take years on forty characters: this one is stopped, and the
 * console goes on.
 */
export function matchTicket(pattern: string, ticket: string): 'matches' | 'differs' | 'too-slow' {
  try {
    const isMatch: unknown = test.runInNewContext({ source: `^(?:${pattern})$`, text: ticket.slice(0, ticketMaxLength) }, { timeout: patienceMs })
    return isMatch === true && ticket.length <= ticketMaxLength ? 'matches' : 'differs'
  } catch {
    // The time is over. What is thrown is of the script's own realm, so there is no telling it by its class.
    return 'too-slow'
  }
}

/** A ticket that this pattern takes too long for; null when none of those that are tried does. For the check of a policy file, not for the console. */
export function findSlowTicket(pattern: string): string | null {
  const letters = [...new Set([...(pattern.replaceAll(/\\./g, '').match(/[\p{L}\p{N} _-]/gu) ?? []), 'a', 'A', '0', '-', ' '])].slice(0, 24)
  return letters.map((letter) => `${letter.repeat(ticketMaxLength - 1)}!`).find((ticket) => matchTicket(pattern, ticket) === 'too-slow') ?? null
}
