import type { Browser, LaunchOptions } from 'playwright-core'
import { launchChromium } from '../../../electron-stand-in/chromium.ts'

/** A Chromium for the specs: one that is installed here, or else the one from the npm registry. The caller closes it. */
export function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return launchChromium(options)
}
