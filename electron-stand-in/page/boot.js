// Runs before anything of the app in its page: connects, makes Electron's preload world, runs the app's preload script.

/** @type {Map<number, Element>} */
const cards = new Map()

readers.set('notification', ({ id, title, body }) => {
  const over = (event) => () => tell({ type: 'notification', id, event })
  cards.set(id, showCard(title, body, over('click'), over('close')))
})
readers.set('notification-close', ({ id }) => {
  cards.get(id)?.remove()
  cards.delete(id)
})
readers.set('attention', () => window.focus())
readers.set('save-dialog', ({ id, ...question }) => askForPath(question, (value) => tell({ type: 'answer', id, value })))
readers.set('clipboard-write', async ({ id, text }) => {
  await navigator.clipboard.writeText(text).catch(() => undefined)
  tell({ type: 'answer', id, value: null })
})
readers.set('clipboard-read', async ({ id }) => {
  const { state } = await navigator.permissions.query({ name: 'clipboard-read' }).catch(() => ({ state: 'denied' }))
  const value = state === 'granted' ? await navigator.clipboard.readText().catch(() => null) : null
  tell({ type: 'answer', id, value })
})

/** What a sandboxed preload script may require. @param {string} name */
function requireInPreload(name) {
  if (name === 'electron') return strictPart('electron (in a preload script)', { contextBridge, ipcRenderer })
  throw new Error(`stand-in: require('${name}') in a preload script is not implemented`)
}

/** @param {Function} preload */
export function boot(preload) {
  lastReported = appUrl(location.href)
  connect()
  guardNavigation()
  document.addEventListener('DOMContentLoaded', () => tell({ type: 'stage', stage: 'dom-ready' }))
  window.addEventListener('load', () => tell({ type: 'stage', stage: 'loaded' }))
  window.addEventListener('focus', () => tell({ type: 'focus', isFocused: true }))
  window.addEventListener('blur', () => tell({ type: 'focus', isFocused: false }))
  const process = strictPart('process (in a preload script)', {
    type: 'renderer', sandboxed: true, contextIsolated: true, platform: config.platform, versions: {}, argv: [], env: {},
  })
  const module = { exports: {} }
  try {
    preload(requireInPreload, module, module.exports, process)
  } catch (error) {
    console.error('Unable to load preload script', error)
    tell({ type: 'preload-error', message: String(error) })
  }
}
