/** What Windows says of the policy file or of a folder above it: its attributes, and its security descriptor in SDDL. */
export interface WindowsEntry {
  readonly path: string
  readonly attributes: number
  readonly sddl: string
}

/** FILE_ATTRIBUTE_REPARSE_POINT: a junction or a symbolic link. */
const reparsePoint = 0x400

/** SYSTEM, Administrators, TrustedInstaller: short names and SIDs (https://learn.microsoft.com/en-us/windows/win32/secauthz/sid-strings). */
const administrators: readonly string[] = ['SY', 'S-1-5-18', 'BA', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464']
/** The rights of whoever owns the object: the owner is judged by itself. */
const ownerRights: readonly string[] = ['OW', 'S-1-3-4']

/** Access masks by their letters (https://learn.microsoft.com/en-us/windows/win32/secauthz/ace-strings). */
const letters: Readonly<Record<string, number>> = {
  GA: 0x1000_0000, GX: 0x2000_0000, GW: 0x4000_0000, GR: 0x8000_0000, RC: 0x2_0000, SD: 0x1_0000, WD: 0x4_0000, WO: 0x8_0000,
  CC: 0x1, DC: 0x2, LC: 0x4, SW: 0x8, RP: 0x10, WP: 0x20, DT: 0x40, LO: 0x80, CR: 0x100, FA: 0x1f_01ff, FR: 0x12_0089, FW: 0x12_0116, FX: 0x12_00a0,
}
/** Each with which somebody can change the thing itself or who may. Writing attributes is enough to turn a file into a link. */
const anyRights: readonly (readonly [mask: number, words: string])[] = [[0x1000_0000, 'full control'], [0x1_0000, 'delete'], [0x4_0000, 'change permissions'], [0x8_0000, 'take ownership']]
const fileRights: typeof anyRights = [[0x2, 'write'], [0x4, 'append'], [0x10, 'write extended attributes'], [0x100, 'write attributes'], [0x4000_0000, 'write']]
/** Everybody may add to ProgramData, which harms no file that is there; who may delete from a folder may put another file in the place of one. */
const folderRights: typeof anyRights = [[0x40, 'delete what is in it']]

const names: Readonly<Record<string, string>> = { WD: 'Everyone', BU: 'Users', AU: 'Authenticated Users', IU: 'people who are signed in', BG: 'Guests', PU: 'Power Users', AN: 'Anonymous', CO: 'Creator Owner' }
const nameOf = (sid: string): string => names[sid] ?? sid

/**
 * Who besides administrators could change the file, from the file and every folder above it (the file first); null: nobody. What is not
 * understood counts as somebody. Denials are not counted in anyone's favour. `trustedSids`: while developing, one's own.
 */
export function windowsFinding(entries: readonly WindowsEntry[], trustedSids: readonly string[] = []): string | null {
  for (const [index, entry] of entries.entries()) {
    const finding = findingOf(entry, index === 0, [...administrators, ...trustedSids])
    if (finding !== null) return finding
  }
  return null
}

function findingOf({ path, attributes, sddl }: WindowsEntry, isFile: boolean, trusted: readonly string[]): string | null {
  if ((attributes & reparsePoint) !== 0) return `${path} is a link`
  const unknown = `the permissions of ${path} are not understood`
  const [, owner, flags, aces] = /^O:(S-[\d-]+|[A-Z]{2})(?:G:(?:S-[\d-]+|[A-Z]{2}))?D:([A-Z_]*)((?:\([^()]*\))*)(?:S:.*)?$/.exec(sddl.trim()) ?? []
  if (owner === undefined || flags === undefined || aces === undefined) return unknown
  if (flags.includes('NO_ACCESS_CONTROL')) return `everybody can write ${path}`
  if (!trusted.includes(owner)) return `${path} belongs to ${nameOf(owner)}, not to Administrators or SYSTEM`
  for (const [, ace = ''] of aces.matchAll(/\(([^()]*)\)/g)) {
    const [type = '', inheritance = '', rights = '', , , sid = ''] = ace.split(';')
    // What is only handed on to what will be made in the folder does not hold for the folder.
    const isInheritOnly = pairsOf(inheritance).includes('IO')
    if (type === 'D' || type === 'OD' || isInheritOnly || trusted.includes(sid) || ownerRights.includes(sid)) continue
    const mask = maskOf(rights)
    if (type !== 'A' || mask === null || sid === '') return unknown
    const right = [...anyRights, ...(isFile ? fileRights : folderRights)].find(([bit]) => (mask & bit) !== 0)
    if (right !== undefined) return `${nameOf(sid)} can ${right[1] === 'full control' ? 'do everything with' : `${right[1]}:`} ${path}`
  }
  return null
}

const pairsOf = (text: string): readonly string[] => text.match(/../g) ?? []

function maskOf(rights: string): number | null {
  if (/^0x[0-9a-f]{1,8}$/i.test(rights)) return Number(rights)
  const pairs = pairsOf(rights)
  if (pairs.join('') !== rights) return null
  return pairs.reduce<number | null>((mask, pair) => {
    const bits = letters[pair]
    return mask === null || bits === undefined ? null : mask | bits
  }, 0)
}
