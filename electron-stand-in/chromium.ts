import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, LaunchOptions } from 'playwright-core'

const run = promisify(execFile)
const { resolve } = createRequire(import.meta.url)

const usualNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge']

/** Where a Chromium of this machine may be, best first. */
function candidates(env: NodeJS.ProcessEnv): string[] {
  const onPath = (env['PATH'] ?? '').split(delimiter).flatMap((folder) =>
    usualNames.map((name) => join(folder, process.platform === 'win32' ? `${name}.exe` : name)))
  const programs = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined)
  return [
    ...(env['CHROME_PATH'] === undefined ? [] : [env['CHROME_PATH']]),
    ...onPath,
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...programs.flatMap((folder) => [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')]),
  ]
}

/** The browser from the npm registry, unpacked once per version; its environment is its own and reaches no other process. */
async function unpackedBrowser(): Promise<LaunchOptions> {
  const packageEntry = resolve('@sparticuz/chromium')
  const packageFolder = dirname(dirname(packageEntry))
  const { version } = createRequire(import.meta.url)(join(packageFolder, 'package.json')) as { version: string }
  const caches = join(dirname(dirname(packageFolder)), '.cache', 'helpdesk-console')
  const folder = join(caches, `chromium-${version}`)

  if (!existsSync(folder)) {
    await mkdir(caches, { recursive: true })
    const unpacking = await mkdtemp(join(caches, 'unpacking-'))
    // A process of its own, because importing the package changes the environment. The variable makes it unpack the system
    // libraries that a bare machine lacks; TMPDIR is where it unpacks to.
    await run(process.execPath, ['--input-type=module', '-e', 'await (await import(process.argv[1])).default.executablePath()', packageEntry], {
      env: { ...process.env, TMPDIR: unpacking, TMP: unpacking, TEMP: unpacking, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    })
    await writeFile(join(unpacking, 'fonts.conf'), fontsConfiguration(folder))
    await rename(unpacking, folder).catch(async (error: unknown) => {
      // Another run was faster.
      await rm(unpacking, { recursive: true, force: true })
      if (!existsSync(folder)) throw error
    })
  }
  return {
    executablePath: join(folder, 'chromium'),
    args: ['--no-zygote'],
    env: environment({ LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') }),
  }
}

/** Without any font a page's process crashes, and the package's own file names a folder that is not the one used here. */
function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`
}

function environment(extra: Record<string, string>): Record<string, string> {
  const given = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(given), ...extra }
}

/** A Chromium without a window: one that is installed here, or else the one from the npm registry. The caller closes it. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const installed = candidates(process.env).find((path) => existsSync(path))
  const found: LaunchOptions = installed === undefined ? await unpackedBrowser() : { executablePath: installed }
  const { chromium } = await import('playwright-core') // not before it is needed: every start would pay for it
  return chromium.launch({ ...found, ...options, args: [...(found.args ?? []), ...(options.args ?? [])] })
}
