// Every way to leave the page goes through main first, as Electron's will-navigate and window open handler have it.

let mayLeave = false
let lastNavigation = 0

/** @param {string} url */
export function leaveFor(url) {
  mayLeave = true
  location.replace(url)
}

/** @param {string} url @param {string} disposition @param {string} name @param {string} features */
function askForWindow(url, disposition, name = '', features = '') {
  tell({ type: 'open-window', url: url === '' ? 'about:blank' : appUrl(url), name, features, disposition })
}

/** @param {string} href */
function askToLeave(href) {
  tell({ type: 'navigate', id: ++lastNavigation, url: appUrl(href) })
}

export function guardNavigation() {
  window.open = (url = '', name = '', features = '') => {
    askForWindow(String(url), features === '' ? 'foreground-tab' : 'new-window', name, features)
    return null
  }
  const onLink = (/** @type {MouseEvent} */ event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.href !== '')
    if (link === undefined || event.defaultPrevented || event.button === 2) return
    const isNewWindow = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey || (link.target !== '' && link.target !== '_self')
    if (!isNewWindow) return
    event.preventDefault()
    askForWindow(link.href, event.shiftKey ? 'new-window' : 'foreground-tab', link.target)
  }
  window.addEventListener('click', onLink)
  window.addEventListener('auxclick', onLink)

  window.navigation?.addEventListener('navigate', (event) => {
    if (event.hashChange || mayLeave || event.navigationType === 'reload' || event.navigationType === 'traverse') return
    if (!event.cancelable || event.downloadRequest !== null) return
    const [here, there] = [new URL(location.href), new URL(event.destination.url)]
    if (event.destination.sameDocument || (here.pathname === there.pathname && here.search === there.search && there.hash !== '')) return
    event.preventDefault()
    askToLeave(event.destination.url)
  })
  window.navigation?.addEventListener('navigatesuccess', reportMove)
  window.addEventListener('hashchange', reportMove)
  window.addEventListener('popstate', reportMove)
}

let lastReported = ''

function reportMove() {
  const url = appUrl(location.href)
  if (url === lastReported) return
  lastReported = url
  tell({ type: 'moved', url })
}

readers.set('go', ({ url }) => {
  if (url === null) return
  mayLeave = true
  location.assign(url)
})
readers.set('load', ({ url }) => {
  mayLeave = true
  location.assign(url)
})
readers.set('reload', () => location.reload())
