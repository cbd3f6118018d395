import { Notification } from 'electron'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import { assertNever } from '../../src-shared/assert-never.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'

/** What the operating system's notification says of each action: its name at the start of a sentence, and what its end means. */
const words: Readonly<Record<DeviceActionName, { readonly name: string; readonly done: string; readonly undone: string }>> = {
  rename: { name: 'Rename', done: 'it has its new name.', undone: 'it keeps its name.' },
  'set-management-name': { name: 'Management name', done: 'it has its new management name.', undone: 'it keeps its management name.' },
  remove: { name: 'Remove', done: 'it has left Intune.', undone: 'it is still managed.' },
  'reset-device': { name: 'Reset Device', done: 'it was reset.', undone: 'it was not reset.' },
  'reset-passcode': { name: 'Reset Passcode', done: 'a temporary passcode is ready in the console.', undone: 'the old passcode is still in place.' },
  'remote-lock': { name: 'Remote Lock', done: 'it is locked.', undone: 'it was not locked.' },
  sync: { name: 'Sync', done: 'it has checked in.', undone: 'it has not checked in.' },
  restart: { name: 'Restart', done: 'it was restarted.', undone: 'it was not restarted.' },
  locate: { name: 'Locate', done: 'its location is ready in the console.', undone: 'it was not located.' },
  'delete-record': { name: 'Delete record', done: 'its record is gone.', undone: 'its record is still there.' },
}

function doneSentence(record: DeviceActionRecord): string {
  switch (record.effect) {
    case 'passcode-removed':
      return 'the passcode is gone, and none was created.'
    case 'locked-with-pin':
      return 'it is locked; the PIN that unlocks it is ready in the console.'
    default:
      return words[record.action].done
  }
}

/** What the operating system's notification says; never a passcode, and no user's name on a screen others may see. */
export function notificationText(record: DeviceActionRecord): { readonly title: string; readonly body: string } {
  const device = record.serialNumber === '' ? record.deviceName : `${record.deviceName} (${record.serialNumber})`
  const { name, undone } = words[record.action]
  switch (record.state) {
    case 'done':
      return { title: `${name}: done`, body: `${device}: ${doneSentence(record)}` }
    case 'failed':
      return { title: `${name}: failed`, body: `${device}: ${undone} Open the console for what to do.` }
    case 'not-supported':
      return { title: `${name}: not supported`, body: `${device} refused: ${undone}` }
    case 'approved':
      return { title: `${name}: approved`, body: `${device}: nothing has been sent yet. Open the console to send it.` }
    case 'awaiting-approval':
      return { title: `${name}: waits for approval`, body: `${device}: a second administrator has to approve it first.` }
    case 'requested':
    case 'pending':
    case 'unknown':
      return { title: `${name}: unclear`, body: `${device}: nobody can say yet whether it happened. Open the console.` }
    default:
      return assertNever(record.state)
  }
}

/** Shows the notification; a click brings the console to the front. */
export function notifyLanded(record: DeviceActionRecord, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification(notificationText(record))
  notification.on('click', onClick)
  notification.show()
}
