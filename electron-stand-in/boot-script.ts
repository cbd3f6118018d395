import { readFileSync } from 'node:fs'

export interface BootConfig {
  /** The path under which this window's pages are served. */
  readonly base: string
  readonly socketUrl: string
  readonly refusedUrl: string
  readonly token: string
  /** What the preload script sees as process.platform. */
  readonly platform: NodeJS.Platform
}

const parts = ['codec', 'corner', 'save-dialog', 'link', 'ipc-renderer', 'context-bridge', 'navigation', 'boot']

/** One classic script: the parts of page/ in order, then the app's preload script in a function of its own, as Electron's sandboxed preloads run. */
export function bootScript(config: BootConfig, preload: string): string {
  const texts = parts.map((name) => readFileSync(new URL(`./page/${name}.js`, import.meta.url), 'utf8').replaceAll(/^export /gm, ''))
  return `(() => {
'use strict'
const config = ${JSON.stringify(config)}
${texts.join('\n')}
boot(function (require, module, exports, process) {
${preload}
})
})()
`
}
