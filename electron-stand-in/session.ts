import { StrictEmitter, strict } from './strict.ts'
import { protocol } from './protocol.ts'

type Headers = Record<string, string[]>
interface Filter { readonly urls: readonly string[] }
interface BeforeRequestAnswer { readonly cancel?: boolean; readonly redirectURL?: string }
interface HeadersAnswer { readonly cancel?: boolean; readonly responseHeaders?: Record<string, string | string[]>; readonly statusLine?: string }
export interface RequestDetails { readonly id: number; readonly url: string; readonly method: string; readonly resourceType: string }
type BeforeRequest = (details: RequestDetails, callback: (answer: BeforeRequestAnswer) => void) => void
type HeadersReceived = (details: RequestDetails & { readonly statusCode: number; readonly responseHeaders: Headers }, callback: (answer: HeadersAnswer) => void) => void

interface Listening<T> { readonly matches: (url: string) => boolean; readonly listener: T }

/** Turns a match pattern such as "https://*.example.com/*" into a test of whole addresses. */
function matcher(filter: Filter): (url: string) => boolean {
  const patterns = filter.urls.map((pattern) =>
    pattern === '<all_urls>' ? /^/ : new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`))
  return (url) => patterns.length === 0 || patterns.some((pattern) => pattern.test(url))
}

/** Electron's two ways to call: (filter, listener) or (listener); null takes the listener away. */
function listening<T>(first: Filter | T | null, second?: T | null): Listening<T> | null {
  const [filter, listener] = second === undefined ? [{ urls: [] }, first as T | null] : [first as Filter, second]
  return listener === null ? null : { matches: matcher(filter), listener }
}

let beforeRequest: Listening<BeforeRequest> | null = null
let headersReceived: Listening<HeadersReceived> | null = null

/** True: the app's onBeforeRequest cancelled this request. */
export async function isCancelled(details: RequestDetails): Promise<boolean> {
  const current = beforeRequest
  if (!current?.matches(details.url)) return false
  const answer = await new Promise<BeforeRequestAnswer>((resolve) => current.listener(details, resolve))
  if (answer.redirectURL !== undefined) throw new Error('stand-in: webRequest redirectURL is not implemented')
  return answer.cancel === true
}

/** The headers as the app's onHeadersReceived wants them, or null when it cancelled the response. */
export async function filterHeaders(details: RequestDetails, statusCode: number, headers: Headers): Promise<Headers | null> {
  const current = headersReceived
  if (!current?.matches(details.url)) return headers
  const answer = await new Promise<HeadersAnswer>((resolve) => current.listener({ ...details, statusCode, responseHeaders: headers }, resolve))
  if (answer.statusLine !== undefined) throw new Error('stand-in: webRequest statusLine is not implemented')
  if (answer.cancel === true) return null
  if (answer.responseHeaders === undefined) return headers
  return Object.fromEntries(Object.entries(answer.responseHeaders).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]))
}

const webRequest = strict('session.webRequest', {
  onBeforeRequest: (first: Filter | BeforeRequest | null, second?: BeforeRequest | null): void => {
    beforeRequest = listening(first, second)
  },
  onHeadersReceived: (first: Filter | HeadersReceived | null, second?: HeadersReceived | null): void => {
    headersReceived = listening(first, second)
  },
})

/** Accepted and never asked: permissions, devices and downloads are the browser's own here (see README). */
const accept = (): void => undefined

class Session extends StrictEmitter {
  readonly protocol = protocol
  readonly webRequest = webRequest
  readonly setPermissionRequestHandler = accept
  readonly setPermissionCheckHandler = accept
  readonly setDevicePermissionHandler = accept
  readonly setDisplayMediaRequestHandler = accept
  readonly setUSBProtectedClassesHandler = accept
  readonly setBluetoothPairingHandler = accept
  readonly setSpellCheckerEnabled = accept
  /** The page of each start has a new origin (a new port), so there is nothing kept from an earlier one. */
  readonly clearStorageData = async (): Promise<void> => undefined
  readonly clearCache = async (): Promise<void> => undefined
  readonly isPersistent = (): boolean => false

  constructor() {
    super('session', ['will-download', 'select-serial-port', 'select-hid-device', 'select-usb-device'])
  }
}

export const defaultSession = strict('session', new Session())

/** A session of its own for requests from main only. Node's fetch never sends a request again by itself, which is what such a session is for. */
function partitionSession(): object {
  return strict('session', {
    fetch: (input: string | Request, init?: RequestInit): Promise<Response> => fetch(input, init),
    closeAllConnections: async (): Promise<void> => undefined,
    clearStorageData: async (): Promise<void> => undefined,
    isPersistent: (): boolean => false,
  })
}

/** In-memory partitions only: nothing here could keep a persistent one. */
function fromPartition(name: string): object {
  if (name.startsWith('persist:')) throw new Error('stand-in: session.fromPartition is not implemented for persist: partitions')
  return partitionSession()
}

export const session = strict('session', { defaultSession, fromPartition })
