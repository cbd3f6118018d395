import { nativeThemeControl } from './native-theme.ts'
import { notificationControl } from './notification.ts'
import type { FromPage } from './page-link.ts'

/** What a page tells that concerns the whole app rather than its window. */
export function handlePageMessage(message: FromPage): void {
  if (message.type === 'hello' || message.type === 'scheme') nativeThemeControl.setSystem(message.isDark)
  if (message.type === 'hello') notificationControl.showAgain()
  if (message.type === 'notification') notificationControl.fromPage(message.id, message.event)
}
