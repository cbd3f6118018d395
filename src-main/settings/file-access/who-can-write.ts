import { execFile } from 'node:child_process'
import { lstat, realpath } from 'node:fs/promises'
import { dirname, win32 } from 'node:path'
import { promisify } from 'node:util'
import { macAclFinding, posixFinding } from './posix-access.ts'
import type { PosixEntry } from './posix-access.ts'
import { windowsFinding } from './sddl.ts'

const run = promisify(execFile)
const patienceMs = 30_000
/** By its place, never by a path that somebody else sets. */
const powerShellFolder = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0'
/** The paths come in the environment: nothing of a name is ever read as a command. "|" cannot stand in a name. */
const aclScript = [
  "$ErrorActionPreference = 'Stop'",
  "foreach ($path in ($env:HELPDESK_ACL_PATHS -split '\\|')) { $item = Get-Item -LiteralPath $path -Force; '{0} {1}' -f [int]$item.Attributes, (Get-Acl -LiteralPath $path).Sddl }",
  "if ($env:HELPDESK_ACL_USER -eq 'yes') { [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value }",
].join('; ')

export interface AskedFile {
  readonly file: string
  /** Named by the environment of a console that is not packaged: then whoever runs it is believed too. */
  readonly isOwn: boolean
}

/** Who besides administrators could change this file, in words that name the permission; null: nobody. What cannot be found out counts as somebody. */
export async function whoElseCanWrite({ file, isOwn }: AskedFile, platform: NodeJS.Platform): Promise<string | null> {
  try {
    return platform === 'win32' ? await onWindows(file, isOwn) : await onPosix(isOwn ? await realpath(file) : file, isOwn, platform)
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    return `the permissions of ${file} cannot be read${why}`
  }
}

async function onPosix(file: string, isOwn: boolean, platform: NodeJS.Platform): Promise<string | null> {
  const paths = upwards(file, dirname)
  const entries = await Promise.all(paths.map(async (path): Promise<PosixEntry> => {
    const stats = await lstat(path)
    const kind = stats.isSymbolicLink() ? 'link' : stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other'
    return { path, kind, uid: stats.uid, gid: stats.gid, mode: stats.mode }
  }))
  const own = isOwn && process.getuid !== undefined ? [process.getuid()] : []
  const finding = posixFinding(entries, platform, [0, ...own])
  if (finding !== null || platform !== 'darwin') return finding
  const { stdout } = await run('/bin/ls', ['-lde', ...paths], { timeout: patienceMs, env: {} })
  return macAclFinding(stdout)
}

async function onWindows(file: string, isOwn: boolean): Promise<string | null> {
  const paths = upwards(file, win32.dirname)
  const { stdout } = await run(win32.join(powerShellFolder, 'powershell.exe'), ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', aclScript], {
    timeout: patienceMs, windowsHide: true, cwd: powerShellFolder,
    // Nothing of the person's own environment: modules of theirs could answer in the place of Get-Acl.
    env: {
      SystemRoot: 'C:\\Windows', SystemDrive: 'C:', PSModulePath: win32.join(powerShellFolder, 'Modules'),
      HELPDESK_ACL_PATHS: paths.join('|'), HELPDESK_ACL_USER: isOwn ? 'yes' : 'no',
    },
  })
  const lines = stdout.split(/\r?\n/).filter((line) => line.trim() !== '')
  const entries = paths.map((path, index) => {
    const [, attributes, sddl = ''] = /^(\d+) (.*)$/.exec(lines[index] ?? '') ?? []
    return { path, attributes: Number(attributes ?? 0), sddl }
  })
  return windowsFinding(entries, isOwn ? lines.slice(paths.length) : [])
}

/** The file, the folder it is in, and so on up to the root. */
function upwards(file: string, above: (path: string) => string): readonly string[] {
  const folder = above(file)
  return folder === file ? [file] : [file, ...upwards(folder, above)]
}
