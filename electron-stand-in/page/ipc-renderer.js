// Electron's ipcRenderer, as far as the app uses it.

/** Throws for a member that is not there, and says which. @param {string} name @param {object} members */
function strictPart(name, members) {
  return new Proxy(members, {
    get(target, key) {
      if (key in target || typeof key === 'symbol' || key === 'then' || key === 'toJSON' || key === '__esModule') return Reflect.get(target, key)
      throw new Error(`stand-in: ${name}.${key} is not implemented`)
    },
  })
}

/** @type {Map<string, Array<{ listener: Function, isOnce: boolean }>>} */
const listeners = new Map()
/** @type {Map<number, (answer: { value?: unknown, error?: string }) => void>} */
const invocations = new Map()
let lastInvocation = 0

/** @param {string} channel @param {Function} listener @param {boolean} isOnce */
function listen(channel, listener, isOnce) {
  listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, isOnce }])
  return ipcRenderer
}

/** @param {string} channel @param {Function} listener */
function unlisten(channel, listener) {
  const all = listeners.get(channel) ?? []
  const last = all.findLastIndex((entry) => entry.listener === listener)
  listeners.set(channel, all.filter((_, index) => index !== last))
  return ipcRenderer
}

const ipcRenderer = strictPart('ipcRenderer', {
  /** @param {string} channel @param {unknown[]} args */
  async invoke(channel, ...args) {
    const encoded = encode(args)
    const id = ++lastInvocation
    const answer = await new Promise((resolve) => {
      invocations.set(id, resolve)
      tell({ type: 'invoke', id, channel, args: encoded })
    })
    if (answer.error !== undefined) throw new Error(`Error invoking remote method '${channel}': ${answer.error}`)
    return decode(answer.value)
  },
  /** @param {string} channel @param {unknown[]} args */
  send: (channel, ...args) => tell({ type: 'send', channel, args: encode(args) }),
  on: (channel, listener) => listen(channel, listener, false),
  addListener: (channel, listener) => listen(channel, listener, false),
  once: (channel, listener) => listen(channel, listener, true),
  off: unlisten,
  removeListener: unlisten,
  removeAllListeners: (channel) => {
    if (channel === undefined) listeners.clear()
    else listeners.delete(channel)
    return ipcRenderer
  },
  listenerCount: (channel) => (listeners.get(channel) ?? []).length,
})

readers.set('result', ({ id, value, error }) => {
  invocations.get(id)?.({ value, error })
  invocations.delete(id)
})
readers.set('event', ({ channel, args }) => {
  const values = decode(args)
  for (const entry of listeners.get(channel) ?? []) {
    if (entry.isOnce) unlisten(channel, entry.listener)
    try {
      entry.listener({ sender: ipcRenderer, senderId: 0, ports: [] }, ...values)
    } catch (error) {
      reportError(error)
    }
  }
})
