// Electron's contextBridge: what crosses is cloned, functions are wrapped so that what crosses through them is cloned too.
// There is one world here and not two, so this keeps the contract and not the protection.

/** @param {unknown} value */
function holdsFunction(value) {
  if (typeof value === 'function' || value instanceof Promise) return true
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return false
  return Object.values(value).some(holdsFunction)
}

/** @param {unknown} error */
function crossError(error) {
  return error instanceof Error ? Object.assign(new Error(error.message), { name: error.name }) : cross(error)
}

/** @param {any} value @returns {any} */
function cross(value) {
  if (typeof value === 'function') {
    return (...args) => {
      const given = args.map(cross)
      let result
      try {
        result = value(...given)
      } catch (error) {
        throw crossError(error)
      }
      return cross(result)
    }
  }
  if (value instanceof Promise) {
    return value.then(cross, (error) => {
      throw crossError(error)
    })
  }
  if (!holdsFunction(value)) {
    try {
      return structuredClone(value)
    } catch {
      throw new Error('An object could not be cloned.')
    }
  }
  if (Array.isArray(value)) return value.map(cross)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cross(item)]))
}

/** @param {any} value @returns {any} */
function deepFreeze(value) {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze)
  return Object.freeze(value)
}

export const contextBridge = strictPart('contextBridge', {
  /** @param {string} key @param {unknown} api */
  exposeInMainWorld(key, api) {
    if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
    Object.defineProperty(window, key, { value: deepFreeze(cross(api)), enumerable: true, writable: false, configurable: false })
  },
})
