import type { DeviceActionRecord } from '../../../src-shared/action-records.ts'
import { actionNames } from '../../messages/action-words.ts'
import { isInFilter, type ActivityFilter } from '../../messages/activity-words.ts'
import { searchWords } from '../../../src-shared/fold-text.ts'
import { containsWord } from '../../messages/display-text.ts'

/** A line of the page: one request, or a run of many under which its requests can be unfolded. */
export type ActivityLine =
  | { readonly kind: 'record'; readonly key: string; readonly record: DeviceActionRecord; readonly isInRun: boolean }
  | { readonly kind: 'run'; readonly key: string; readonly runId: string; readonly records: readonly DeviceActionRecord[]; readonly newest: DeviceActionRecord; readonly isOpen: boolean }

/** Found in device, serial, user, agent, ticket and the action's name; every word must be somewhere. */
function matchesText(record: DeviceActionRecord, text: string): boolean {
  const words = searchWords(text)
  if (words.length === 0) return true
  const all = [record.deviceName, record.serialNumber, record.userDisplayName, record.agentName, record.ticket, actionNames[record.action]].join('\n')
  return words.every((word) => containsWord(all, word))
}

/** Lines in the order of the records (newest first); a run stands where its newest request would. */
export function activityLines(records: readonly DeviceActionRecord[], filter: ActivityFilter, text: string, openRuns: ReadonlySet<string>): readonly ActivityLine[] {
  const shown = records.filter((record) => isInFilter(record, filter) && matchesText(record, text))
  const runs = new Map<string, DeviceActionRecord[]>()
  for (const record of shown) {
    if (record.runId === null) continue
    const members = runs.get(record.runId)
    if (members === undefined) runs.set(record.runId, [record])
    else members.push(record)
  }
  const done = new Set<string>()
  return shown.flatMap((record): ActivityLine[] => {
    const members = record.runId === null ? undefined : runs.get(record.runId)
    if (record.runId === null || members === undefined || members.length === 1) return [line(record, false)]
    if (done.has(record.runId)) return []
    done.add(record.runId)
    const isOpen = openRuns.has(record.runId)
    const head: ActivityLine = { kind: 'run', key: `run-${record.runId}`, runId: record.runId, records: members, newest: record, isOpen }
    return isOpen ? [head, ...members.map((member) => line(member, true))] : [head]
  })
}

function line(record: DeviceActionRecord, isInRun: boolean): ActivityLine {
  return { kind: 'record', key: record.attemptId, record, isInRun }
}
