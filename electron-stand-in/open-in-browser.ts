import { spawn } from 'node:child_process'
import { options } from './options.ts'
import { say } from './runtime.ts'

const openers: Partial<Record<NodeJS.Platform, (url: string) => readonly [string, ...string[]]>> = {
  darwin: (url) => ['open', url],
  win32: (url) => ['rundll32', 'url.dll,FileProtocolHandler', url],
}

/** Opens the address in this person's default browser, or prints it where nothing may be opened or nothing opens. */
export function openInDefaultBrowser(url: string): void {
  const printed = `Open: ${url}`
  if (!options.open) {
    say(printed)
    return
  }
  const [command, ...args] = (openers[process.platform] ?? ((address: string) => ['xdg-open', address] as const))(url)
  const opener = spawn(command, args, { stdio: 'ignore', detached: true })
  opener.on('error', () => say(printed))
  opener.on('exit', (code) => code !== 0 && code !== null && say(printed))
  opener.unref()
}
