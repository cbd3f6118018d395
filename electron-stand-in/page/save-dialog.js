// The save dialog of the system: a path on the computer that the console runs on. In a closed shadow tree, over everything else of the page.

/** @param {string} name @param {object} properties @param {object} [style] */
function part(name, properties, style = {}) {
  const element = Object.assign(document.createElement(name), properties)
  Object.assign(element.style, style)
  return element
}

/**
 * @param {{ title: string, button: string, path: string, notice: string }} question
 * @param {(path: string | null) => void} answer
 */
export function askForPath({ title, button, path, notice }, answer) {
  const host = document.createElement('stand-in-dialog')
  const dialog = part('dialog', { ariaLabel: title }, { font: '14px system-ui, sans-serif', width: 'min(560px, 90vw)', padding: '16px', border: '1px solid #777', borderRadius: '8px', background: '#222', color: '#fff' })
  const form = part('form', {}, { display: 'grid', gap: '12px' })
  const heading = part('strong', { textContent: title })
  const field = part('input', { type: 'text', value: path, ariaLabel: 'Save as (path)', spellcheck: false, autocomplete: 'off' }, { font: 'inherit', padding: '6px', background: '#fff', color: '#000' })
  const note = part('div', { textContent: notice, role: 'alert' })
  const buttons = part('div', {}, { display: 'flex', gap: '8px', justifyContent: 'flex-end' })
  const cancel = part('button', { type: 'button', textContent: 'Cancel' }, { font: 'inherit', padding: '4px 12px' })
  const save = part('button', { type: 'submit', textContent: button }, { font: 'inherit', padding: '4px 12px' })
  const close = (value) => {
    dialog.close()
    host.remove()
    answer(value)
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (field.value.trim() !== '') close(field.value.trim())
  })
  cancel.addEventListener('click', () => close(null))
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    close(null)
  })
  // The app's own shortcuts are not for what is typed here.
  host.addEventListener('keydown', (event) => event.stopPropagation())
  buttons.append(cancel, save)
  form.append(heading, field, note, buttons)
  dialog.append(form)
  document.documentElement.append(host)
  host.attachShadow({ mode: 'closed' }).append(dialog)
  dialog.showModal()
  field.focus()
  field.setSelectionRange(path.length - path.split(/[/\\]/).at(-1).length, path.length)
}
