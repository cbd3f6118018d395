const key = Buffer.from('"@odata.nextLink":')
/** A link stands before the rows or after them: more than this much of each end is not looked at. */
const searchedBytes = 8192
const quote = 0x22
const backslash = 0x5c

/**
 * The nextLink of a page, found without reading its rows, so that the next page can be asked for first; null when none is seen. Inside a text its
 * quotes would be escaped, so it is a member's name; that it is the page's own member is for the caller to check once the page is read.
 */
export function peekNextLink(body: Uint8Array): string | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const inHead = bytes.subarray(0, searchedBytes).indexOf(key)
  const tailAt = Math.max(0, bytes.length - searchedBytes)
  const inTail = inHead === -1 ? bytes.subarray(tailAt).lastIndexOf(key) : -1
  if (inHead === -1 && inTail === -1) return null
  let start = (inHead === -1 ? tailAt + inTail : inHead) + key.length
  while (bytes[start] === 0x20) start += 1
  if (bytes[start] !== quote) return null
  for (let end = start + 1; end < bytes.length; end += 1) {
    if (bytes[end] === backslash) end += 1
    else if (bytes[end] === quote) return textIn(bytes.toString('utf8', start, end + 1))
  }
  return null
}

function textIn(json: string): string | null {
  try {
    const text: unknown = JSON.parse(json)
    return typeof text === 'string' && text !== '' ? text : null
  } catch {
    return null
  }
}
