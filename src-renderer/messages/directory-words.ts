import type { DirectoryNotice } from '../../src-shared/device.ts'

/** What happened to the list, in one sentence. */
export const noticeWords: Record<DirectoryNotice, string> = {
  'snapshot-dropped': 'The devices that were kept on this PC since your last session could not be opened and have been deleted. The list is being read from Intune.',
}
