/** Parses a body that should be JSON in UTF-8; undefined when it is not. Depth and duplicate keys do no harm: V8 parses without recursion. */
export function parseJsonBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown
  } catch {
    return undefined
  }
}
