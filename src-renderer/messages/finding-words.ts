import type { AuditFindingCode } from '../../src-shared/audit-health.ts'

/** What a supervisor reads about each thing that can be wrong with a log: what it means, and what to do. */
export const findingWords: Record<AuditFindingCode, string> = {
  'row-changed': 'A row was changed after it was written. Ask who had access to this PC, and compare with Intune’s own log.',
  'row-missing': 'A row was taken out. Compare the time around it with Intune’s own log.',
  'row-out-of-place': 'A row does not follow the one before it: rows were removed, added or exchanged. Compare with Intune’s own log.',
  'row-foreign': 'A row was written for another log. Find out who copied files between PCs.',
  'row-not-ours': 'A row was added by something other than this console. It is kept, and not believed. Report it as a security incident.',
  'row-unreadable': 'A row cannot be read. The disk may be failing, or somebody changed the file. Keep the file, and have the disk checked.',
  'seal-forged': 'A seal was not made by this console. Somebody rewrote the log. Keep the file, and report it as a security incident.',
  'seal-wrong-epoch': 'A seal was made with a key that was not due. Somebody may have used an old key. Report it as a security incident.',
  'seal-does-not-fit': 'A seal is over other rows than those before it. Rows were changed after they were sealed. Report it as a security incident.',
  'seal-missing': 'Seals are missing that must be there. Somebody removed them, or put an older log back. Report it as a security incident.',
  'key-missing': 'The key that seals the log is missing or cannot be read. Ask whether this account’s profile was moved or reset. If not, report it.',
  'tail-missing': 'The newest rows are missing, or an older copy of the log was put back. Ask whether this PC was restored from a backup. If not, report it.',
  'history-rewritten': 'The log holds other rows than the console wrote. Keep the file, and report it as a security incident.',
  'head-copy-missing': 'The second record of the last row is gone. Somebody may have deleted it. Compare the newest rows with Intune’s own log.',
  'head-copy-forged': 'The second record of the last row was not written by this console. Report it as a security incident.',
  'guards-missing': 'The tables of the log were changed, or the file is damaged. Have the disk checked, and ask who opened the file.',
  'file-damaged': 'The file is damaged. The disk may be failing, or somebody changed the file. Keep it, and have the disk checked.',
  'file-replaced': 'Another file was put in the log’s place. Find out who did it, and keep both files.',
  'file-missing': 'The log was deleted or moved. Look for it in backups, and find out who removed it.',
  'earlier-log-changed': 'An earlier log was changed after it had ended. Ask who had access to this PC, and report it.',
  'earlier-log-missing': 'An earlier log is gone. Look for it in backups, and find out who removed it.',
  'witness-knows-more': 'The central log has later rows of this PC’s log than the PC itself: an older copy was put back, or rows were cut off. Ask whether this PC was restored from a backup. If not, report it.',
  'witness-disagrees': 'The central log has other rows of this PC’s log than the PC itself. One of the two was rewritten. Keep the file, and report it as a security incident.',
  'not-an-audit-log': 'The file in the log’s place is not an audit log of this console. Keep it, and find out who put it there.',
}

/** Where the sentence is another one about a log that was read from the central log: of another PC, or of the rows there. */
const centralFindingWords: Partial<Record<AuditFindingCode, string>> = {
  'row-changed': 'A row was changed after it was written. Ask who had access to that PC, and compare with Intune’s own log.',
  'row-unreadable': 'A row cannot be read. Something other than the console wrote it. Keep it, and report it.',
  'tail-missing': 'The newest rows are missing, or an older copy of the log was put back. Ask whether that PC was restored from a backup. If not, report it.',
  'earlier-log-changed': 'A log that was set aside was changed after that. Ask who had access to that PC, and report it.',
  'witness-knows-more': 'The central log has later rows of that PC’s log than the PC itself: an older copy was put back, or rows were cut off. Ask whether that PC was restored from a backup. If not, report it.',
  'witness-disagrees': 'The central log has other rows of that PC’s log than the PC itself. One of the two was rewritten. Keep both, and report it as a security incident.',
}

/** What a supervisor reads about a log that was read from the central log. */
export const centralFinding = (code: AuditFindingCode): string => centralFindingWords[code] ?? findingWords[code]
