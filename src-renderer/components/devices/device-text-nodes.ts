import { displaySegments } from '../../messages/display-text.ts'

/** What ui/DeviceText.vue shows, as plain nodes: the rows of the grid are made of them. Never HTML. */
export function deviceTextNode(text: string, search: string, placeholder: string): HTMLElement {
  if (text === '') return elementWith('span', 'soft', placeholder)
  const shown = elementWith('bdi', 'device-text')
  for (const segment of displaySegments(text, search)) {
    if (segment.kind === 'plain') shown.append(segment.text)
    else if (segment.kind === 'match') shown.append(elementWith('mark', '', segment.text))
    else if (segment.kind === 'escape') shown.append(elementWith('code', '', segment.text))
    else {
      const stranger = elementWith('span', 'stranger', segment.text)
      stranger.title = segment.words ?? ''
      stranger.append(elementWith('span', 'visually-hidden', ` (${segment.words ?? ''}) `))
      shown.append(stranger)
    }
  }
  return shown
}

/** An element with a class and a text. */
export function elementWith(tag: string, className: string, text = ''): HTMLElement {
  const element = document.createElement(tag)
  if (className !== '') element.className = className
  if (text !== '') element.textContent = text
  return element
}
