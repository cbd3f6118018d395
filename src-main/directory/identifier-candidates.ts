import type { FoundIdentifier } from '../../src-shared/device.ts'

/** A part of a text that may be an identifier of a device. */
export interface Candidate {
  readonly kind: FoundIdentifier['kind']
  /** In small letters; an IMEI only its digits. */
  readonly value: string
  /** Where it begins in the text. */
  readonly at: number
}

/** What an identifier of each kind is compared by. */
export const comparable = (value: string): string => value.toLowerCase()

/** Shorter serial numbers ("0", "N/A") are in too many texts by chance; longer ones are no identifier. */
const shortestSerial = 4
const longest = 250
const leastImei = 14
const mostImei = 16

/** Runs of letters and digits with single signs between them, and each part of such a run. */
const serialRuns = /[\p{L}\p{N}]+(?:[._/+-][\p{L}\p{N}]+)*/gu
const parts = /[\p{L}\p{N}]+/gu
/** Digits, in groups with up to two spaces, dashes, dots or slashes between; no letter stands beside them. */
const digitRuns = /(?<![\p{L}\p{N}])\d+(?:(?:[^\S\r\n]|[\p{Pd}./]){1,2}\d+)*(?![\p{L}\p{N}])/gu
const digits = /\d+/gu
/** What stands around an address in texts, links and mail headers. */
const addressRuns = /[^\s<>"()[\]{},;:|?&=/\\]+/gu
const outerSigns = /^['’‘.*!`]+|['’‘.*!`]+$/gu

/** Everything in a text that could be a serial number, an IMEI or a user principal name, in the order in which it stands there, each once. */
export function identifierCandidates(text: string): readonly Candidate[] {
  const found = new Map<string, Candidate>()
  const add = (kind: Candidate['kind'], raw: string, at: number): void => {
    if (raw.length > longest || !raw.isWellFormed()) return
    const value = comparable(raw)
    const key = `${kind} ${value}`
    if (!found.has(key)) found.set(key, { kind, value, at })
  }
  for (const run of text.matchAll(serialRuns)) {
    if (run[0].length >= shortestSerial) add('serialNumber', run[0], run.index)
    for (const part of run[0].matchAll(parts)) if (part[0].length >= shortestSerial) add('serialNumber', part[0], run.index + part.index)
  }
  for (const run of text.matchAll(digitRuns)) {
    const groups = [...run[0].matchAll(digits)]
    groups.forEach((first, i) => {
      // A ticket number may stand before it: every group can be its beginning.
      let value = ''
      for (let to = i; to < groups.length && value.length < mostImei; to += 1) {
        value += groups[to]?.[0] ?? ''
        if (value.length >= leastImei && value.length <= mostImei) add('imei', value, run.index + first.index)
      }
    })
  }
  for (const run of text.matchAll(addressRuns)) {
    if (!run[0].includes('@')) continue
    for (const raw of [run[0], run[0].replaceAll(outerSigns, '')]) if (/^[^@].*@[^@]+$/su.test(raw)) add('userPrincipalName', raw, run.index)
  }
  return [...found.values()].sort((a, b) => a.at - b.at)
}
