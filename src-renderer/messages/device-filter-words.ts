import { checkInAges, complianceStates, encryptions, ownerships, platforms } from '../../src-shared/device-filter.ts'
import type { CheckInAge, DeviceFilter, FacetCounts } from '../../src-shared/device-filter.ts'
import type { Platform } from '../../src-shared/device.ts'
import { complianceNames, encryptionNames, ownershipNames } from '../../src-shared/device-list-words.ts'

/** The parts of a filter that are lists. */
export type FacetName = Exclude<keyof DeviceFilter, 'inFlight'>

const platformNames: Record<Platform, string> = { ios: 'iOS and iPadOS', android: 'Android', macos: 'macOS', windows: 'Windows', other: 'Other' }
const checkInNames: Record<CheckInAge, string> = {
  day: 'Within a day', week: '1 to 7 days ago', month: '7 to 30 days ago', older: 'Over 30 days ago', never: 'Never',
}

export interface FacetOption { readonly value: string; readonly word: string }
export interface Facet { readonly name: FacetName; readonly label: string; readonly options: readonly FacetOption[] }

const optionsOf = <V extends string>(values: readonly V[], words: Readonly<Record<V, string>>): readonly FacetOption[] => values.map((value) => ({ value, word: words[value] }))

/** In the order on the screen. */
export const facets: readonly Facet[] = [
  { name: 'platforms', label: 'Platform', options: optionsOf(platforms, platformNames) },
  { name: 'ownerships', label: 'Ownership', options: optionsOf(ownerships, ownershipNames) },
  { name: 'compliance', label: 'Compliance', options: optionsOf(complianceStates, complianceNames) },
  { name: 'checkIn', label: 'Check-in', options: optionsOf(checkInAges, checkInNames) },
  { name: 'encryption', label: 'Encryption', options: optionsOf(encryptions, encryptionNames) },
]

export const inFlightWords = { label: 'In flight', hint: 'Only devices with a request of this PC whose end is not known yet' } as const

/** The words of what is chosen in one list; none: any. */
export function chosenWords({ name, options }: Facet, filter: DeviceFilter): readonly string[] {
  const chosen: readonly string[] = filter[name]
  return options.filter(({ value }) => chosen.includes(value)).map(({ word }) => word)
}

/** How many devices a value would leave; null before they were counted. */
export function countOf({ name }: Facet, value: string, counts: FacetCounts | null): number | null {
  const ofFacet: Readonly<Record<string, number>> | undefined = counts?.[name]
  return ofFacet?.[value] ?? null
}

/** A part of a filter with one value more or less. */
export function withValue({ name, options }: Facet, filter: DeviceFilter, value: string, isOn: boolean): Partial<DeviceFilter> {
  const chosen: readonly string[] = filter[name]
  // In the order of the list, so that the same filter is always the same.
  return { [name]: options.map((option) => option.value).filter((one) => (one === value ? isOn : chosen.includes(one))) }
}

/** "Platform: Android or Windows. Compliance: Not compliant. In flight." */
export function filterSentence(filter: DeviceFilter): string {
  const parts = facets.flatMap((facet) => {
    const words = chosenWords(facet, filter)
    return words.length === 0 ? [] : [`${facet.label}: ${words.join(' or ')}`]
  })
  return [...parts, ...(filter.inFlight ? [inFlightWords.label] : [])].map((part) => `${part}.`).join(' ')
}
