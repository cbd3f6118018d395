import type { BrakeFigures } from '../../src-shared/error-codes.ts'
import { nothingSent, type SomeMessages } from './error-message.ts'

const brakeNext = 'Wait until then, or ask your supervisor: a colleague at another desk may be able to do it.'

/** What the organisation's policy demands of actions. */
export const policyErrors = {
  'ticket-missing': {
    what: 'Your organisation demands a ticket number, and none was typed.',
    device: nothingSent,
    next: 'Type the ticket number, then go on.',
  },
  'ticket-wrong': {
    what: 'The ticket number is not as your organisation writes them.',
    device: nothingSent,
    next: 'Compare it with the ticket, and type all of it and nothing else.',
  },
  'ticket-not-checked': {
    what: 'The ticket number could not be checked: your organisation’s pattern takes too long for it.',
    device: nothingSent,
    next: 'Check it for a typing mistake. If it is right, tell your administrator that the pattern in the policy file is too slow.',
  },
  'brake-agent-hour': {
    what: 'You have sent as many such requests within an hour as your organisation allows.',
    device: nothingSent,
    next: brakeNext,
  },
  'brake-agent-day': {
    what: 'You have sent as many such requests within 24 hours as your organisation allows.',
    device: nothingSent,
    next: brakeNext,
  },
  'brake-machine-hour': {
    what: 'As many such requests have been sent from this PC within an hour as your organisation allows.',
    device: nothingSent,
    next: brakeNext,
  },
  'brake-machine-day': {
    what: 'As many such requests have been sent from this PC within 24 hours as your organisation allows.',
    device: nothingSent,
    next: brakeNext,
  },
} satisfies SomeMessages

/** "20 of 20 since 14:02. The next is possible at 15:02." `timeOf`: a moment as it is shown. */
export function brakeSentence({ count, limit, nextAt, since }: BrakeFigures, timeOf: (iso: string) => string): string {
  return `${count} of ${limit} since ${timeOf(since)}. The next is possible at ${timeOf(nextAt)}.`
}
