import { describe, expect, it } from 'vitest'
import { isConsoleFrame } from '../../../src-main/ipc/sender.ts'

const frame = (url: string, parent: unknown = null) => ({ sender: { id: 1 }, senderFrame: { url, parent } })

describe('isConsoleFrame', () => {
  it('trusts the top frame of the console’s own page', () => {
    expect(isConsoleFrame(frame('app://console/index.html#/devices'), 1, 'app://console')).toBe(true)
  })
  it.each([
    ['a sub-frame', frame('app://console/index.html', {}), 1],
    ['another window', frame('app://console/index.html'), 2],
    ['a closed window', frame('app://console/index.html'), null],
    ['a frame that has gone', { sender: { id: 1 }, senderFrame: null }, 1],
    ['about:blank', frame('about:blank'), 1],
    ['an empty address', frame(''), 1],
    ['a host that begins alike', frame('app://console.evil/index.html'), 1],
    ['a name before the host', frame('app://console@evil/index.html'), 1],
    ['the web', frame('https://console/index.html'), 1],
    ['a file', frame('file:///app://console/'), 1],
  ])('does not trust %s', (_what, source, windowId) => {
    expect(isConsoleFrame(source, windowId, 'app://console')).toBe(false)
  })
})
