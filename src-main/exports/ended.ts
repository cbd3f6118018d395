import type { ErrorCode } from '../../src-shared/error-codes.ts'

/** Thrown to end an export from within; the code says why. */
export class Ended extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(code)
    this.code = code
  }
}
