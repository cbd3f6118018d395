import { Notification } from 'electron'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'

/** What the operating system's notification says; never a passcode, and no user's name on a screen others may see. */
export function notificationText(record: DeviceActionRecord): { readonly title: string; readonly body: string } {
  const device = record.serialNumber === '' ? record.deviceName : `${record.deviceName} (${record.serialNumber})`
  switch (record.state) {
    case 'done':
      return record.effect === 'passcode-removed'
        ? { title: 'Passcode removed', body: `${device}: the passcode is gone, and none was created.` }
        : { title: 'Passcode reset', body: `${device}: a temporary passcode is ready in the console.` }
    case 'failed':
      return { title: 'Passcode reset failed', body: `${device}: the old passcode is still in place. Open the console for what to do.` }
    case 'not-supported':
      return { title: 'Passcode reset not supported', body: `${device} refused. The old passcode is still in place.` }
    default:
      return { title: 'Passcode reset unclear', body: `${device}: nobody can say yet whether it happened. Open the console.` }
  }
}

/** Shows the notification; a click brings the console to the front. */
export function notifyLanded(record: DeviceActionRecord, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification(notificationText(record))
  notification.on('click', onClick)
  notification.show()
}
