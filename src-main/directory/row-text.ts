import { searchedFields } from '../../src-shared/device.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import { foldText } from './fold-text.ts'
import { readAs } from './other-devices.ts'
import { phoneForms } from '../../src-shared/phone-forms.ts'

/** All of a row that can be searched, folded. A line feed cannot be in a search word, so no word matches across two fields. */
export function searchText(row: DeviceRow): string {
  return foldText([...searchedFields.map((field) => row[field]), readAs(row.deviceName) ?? '', phoneForms(row.phoneNumber), ''].join('\n'))
}

/** A field that is cut into pieces which many rows have. Where it is cut a character stands that, like the line feed, cannot be in a word. */
export interface Chain {
  /** The last character of every piece but the last. */
  readonly separator: '@' | '_'
  readonly cut: '\v' | '\f'
  /** The column of each piece. */
  readonly columns: readonly number[]
}
/** Columns: what many rows have is kept once, with the rows that have it. */
const [displayNames, models, phoneNumbers] = [0, 1, 2]
/** User principal names, cut at the last "@". */
const users: Chain = { separator: '@', cut: '\v', columns: [3, 4] }
/** Names as Intune makes them: user_kind_date_time. Two chains with cuts of their own: a piece of one must not meet those of the other. */
const managedNames: Chain = { separator: '_', cut: '\v', columns: [5, 6, 7, 8] }
const deviceNames: Chain = { separator: '_', cut: '\f', columns: [9, 10, 11, 12] }
export const chains: readonly Chain[] = [users, managedNames, deviceNames]
/** Where the own parts of user principal names are, a line feed before each. */
export const userColumn = 3
/** Where values of a single row are many, ids of devices without a user among them: the first row that has one keeps it in its own text. */
export const oftenOfOneRow: ReadonlySet<number> = new Set([phoneNumbers, ...chains.map(({ columns: [first = 0] }) => first)])

// Only what was put there on purpose may be a cut; folding makes none.
const withoutCuts = (text: string): string => (/[\v\f]/.test(text) ? text.replaceAll(/[\v\f]/g, '\n') : text)
const folded = (shown: string): string => foldText(withoutCuts(shown))
const plainText = /^[\x20-\x7e]*$/
// Other text is not cut: folding it could make a separator of something else.
const plain = (before: string, shown: string, after: string): string | null => (plainText.test(shown) ? before + shown.toLowerCase() + after : null)

/** For each column: how what is shown is searched; null for a piece that must not be cut off. */
export const valuesOf: readonly ((shown: string) => string | null)[] = [
  folded, folded, (shown) => folded(`${shown}\n${phoneForms(shown)}`),
  ...chains.flatMap(({ cut, columns }) => columns.map((_, piece) => (shown: string) => plain(piece === 0 ? '\n' : cut, shown, piece === columns.length - 1 ? '' : cut))),
]

/** The columns while rows are put into them. */
export interface Columns {
  /** The value's code in the column; 0 when it must not be cut off or there is no room. */
  codeOf(column: number, shown: string): number
  put(place: number, column: number, code: number): void
}

/** Puts the pieces of a field into their columns; what has to be in the row's own text is left: all of it, its first piece, or nothing. */
function cutOff(pieces: readonly string[], { cut, columns }: Chain, place: number, into: Columns): string {
  const codes = pieces.map((piece, i) => (i === 0 ? 0 : into.codeOf(columns[i] ?? 0, piece)))
  const [first = ''] = pieces
  if (codes.includes(0, 1)) return `${withoutCuts(pieces.join(''))}\n`
  const [column = 0] = columns
  codes[0] = into.codeOf(column, first)
  if (codes[0] === 0 && !plainText.test(first)) return `${withoutCuts(pieces.join(''))}\n`
  codes.forEach((code, i) => {
    if (code !== 0) into.put(place, columns[i] ?? 0, code)
  })
  return codes[0] === 0 ? `${first}${cut}\n` : ''
}

function cutName(name: string, chain: Chain, place: number, into: Columns): string {
  const kind = name.indexOf('_') + 1
  const date = name.indexOf('_', kind) + 1
  const time = name.indexOf('_', date) + 1
  if (kind === 0 || date === 0 || time === 0 || name.includes('_', time)) return `${withoutCuts(name)}\n`
  return cutOff([name.slice(0, kind), name.slice(kind, date), name.slice(date, time), name.slice(time)], chain, place, into)
}

function cutUser(user: string, place: number, into: Columns): string {
  const at = user.lastIndexOf('@') + 1
  return at === 0 ? `${withoutCuts(user)}\n` : cutOff([user.slice(0, at), user.slice(at)], users, place, into)
}

/** The text where it cannot be kept once for many rows. */
function putWhole(shown: string, column: number, place: number, into: Columns): string {
  if (shown === '') return ''
  const code = into.codeOf(column, shown)
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
