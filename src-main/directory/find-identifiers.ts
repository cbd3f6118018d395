import type { DeviceRow, FoundIdentifier } from '../../src-shared/device.ts'
import type { DeviceList } from './device-list.ts'
import { foldText } from '../../src-shared/fold-text.ts'
import { comparable, identifierCandidates } from './identifier-candidates.ts'
import type { Candidate } from './identifier-candidates.ts'

const mostFound = 20

/** What the index is asked for: fields end with a line feed there, and only the first, the IMEI, has none before it (see cutRow). */
function ownTextOf({ kind, value }: Candidate): string {
  const folded = foldText(value)
  if (kind === 'userPrincipalName') return `\n${folded.slice(0, folded.lastIndexOf('@') + 1)}`
  return kind === 'imei' ? `${folded}\n` : `\n${folded}\n`
}

const keyOf = (kind: Candidate['kind'], value: string): string => `${kind} ${value}`
const kinds = ['serialNumber', 'imei', 'userPrincipalName'] as const satisfies readonly Candidate['kind'][]

/** The identifiers of the list that stand in a text, in the order in which they stand there; the first twenty. */
export function findIdentifiers(list: DeviceList, text: string): readonly FoundIdentifier[] {
  const { base } = list
  const candidates = identifierCandidates(text)
  /** Rows outside the index, by what they have of the text. */
  const changed = new Map<string, DeviceRow[]>(candidates.map(({ kind, value }) => [keyOf(kind, value), []]))
  for (const one of list.changed.sorted()) {
    const row = list.changed.view(one)
    for (const kind of kinds) if (row[kind] !== '') changed.get(keyOf(kind, comparable(row[kind])))?.push(list.changed.rowOf(one))
  }
  const found: FoundIdentifier[] = []
  for (const candidate of candidates) {
    if (found.length >= mostFound) break
    const { kind, value } = candidate
    const rows = changed.get(keyOf(kind, value)) ?? []
    if (base !== null)
      for (const place of base.index.matchOwn(ownTextOf(candidate))) {
        const row = base.rows.at(place)
        if (row !== undefined && comparable(row[kind]) === value) rows.push(row)
      }
    const [first] = rows
    if (first !== undefined) found.push({ kind, value: first[kind], devices: rows.length })
  }
  return found
}
