import { say } from './runtime.ts'
import { tellAnyPage } from './pages-of-app.ts'
import { StrictEmitter, strict } from './strict.ts'

interface NotificationOptions { readonly title?: string; readonly body?: string }

let lastId = 0
const shown = new Map<number, Notification>()

export class Notification extends StrictEmitter {
  readonly notificationId = ++lastId
  title: string
  body: string

  constructor({ title = '', body = '' }: NotificationOptions = {}) {
    super('Notification', ['show', 'click', 'close', 'failed', 'action', 'reply'])
    this.title = title
    this.body = body
    return strict('Notification', this)
  }

  static isSupported(): boolean {
    return true
  }

  /** Shown in the corner of the window's page (no permission is asked of anybody) and told as a line on standard output. */
  show(): void {
    shown.set(this.notificationId, this)
    say(`Notification: ${JSON.stringify({ id: this.notificationId, title: this.title, body: this.body })}`)
    tell(this)
    this.emit('show', {})
  }

  close(): void {
    if (!shown.delete(this.notificationId)) return
    tellAnyPage({ type: 'notification-close', id: this.notificationId })
    this.emit('close', {})
  }
}

function tell(notification: Notification): void {
  tellAnyPage({ type: 'notification', id: notification.notificationId, title: notification.title, body: notification.body })
}

export const notificationControl = {
  fromPage: (id: number, event: 'click' | 'close'): void => {
    const notification = shown.get(id)
    if (notification === undefined) return
    if (event === 'click') notification.emit('click', {})
    notification.close()
  },
  /** After a reload the page shows what nobody has dismissed yet. */
  showAgain: (): void => shown.forEach(tell),
}
