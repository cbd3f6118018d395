import type { AuditFindingCode } from '../../src-shared/audit-health.ts'

/** What each finding means, for whoever reads the command's output. */
export const findingSentences: Readonly<Record<AuditFindingCode, string>> = {
  'row-changed': 'The text of this row was changed after it was written: its hash is another.',
  'row-missing': 'One or more rows before this one are missing.',
  'row-out-of-place': 'This row does not follow the row before it: rows were swapped, put in or written again.',
  'row-foreign': 'This row was written for another log.',
  'row-not-ours': 'This row was written by something other than this console.',
  'row-unreadable': 'This is not a row as the console writes it.',
  'seal-forged': 'The seal in this row was not made with the key that was due.',
  'seal-wrong-epoch': 'The seal in this row was made out of turn, with an earlier or later key.',
  'seal-does-not-fit': 'The seal in this row is of other rows than those before it.',
  'seal-missing': 'Too many rows follow one another without a seal: seals were taken out.',
  'key-missing': 'The log does not begin with the key that seals it.',
  'tail-missing': 'Rows at the end are missing, or are not those that were counted when the file was written.',
  'history-rewritten': 'The second copy of the head knows another row at this number.',
  'head-copy-missing': 'The second copy of the head is gone.',
  'head-copy-forged': 'The second copy of the head was not written by this console.',
  'guards-missing': 'Tables, indexes or triggers of the database were changed.',
  'file-damaged': 'The database file itself is damaged.',
  'file-replaced': 'Another file has its name.',
  'file-missing': 'There is no such file.',
  'earlier-log-changed': 'An earlier log has other rows than when it was set aside.',
  'earlier-log-missing': 'The file of an earlier log is gone.',
  'witness-knows-more': 'The central log has later rows of this log.',
  'witness-disagrees': 'The central log has another row at this number.',
  'not-an-audit-log': 'This is not an audit log of the Helpdesk Console.',
}
