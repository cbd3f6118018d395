import type { AppInfo } from '../../src-shared/app-info.ts'
import type { DirectoryNotice } from '../../src-shared/device.ts'

/** What happened to the list, in one sentence. */
export const noticeWords: Record<DirectoryNotice, string> = {
  'snapshot-dropped': 'The devices that were kept on this PC since your last session could not be opened and have been deleted. The list is being read from Intune.',
}

/** Intune has not given the page that was asked for, and it is being asked again. */
export const waitingWords = 'Intune does not answer as it should just now. The console keeps trying: nothing need be done.'

/** Whether the next start shows the last known devices at once, in one sentence. */
export const listKeptWords: Record<AppInfo['listKept'], string> = {
  kept: 'The device list is kept on this PC, encrypted for you alone, so that the next start shows it at once.',
  'no-key-store': 'The device list is not kept for the next start: this PC has no store that could protect its key.',
  'shared-pc': 'The device list is not kept for the next start: nothing is on a shared PC.',
}
