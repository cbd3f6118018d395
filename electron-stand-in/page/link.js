// The one connection of this page to the app's main process.

/** @type {object[]} */
const unsent = []
/** @type {Map<string, (message: any) => void>} */
const readers = new Map()
let isAccepted = false
let isOver = false
/** @type {WebSocket} */
let socket

/** The app's address of a page address, such as app://console/index.html#/devices. @param {string} href */
function appUrl(href) {
  const url = new URL(href, location.href)
  if (url.origin !== location.origin || !url.pathname.startsWith(config.base)) return url.href
  const [scheme, host, ...rest] = url.pathname.slice(config.base.length).split('/')
  return `${scheme}://${host}/${rest.join('/')}${url.search}${url.hash}`
}

/** @param {object} message */
function tell(message) {
  if (isAccepted && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  else if (!isOver) unsent.push(message)
}

export function connect() {
  const isDark = matchMedia('(prefers-color-scheme: dark)')
  socket = new WebSocket(config.socketUrl)
  socket.addEventListener('open', () =>
    socket.send(JSON.stringify({ type: 'hello', token: config.token, url: appUrl(location.href), isDark: isDark.matches })))
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(data)
    readers.get(message.type)?.(message)
  })
  socket.addEventListener('close', () => {
    if (isOver) return
    isOver = true
    if (isAccepted) showCard('The console has stopped', 'It no longer runs on this computer. Start it again; this page can be closed.', () => {}, () => {})
  })
  isDark.addEventListener('change', () => tell({ type: 'scheme', isDark: isDark.matches }))
}

readers.set('accepted', () => {
  isAccepted = true
  for (const message of unsent.splice(0)) tell(message)
})
readers.set('refused', () => {
  isOver = true
  leaveFor(config.refusedUrl)
})
readers.set('closed', () => {
  isOver = true
  showCard('The console is closed', 'This page can be closed.', () => {}, () => {})
})
