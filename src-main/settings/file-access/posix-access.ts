/** What lstat says of the policy file or of a folder above it. */
export interface PosixEntry {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

const groupWrite = 0o020
const otherWrite = 0o002
const sticky = 0o1000
/** macOS: the group of the people who may administer the Mac (sudo asks for nothing more). */
const macAdminGid = 80
/** The one folder above the policy file that older versions of macOS let that group write: root:admin 775 there, 755 today. */
const macAdminFolder = '/Library/Application Support'

/**
 * Who besides administrators could change the file, from the file and every folder above it (the file first); null: nobody. Whoever
 * may write a folder may put another file in its place, unless it is sticky. `trustedUids`: root's 0, and in a spec or while developing one's own.
 */
export function posixFinding(entries: readonly PosixEntry[], platform: NodeJS.Platform, trustedUids: readonly number[]): string | null {
  for (const [index, entry] of entries.entries()) {
    const finding = findingOf(entry, index === 0, platform, trustedUids)
    if (finding !== null) return finding
  }
  return null
}

function findingOf({ path, kind, uid, gid, mode }: PosixEntry, isFile: boolean, platform: NodeJS.Platform, trustedUids: readonly number[]): string | null {
  if (kind === 'link') return `${path} is a symbolic link`
  if (kind !== (isFile ? 'file' : 'folder')) return `${path} is no ${isFile ? 'file' : 'folder'}`
  if (!trustedUids.includes(uid)) return `${path} belongs to user ${uid}, not to root`
  if (!isFile && (mode & sticky) !== 0) return null
  const octal = (mode & 0o7777).toString(8)
  if ((mode & otherWrite) !== 0) return `everybody can write ${path} (mode ${octal})`
  const isAdmins = platform === 'darwin' && path === macAdminFolder && gid === macAdminGid
  return (mode & groupWrite) !== 0 && !isAdmins ? `group ${gid} can write ${path} (mode ${octal})` : null
}

const macWriteRights = ['write', 'append', 'delete', 'delete_child', 'add_file', 'add_subdirectory', 'writeattr', 'writeextattr', 'writesecurity', 'chown']

/** The same from the access control lists of macOS, which mode bits do not show: what `ls -lde` prints for these paths. */
export function macAclFinding(listing: string): string | null {
  for (const line of listing.split('\n')) {
    const [, who, rights] = /^\s+\d+: (.+?)(?: inherited)? allow (.+)$/.exec(line) ?? []
    const right = rights?.split(',').find((one) => macWriteRights.includes(one.trim()))
    if (who !== undefined && right !== undefined) return `an access control list gives ${who} the right "${right.trim()}" on it or on a folder above it`
  }
  return null
}
