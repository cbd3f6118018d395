const rules: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens and anything that follows "Bearer".
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\bBearer\s+\S+/gi, 'Bearer [token]'],
  // Secrets by name, in JSON, forms and query strings.
  [/("?(?:access_token|refresh_token|id_token|code|code_verifier|client_info|password|passcode|unlockPin|state|nonce)"?\s*[:=]\s*"?)[^"&\s,}]+/gi, '$1[removed]'],
]

/** Takes tokens, codes and passcodes out of a line for the log. */
export function redact(line: string): string {
  return rules.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
}
