/** What the organisation wants of updates on this PC; the policy file's `updates`. */
export interface UpdatePolicy {
  /** `ask`: somebody at the console is asked first. `automatic`: installed when the console is closed. */
  readonly mode: 'off' | 'ask' | 'automatic'
  /** Folder on a web server with the packages and the lists that were made with them. */
  readonly url: string | null
}

/** Where the policy says nothing. */
export const usualUpdates: UpdatePolicy = { mode: 'off', url: null }

/** What is known of this console and its PC. */
export interface UpdateFacts {
  readonly isPackaged: boolean
  readonly isKiosk: boolean
  readonly platform: NodeJS.Platform
  /** Put there by the installer. A folder that was unpacked by hand is not replaced by an installer's. */
  readonly isInstalled: boolean
  readonly publisherName: string | null
}

export type MayUpdate =
  | { readonly may: true; readonly mode: 'ask' | 'automatic'; readonly url: string }
  | { readonly may: false; readonly reason: 'off' | 'kiosk' | 'not-packaged' | 'not-installed' | 'address' | 'platform' | 'publisher' }

/**
 * Whether this console looks for updates and takes them, and from where. Only where somebody other than the server vouches for what comes: on Windows
 * the publisher's signature, on macOS the signature of the app itself. Linux packages carry none, so they come another way.
 */
export function mayUpdate(policy: UpdatePolicy, facts: UpdateFacts): MayUpdate {
  if (policy.mode === 'off') return { may: false, reason: 'off' }
  if (facts.isKiosk) return { may: false, reason: 'kiosk' }
  if (!facts.isPackaged) return { may: false, reason: 'not-packaged' }
  if (facts.platform !== 'win32' && facts.platform !== 'darwin') return { may: false, reason: 'platform' }
  if (!facts.isInstalled) return { may: false, reason: 'not-installed' }
  if (facts.platform === 'win32' && facts.publisherName === null) return { may: false, reason: 'publisher' }
  const url = policy.url !== null && URL.canParse(policy.url) ? new URL(policy.url) : null
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return { may: false, reason: 'address' }
  return { may: true, mode: policy.mode, url: url.href }
}
