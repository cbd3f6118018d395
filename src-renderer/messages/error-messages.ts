import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { centralErrors } from './central-errors.ts'
import { consoleErrors } from './console-errors.ts'
import { deviceErrors } from './device-errors.ts'
import type { ErrorMessage } from './error-message.ts'
import { graphErrors } from './graph-errors.ts'
import { policyErrors } from './policy-errors.ts'
import { sessionErrors } from './session-errors.ts'

/** The words for every code; a code without words does not compile. */
export const errorMessages: Record<ErrorCode, ErrorMessage> = { ...sessionErrors, ...policyErrors, ...deviceErrors, ...graphErrors, ...consoleErrors, ...centralErrors }
