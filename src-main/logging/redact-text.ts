import { isIPv6 } from 'node:net'
import { hide, hiddenEnd } from './hidden.ts'
import { redactNamed } from './redact-named.ts'

type Rule = readonly [RegExp, string | ((found: string, ...groups: string[]) => string)]

/** Base64 of a length that no word has. Code paths have slashes and long names too, but not so many digits and capitals. */
function longRun(found: string): string {
  const count = (pattern: RegExp): number => found.match(pattern)?.length ?? 0
  return count(/\d/g) >= 3 && count(/[A-Z]/g) >= 3 && count(/[a-z]/g) >= 3 ? hide('token') : found
}

/** Who a console's own addresses are, nobody needs to be told. */
const ownAddresses: ReadonlySet<string> = new Set(['127.0.0.1', '0.0.0.0', '::1', '::'])

function addressIn(found: string): string {
  if (ownAddresses.has(found)) return found
  const isAddress = found.includes(':') ? isIPv6(found.replace(/%\w+$/, '')) : found.split('.').every((part) => Number(part) <= 255)
  return isAddress ? hide('address') : found
}

/** Of an address on the web: without who signs in with it, without query and fragment. */
const addressOnTheWeb = (found: string): string =>
  found.replace(/^([a-z][\w+.-]*:\/\/)[^/?#]*@/i, `$1${hide()}@`).replace(/[?#].+$/s, (rest) => `${rest.slice(0, 1)}${hide()}`)

/** In this order: what is found by its surroundings before what is found by its own look. */
const rules: readonly Rule[] = [
  // Tokens. Not bound to the beginning of a word: a token that is glued to a text is one all the same.
  [/eyJ[\w-]*(?:\.[\w-]*){1,4}/g, hide('token')],
  [/\b(Bearer|Basic|PoP)\s+[\w.~+/=-]{6,}/gi, `$1 ${hide('token')}`],
  [/\b(?:set-)?cookie\s*:[^\n]*/gi, `cookie: ${hide()}`],
  // Entra's authorization codes and refresh tokens.
  [/[01]\.A[A-Za-z0-9][\w.-]{16,}/g, hide('token')],
  [/\b[a-z][\w+.-]*:\/\/[^\s"'<>⟨]+/gi, addressOnTheWeb],
  [/\?[\w$.-]+=[^\s"'<>]*/g, `?${hide()}`],
  [/\b(eq|ne|contains|startswith|endswith)(\s+|\([\w/]+,\s*)'(?:[^']|'')*'/gi, `$1$2'${hide()}'`],
  [/[\w+/=~.-]{40,}/g, longRun],
  // People. A domain whose end is a number is a version: package@1.2.3.
  [/[\p{L}\p{N}._+'#~!$&*^{}|-]+(?:@|%40)(?:[\p{L}\p{N}-]+\.)*[\p{L}\p{N}-]*\p{L}[\p{L}\p{N}-]*/gu, hide('e-mail')],
  [/([A-Za-z]:[\\/]+Users[\\/]+)(?:[^\\/"'\n:*?<>|]+(?=[\\/])|[^\\/"'\s:*?<>|]+)/gi, '~'],
  [/\/(?:home|Users)\/[^/\s"':]+/g, '~'],
  // Devices, PCs and people by their ids; the last four characters tell two of them apart. Those of a request are what support asks for.
  [/(?<!(?:Trace|Correlation) ID: )[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, hiddenEnd],
  [/(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])/gi, hiddenEnd],
  [/(?<![0-9a-f])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![0-9a-f])/gi, hide('address')],
  [/(?<!\d|\d\.)(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)/g, addressIn],
  [/(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%\w+)?(?![\w:])/gi, addressIn],
  // Numbers: IMEI, ICCID, and phones as they are written. A time has 13 digits at most.
  [/(?<!\d)\d{2}-\d{6}-\d{6}-\d(?!\d)/g, hide('number')],
  [/(?<!\d)\d{6}[ -]\d{2}[ -]\d{6}[ -]\d(?!\d)/g, hide('number')],
  [/\d{14,}/g, hide('number')],
  [/\+\d(?:[\s().\u2011/-]*\d){6,14}/g, hide('phone')],
  [/(?<![\w.:+-])\(?0\d{1,5}\)?(?:[\s./-]?\d){6,10}(?![\w-])/g, hide('phone')],
  [/(?<![\w.:+-])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?![\w-])/g, hide('phone')],
  // A passcode, a PIN or a serial number after its own word; it has a digit, or "passcode reset" would be one.
  [/\b(pass ?codes?|pass ?words?|pins?|(?:un)?lock code|recovery key|verification code|otp|serial(?: number| no\.?)?)((?:\s+(?:is|was|of|to))?[\s:=#"'“(]{1,4})(?=[^\s\d]{0,40}\d)[^\s"'”),;⟨]{4,}/gi, `$1$2${hide()}`],
]

/**
 * Takes out of a text what names or opens something: tokens, codes, e-mail addresses, phones, ids (but for their end), addresses, passcodes after
 * their word. Text that is none of that stays as it is. A person's or a device's name cannot be told by its look: see `createRedactor`.
 */
export const redactText = (text: string): string =>
  rules.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead as string), redactNamed(text))
