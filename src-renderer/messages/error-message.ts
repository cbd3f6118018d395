import type { ErrorCode } from '../../src-shared/error-codes.ts'

/** What an agent reads for a code: what happened, what that means for the device, what to do next. */
export interface ErrorMessage {
  readonly what: string
  readonly device: string
  readonly next: string
}
/** The messages of some codes; all of them together are checked in error-messages.ts. */
export type SomeMessages = Partial<Record<ErrorCode, ErrorMessage>>

export const nothingSent = 'Nothing was sent. The device is as it was.'
export const nothingSentToAny = 'Nothing was sent. The devices are as they were.'
/** True before sending as well as after a clear no: the same code can come from either. */
export const notAccepted = 'Nothing was done: the device is as it was.'
export const untouched = 'No device was touched.'
