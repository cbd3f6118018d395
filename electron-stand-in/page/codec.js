// Values over the wire as Electron's IPC carries them: the structured clone algorithm. Read by Node and, as text, by the page.

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** @param {string} text */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

/** @param {unknown} value @param {Set<object>} above @returns {unknown} */
function tag(value, above) {
  if (value === undefined) return { $: 'undefined' }
  if (typeof value === 'bigint') return { $: 'bigint', v: String(value) }
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) }
  if (typeof value !== 'object' || value === null) return value
  if (above.has(value)) throw new Error('stand-in: a value that contains itself is not implemented')
  const inside = new Set(above).add(value)
  /** @param {unknown} item */
  const deeper = (item) => tag(item, inside)
  if (Array.isArray(value)) return Array.from(value, deeper)
  if (value instanceof Date) return { $: 'Date', v: value.getTime() }
  if (value instanceof RegExp) return { $: 'RegExp', v: [value.source, value.flags] }
  if (value instanceof Map) return { $: 'Map', v: Array.from(value, ([key, item]) => [deeper(key), deeper(item)]) }
  if (value instanceof Set) return { $: 'Set', v: Array.from(value, deeper) }
  if (value instanceof Error) return { $: 'Error', v: [value.name, value.message] }
  if (value instanceof ArrayBuffer) return { $: 'ArrayBuffer', v: toBase64(new Uint8Array(value)) }
  if (value instanceof Uint8Array) return { $: 'Uint8Array', v: toBase64(value) }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new Error(`stand-in: sending a ${value.constructor.name} is not implemented`)
  const plain = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deeper(item)]))
  return '$' in plain ? { $: 'Object', v: plain } : plain
}

/** @param {any} value @returns {any} */
function untag(value) {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(untag)
  /** @param {object} plain */
  const untagAll = (plain) => Object.fromEntries(Object.entries(plain).map(([key, item]) => [key, untag(item)]))
  if (!('$' in value)) return untagAll(value)
  switch (value.$) {
    case 'undefined': return undefined
    case 'bigint': return BigInt(value.v)
    case 'number': return Number(value.v)
    case 'Date': return new Date(value.v)
    case 'RegExp': return new RegExp(value.v[0], value.v[1])
    case 'Map': return new Map(value.v.map(untag))
    case 'Set': return new Set(value.v.map(untag))
    case 'Error': return Object.assign(new Error(value.v[1]), { name: value.v[0] })
    case 'ArrayBuffer': return fromBase64(value.v).buffer
    case 'Uint8Array': return fromBase64(value.v)
    case 'Object': return untagAll(value.v)
    default: throw new Error(`stand-in: unknown value on the wire: ${String(value.$)}`)
  }
}

/**
 * Clones a value and makes JSON of it. Throws, in Electron's words, for what cannot be cloned (functions, proxies, symbols).
 * @param {unknown} value
 * @returns {unknown}
 */
export function encode(value) {
  let cloned
  try {
    cloned = structuredClone(value)
  } catch {
    throw new Error('An object could not be cloned.')
  }
  return tag(cloned, new Set())
}

/** @param {unknown} value @returns {unknown} */
export function decode(value) {
  return untag(value)
}
