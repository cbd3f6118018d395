// What the stand-in itself shows in the page: notifications, and that the app has ended. In a closed shadow tree, so that it is
// no part of the app's page for its styles, its tests or its accessibility tree's queries.

/** @returns {ShadowRoot} */
function openCorner() {
  const host = document.createElement('stand-in-corner')
  Object.assign(host.style, { position: 'fixed', right: '16px', bottom: '16px', zIndex: '2147483647', font: '14px system-ui, sans-serif' })
  document.documentElement.append(host)
  return host.attachShadow({ mode: 'closed' })
}

/** @type {ShadowRoot | null} */
let corner = null

/** @param {string} title @param {string} body @param {() => void} onClick @param {() => void} onClose */
export function showCard(title, body, onClick, onClose) {
  corner ??= openCorner()
  const card = document.createElement('div')
  Object.assign(card.style, {
    background: '#222', color: '#fff', borderRadius: '8px', padding: '12px 40px 12px 16px', marginTop: '8px', width: '320px', position: 'relative',
    boxShadow: '0 2px 12px rgba(0,0,0,.4)', cursor: 'pointer', whiteSpace: 'pre-line',
  })
  const heading = document.createElement('strong')
  heading.textContent = title
  const text = document.createElement('div')
  text.textContent = body
  const close = document.createElement('button')
  close.textContent = '×'
  close.setAttribute('aria-label', 'Dismiss')
  Object.assign(close.style, { position: 'absolute', right: '8px', top: '8px', background: 'none', border: '0', color: 'inherit', font: 'inherit' })
  card.append(heading, text, close)
  card.addEventListener('click', (event) => (event.target === close ? onClose() : onClick()))
  corner.append(card)
  // As a desktop's own: it leaves the screen by itself, which tells the app nothing.
  setTimeout(() => { card.style.display = 'none' }, 6000)
  return card
}
