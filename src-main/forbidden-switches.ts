/**
 * Switches by which somebody could look into or steer a packaged console; it does not start with any of them. No fuse covers them.
 * `--password-store=basic` is not here: an agent's desktop may need the switch, and a store that is none is found and refused where it is used.
 */
export const forbiddenSwitches = [
  // Debugging and other code.
  'remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-debugging-io-pipes', 'remote-allow-origins', 'inspect', 'inspect-brk', 'inspect-port',
  'inspect-wait', 'inspect-publish-uid', 'wait-for-debugger', 'wait-for-debugger-children', 'wait-for-debugger-on-navigation', 'auto-open-devtools-for-tabs',
  'load-extension', 'disable-extensions-except', 'js-flags',
  // Programs that would be started in place of Chromium's own.
  'browser-subprocess-path', 'renderer-cmd-prefix', 'utility-cmd-prefix', 'gpu-launcher',
  // Protections of the page and its process.
  'no-sandbox', 'disable-setuid-sandbox', 'disable-namespace-sandbox', 'disable-seccomp-filter-sandbox', 'disable-gpu-sandbox', 'allow-sandbox-debugging', 'single-process', 'in-process-gpu', 'no-zygote',
  'disable-web-security', 'disable-site-isolation-trials', 'allow-running-insecure-content', 'unsafely-treat-insecure-origin-as-secure',
  // Where its traffic goes, and whom it trusts there.
  'host-rules', 'host-resolver-rules', 'proxy-server', 'proxy-pac-url', 'proxy-bypass-list', 'proxy-auto-detect', 'no-proxy-server', 'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list', 'allow-insecure-localhost', 'auth-server-whitelist', 'auth-server-allowlist', 'auth-negotiate-delegate-whitelist', 'auth-negotiate-delegate-allowlist',
  // What would write the traffic, or what the page shows, to a file.
  'log-net-log', 'net-log-capture-mode', 'ssl-key-log-file', 'trace-startup', 'trace-startup-file', 'enable-logging', 'log-file', 'vmodule', 'auto-select-desktop-capture-source',
  // Another profile, and so an empty audit log; keys that protect nothing.
  'user-data-dir', 'disk-cache-dir', 'use-mock-keychain',
] as const

/** Chromium takes this for --ssl-key-log-file. */
const forbiddenVariable = 'SSLKEYLOGFILE'

/** What of that the console was started with, as somebody would type it; null: nothing. */
export function findForbidden(hasSwitch: (name: string) => boolean, env: NodeJS.ProcessEnv): string | null {
  const found = forbiddenSwitches.find(hasSwitch)
  if (found !== undefined) return `--${found}`
  return (env[forbiddenVariable] ?? '') === '' ? null : forbiddenVariable
}
