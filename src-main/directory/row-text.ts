import { searchedFields } from '../../src-shared/device.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import { foldText } from '../../src-shared/fold-text.ts'
import { readAs } from './other-devices.ts'
import { phoneForms } from '../../src-shared/phone-forms.ts'

/** All of a row that can be searched, folded. A line feed cannot be in a search word, so no word matches across two fields. */
export function searchText(row: DeviceRow): string {
  return foldText([...searchedFields.map((field) => row[field]), readAs(row.deviceName) ?? '', phoneForms(row.phoneNumber), ''].join('\n'))
}

/** Says what searchText says, in another order: names of people, most of them not in plain ASCII, are folded once and remembered. */
export function createSearchText(): (row: DeviceRow) => string {
  const foldedNames = new Map<string, string>()
  const nameOf = (shown: string): string => {
    let name = foldedNames.get(shown)
    if (name === undefined) {
      if (foldedNames.size >= mostNames) foldedNames.clear()
      name = foldText(shown)
      foldedNames.set(shown, name)
    }
    return name
  }
  return (row) => {
    const read = readAs(row.deviceName)
    const managed = row.managedDeviceName === row.deviceName ? '' : row.managedDeviceName
    const rest = `${row.deviceName}\n${managed}\n${row.serialNumber}\n${row.imei}\n${row.userPrincipalName}\n${row.model}\n${row.phoneNumber}\n${read ?? ''}\n${phoneForms(row.phoneNumber)}\n`
    return `${foldText(rest)}${nameOf(row.userDisplayName)}\n`
  }
}
const mostNames = 20_000

/** A field that is cut into pieces which many rows have. Where it is cut a character stands that, like the line feed, cannot be in a word. */
export interface Chain {
  /** The last character of every piece but the last. */
  readonly separator: '@' | '_'
  readonly cut: '\v' | '\f'
  /** The column of the first piece; those of the others come after it. */
  readonly column: number
  readonly pieces: number
}
/** Columns: what many rows have is kept once, with the rows that have it. */
const [displayNames, models, phoneNumbers] = [0, 1, 2]
/** User principal names, cut at the last "@". */
const users: Chain = { separator: '@', cut: '\v', column: 3, pieces: 2 }
/** Names as Intune makes them: user_kind_date_time. Two chains with cuts of their own: a piece of one must not meet those of the other. */
const managedNames: Chain = { separator: '_', cut: '\v', column: 5, pieces: 4 }
const deviceNames: Chain = { separator: '_', cut: '\f', column: 9, pieces: 4 }
export const chains: readonly Chain[] = [users, managedNames, deviceNames]
/** Where the own parts of user principal names are, a line feed before each. */
export const userColumn = users.column
/** Where values of a single row are many, ids of devices without a user among them: the first row that has one keeps it in its own text. */
export const oftenOfOneRow: ReadonlySet<number> = new Set([phoneNumbers, ...chains.map(({ column }) => column)])

// Only what was put there on purpose may be a cut; folding makes none.
const withoutCuts = (text: string): string => (/[\v\f]/.test(text) ? text.replaceAll(/[\v\f]/g, '\n') : text)
const folded = (shown: string): string => foldText(withoutCuts(shown))
const plainText = /^[\x20-\x7e]*$/
// Other text is not cut: folding it could make a separator of something else.
const plain = (before: string, shown: string, after: string): string | null => (plainText.test(shown) ? before + shown.toLowerCase() + after : null)

/** For each column: how what is shown is searched; null for a piece that must not be cut off. */
export const valuesOf: readonly ((shown: string) => string | null)[] = [
  folded, folded, (shown) => folded(`${shown}\n${phoneForms(shown)}`),
  ...chains.flatMap(({ cut, pieces }) =>
    Array.from({ length: pieces }, (_, piece) => (shown: string) => plain(piece === 0 ? '\n' : cut, shown, piece === pieces - 1 ? '' : cut))),
]

/** The columns while rows are put into them. */
export interface Columns {
  /** The code in the column of the text from here to there; 0 when it must not be cut off or there is no room. */
  codeOf(column: number, text: string, from: number, to: number): number
  put(place: number, column: number, code: number): void
}

/** What has to be in a row's own text of a field whose other pieces are in their columns: its first piece, or nothing; null when it cannot be cut off. */
function cutFirst(text: string, to: number, { cut, column }: Chain, place: number, into: Columns): string | null {
  const code = into.codeOf(column, text, 0, to)
  if (code !== 0) {
    into.put(place, column, code)
    return ''
  }
  const first = text.slice(0, to)
  return plainText.test(first) ? `${first}${cut}\n` : null
}

function cutName(name: string, chain: Chain, place: number, into: Columns): string {
  const kind = name.indexOf('_') + 1
  const date = name.indexOf('_', kind) + 1
  const time = name.indexOf('_', date) + 1
  if (kind === 0 || date === 0 || time === 0 || name.includes('_', time)) return `${withoutCuts(name)}\n`
  const ofKind = into.codeOf(chain.column + 1, name, kind, date)
  const ofDate = into.codeOf(chain.column + 2, name, date, time)
  const ofTime = into.codeOf(chain.column + 3, name, time, name.length)
  const first = ofKind === 0 || ofDate === 0 || ofTime === 0 ? null : cutFirst(name, kind, chain, place, into)
  if (first === null) return `${withoutCuts(name)}\n`
  into.put(place, chain.column + 1, ofKind)
  into.put(place, chain.column + 2, ofDate)
  into.put(place, chain.column + 3, ofTime)
  return first
}

function cutUser(user: string, place: number, into: Columns): string {
  const at = user.lastIndexOf('@') + 1
  const ofDomain = at === 0 ? 0 : into.codeOf(users.column + 1, user, at, user.length)
  const first = ofDomain === 0 ? null : cutFirst(user, at, users, place, into)
  if (first === null) return `${withoutCuts(user)}\n`
  into.put(place, users.column + 1, ofDomain)
  return first
}

/** The text where it cannot be kept once for many rows. */
function putWhole(shown: string, column: number, place: number, into: Columns): string {
  if (shown === '') return ''
  const code = into.codeOf(column, shown, 0, shown.length)
  if (code === 0) return `${withoutCuts(shown)}\n`
  into.put(place, column, code)
  return ''
}

/**
 * Puts what a row shares with others into the columns; its own text is left, folded, a line feed behind each field. Together they are all of `searchText`, cut
 * differently. The IMEI is first: its beginning is the same on very many devices, and a row that matches early is left early.
 */
export function cutRow(row: DeviceRow, place: number, into: Columns): string {
  const { deviceName, managedDeviceName, phoneNumber } = row
  const read = readAs(deviceName)
  const managed = cutName(managedDeviceName, managedNames, place, into)
  const name = managedDeviceName === deviceName ? '' : cutName(deviceName, deviceNames, place, into)
  const phone = putWhole(phoneNumber, phoneNumbers, place, into)
  const forms = phone === '' ? '' : `${phoneForms(phoneNumber)}\n`
  const likeness = read === null ? '' : `${withoutCuts(read)}\n`
  const rest = putWhole(row.userDisplayName, displayNames, place, into) + putWhole(row.model, models, place, into) + cutUser(row.userPrincipalName, place, into)
  return foldText(`${withoutCuts(row.imei)}\n${name}${withoutCuts(row.serialNumber)}\n${likeness}${managed}${phone}${forms}${rest}`)
}
