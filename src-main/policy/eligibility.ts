import type { Caution, NextStep, UnavailableReason } from '../../src-shared/availability.ts'
import type { ActionEffect, EligibilityProfile, WipeOption } from '../../src-shared/device-actions.ts'
import type { DeviceKind } from '../../src-shared/device.ts'
import type { RuleDocumentName } from './rule-documents.ts'

export interface AvailableVerdict {
  readonly verdict: 'available'
  readonly effect: ActionEffect
  readonly cautions: readonly Caution[]
  readonly wipeOptions: readonly WipeOption[]
}

export interface UnavailableVerdict {
  readonly verdict: 'unavailable'
  readonly reason: UnavailableReason
  readonly nextStep: NextStep
}

/** What the documents say about one action on one kind of device. */
export type Verdict = AvailableVerdict | UnavailableVerdict

/** What a verdict may hang on besides the kind. Words of Graph are compared whatever their case. */
export type Condition =
  | { readonly of: 'os-version'; readonly atLeast: string } // "major.minor"
  | { readonly of: 'supervision' }
  | { readonly of: 'ownership'; readonly is: 'company' | 'personal' }
  | { readonly of: 'join-type'; readonly is: 'azureadjoined' | 'hybridazureadjoined' }
  | { readonly of: 'manufacturer'; readonly contains: string }
  | { readonly of: 'enrollment-type'; readonly is: 'deviceenrollmentmanager' }

/** A verdict that hangs on one more thing; `unsaid` is for a device of which Graph does not tell it. */
export interface Split {
  readonly verdict: 'depends'
  readonly on: Condition
  readonly yes: Decision
  readonly no: Decision
  readonly unsaid: Decision
}

export type Decision = Verdict | Split

/** One row of a table: the decision, and the page of Microsoft that it is taken from. */
export interface EligibilityRow {
  readonly document: RuleDocumentName
  readonly decision: Decision
}

/** The rows of one action. A new kind or profile without its row does not compile. */
export type EligibilityTable = Readonly<Record<EligibilityProfile, Readonly<Record<DeviceKind, EligibilityRow>>>>

/** The action can be used, with what has to be known about it. */
export function can(effect: ActionEffect, ...cautions: readonly Caution[]): AvailableVerdict {
  return { verdict: 'available', effect, cautions, wipeOptions: [] }
}

/** A wipe can be used, with the options that the platform has. */
export function canWipe(options: readonly WipeOption[], effect: ActionEffect, ...cautions: readonly Caution[]): AvailableVerdict {
  return { verdict: 'available', effect, cautions, wipeOptions: options }
}

export function cannot(reason: UnavailableReason, nextStep: NextStep): UnavailableVerdict {
  return { verdict: 'unavailable', reason, nextStep }
}

export const kindUnknown = cannot('kind-unknown', 'refresh')

/** Changes at an operating system version. A version that cannot be read is refused. */
export function fromVersion(boundary: string, from: Decision, before: Decision): Split {
  return { verdict: 'depends', on: { of: 'os-version', atLeast: boundary }, yes: from, no: before, unsaid: kindUnknown }
}

/** Only supervised devices have it. */
export function ifSupervised(yes: Decision, no: Decision, unsaid: Decision = kindUnknown): Split {
  return { verdict: 'depends', on: { of: 'supervision' }, yes, no, unsaid }
}

/** Only devices that Intune lists as corporate-owned have it; one of unknown ownership is none of them. */
export function ifCorporate(yes: Decision, no: Decision): Split {
  return { verdict: 'depends', on: { of: 'ownership', is: 'company' }, yes, no, unsaid: no }
}

export function ifJoined(is: 'azureadjoined' | 'hybridazureadjoined', yes: Decision, no: Decision, unsaid: Decision): Split {
  return { verdict: 'depends', on: { of: 'join-type', is }, yes, no, unsaid }
}

/** A manufacturer that is not reported is taken for another one. */
export function ifMadeBy(contains: string, yes: Decision, no: Decision): Split {
  return { verdict: 'depends', on: { of: 'manufacturer', contains }, yes, no, unsaid: no }
}
