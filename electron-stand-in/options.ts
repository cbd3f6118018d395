import { resolve } from 'node:path'

export interface StandInOptions {
  /** False: nothing is opened, addresses are printed instead. */
  readonly open: boolean
  /** The profile folder; null: the usual place of this system. */
  readonly userData: string | null
}

function readOptions(args: readonly string[]): StandInOptions {
  const at = args.indexOf('--user-data')
  const following = at === -1 ? undefined : args[at + 1]
  if (at !== -1 && (following === undefined || following.startsWith('--'))) throw new Error('--user-data needs a folder')
  const joined = args.find((arg) => arg.startsWith('--user-data='))?.slice('--user-data='.length)
  const userData = following ?? joined
  return { open: !args.includes('--no-open'), userData: userData === undefined ? null : resolve(userData) }
}

export const options = readOptions(process.argv.slice(2))
