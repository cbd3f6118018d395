const rules: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens and anything that follows "Bearer".
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\bBearer\s+\S+/gi, 'Bearer [token]'],
  // Secrets by name, in JSON (also within a JSON string), forms and query strings.
  [
    /((?:access_token|refresh_token|id_token|code_verifier|client_info|password|passcode|unlockPin|recoveryPin|macOsUnlockCode)\\?"?\s*[:=]\s*\\?"?)[^"\\&\s,}]+/gi,
    '$1[removed]',
  ],
  // Short names only where a redirect has them, or where the value is as long as an authorization code: the console has codes and states of its own.
  [/\b((?:code|state|nonce)=)[^"\\&\s,}]+/gi, '$1[removed]'],
  [/(\\?"(?:code|state|nonce)\\?"\s*:\s*\\?")[^"\\]{40,}/gi, '$1[removed]'],
]

/** Takes tokens, codes and passcodes out of a line for the log. */
export function redact(line: string): string {
  return rules.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
}
