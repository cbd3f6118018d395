import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { SetupFinding } from '../../src-shared/setup.ts'

/** Entra's numbers for what an app registration lacks (https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes). */
const findingOfNumber: Readonly<Record<string, SetupFinding>> = {
  50011: 'reply-address', 500113: 'reply-address',
  700016: 'unknown-application',
  7000218: 'not-public',
  9002326: 'wrong-platform', 9002327: 'wrong-platform',
  65001: 'not-consented', 90094: 'not-consented',
  50105: 'not-assigned',
  53000: 'blocked-by-access-policy', 53001: 'blocked-by-access-policy', 53002: 'blocked-by-access-policy', 53003: 'blocked-by-access-policy',
  65004: 'declined',
}

export interface SignInFinding {
  readonly finding: SetupFinding
  readonly details: readonly string[]
  readonly code: ErrorCode | null
}

/** What a sign-in that ended with `code` says about the app registration; `words`: everything that the identity provider said about it. */
export function findingOfSignIn(code: ErrorCode, words: string): SignInFinding {
  const number = /AADSTS(\d+)/.exec(words)?.[1]
  const known = number === undefined ? undefined : findingOfNumber[number]
  if (number !== undefined && known !== undefined) return { finding: known, details: [`AADSTS${number}`], code: null }
  switch (code) {
    case 'sign-in-cancelled':
    case 'sign-in-timed-out':
      return { finding: 'nobody-came', details: [], code: null }
    case 'sign-in-declined':
      return { finding: 'declined', details: [], code: null }
    case 'sign-in-failed':
      return { finding: 'sign-in-refused', details: number === undefined ? [] : [`AADSTS${number}`], code: null }
    default:
      return { finding: 'error-code', details: [], code }
  }
}
