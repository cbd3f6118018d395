import { hide } from './hidden.ts'

/** Names under which a secret, a person or a device stands, in JSON (also within a JSON string), forms and headers. */
const names = [
  'access_token', 'refresh_token', 'id_token', 'accessToken', 'refreshToken', 'idToken', 'client_assertion', 'assertion', 'client_secret', 'code_verifier', 'client_info',
  'session_state', 'login_hint', 'authorization', 'cookie', 'set-cookie', 'secret', 'password', 'passcode', 'pin', 'unlockPin', 'recoveryPin', 'macOsUnlockCode', 'unlockCode',
  'displayName', 'givenName', 'surname', 'name', 'preferred_username', 'upn', 'unique_name', 'mail', 'userDisplayName', 'userPrincipalName', 'userName', 'username', 'emailAddress',
  'deviceName', 'managedDeviceName', 'serialNumber', 'imei', 'meid', 'iccid', 'udid', 'phoneNumber', 'wiFiMacAddress', 'ethernetMacAddress', 'hostname', 'machine',
]

/**
 * Group 2: a quote with the backslashes of how deep in JSON it stands; the value ends at the same quote, or with the text: cut off in its middle,
 * it is still one. Group 3: a value without quotes.
 */
const named = new RegExp(String.raw`((?<![A-Za-z])(?:${names.join('|')})\\*["']?\s*[:=]\s*)(?:(\\*["'])[\s\S]*?(?:(?<!\\)\2|$)|([^"'\\&\s,;}\]]+))`, 'gi')

/** Short names only where a redirect has them, or where the value is as long as an authorization code: the console has codes and states of its own. */
const inForms = /\b((?:code|state|nonce)=)[^"\\&\s,}]+/gi
const inJson = /(\\?"(?:code|state|nonce)\\?"\s*:\s*\\?")[^"\\]{40,}/gi

/** Class names and the like: "Error.name: TypeError" is no person. */
const plainValue = /^(?:null|true|false|undefined)$/

/** Takes out what stands under a name that tells what it is. */
export function redactNamed(text: string): string {
  return text
    .replace(named, (found, head: string, quote: string | undefined, bare: string | undefined) => {
      if (bare !== undefined) {
        // "Authorization: Bearer …": the word is not the secret.
        if (/^(?:bearer|basic|pop)$/i.test(bare) || plainValue.test(bare)) return found
        return head + hide()
      }
      return `${head}${quote ?? ''}${hide()}${quote ?? ''}`
    })
    .replace(inForms, `$1${hide()}`)
    .replace(inJson, `$1${hide()}`)
}
