import { clipboardControl } from './clipboard.ts'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { notificationControl } from './notification.ts'
import { powerEvents, powerMonitor } from './power-monitor.ts'

type FromTest =
  | { readonly type: 'power'; readonly event: (typeof powerEvents)[number] }
  | { readonly type: 'notification-click'; readonly notification: number }
  | { readonly type: 'clipboard' }
  | { readonly type: 'close-window' }
  | { readonly type: 'quit' }

function act(message: FromTest): unknown {
  switch (message.type) {
    case 'power':
      if (!powerEvents.includes(message.event)) throw new Error(`stand-in: powerMonitor event '${message.event}' is not implemented`)
      return powerMonitor.emit(message.event)
    case 'notification-click': { notificationControl.fromPage(message.notification, 'click'); return; }
    case 'clipboard': return clipboardControl.lastWritten()
    case 'close-window': return BrowserWindow.getAllWindows()[0]?.close()
    case 'quit': { app.quit(); return; }
  }
}

const types = new Set(['power', 'notification-click', 'clipboard', 'close-window', 'quit'])

/** For specs only: a parent that spawned this process with an IPC channel can do what a person or the machine would. */
export function openTestChannel(): void {
  if (process.send === undefined) return
  process.on('message', (message: FromTest & { readonly id?: number }) => {
    if (!types.has(message.type)) return
    const value = act(message)
    if (message.id !== undefined) process.send?.({ type: 'done', id: message.id, value: typeof value === 'string' ? value : null })
  })
  // The tests are gone: so is what they started.
  process.on('disconnect', () => app.exit(0))
}
