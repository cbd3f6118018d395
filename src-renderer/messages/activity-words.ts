import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import { stateWords } from './action-words.ts'
import { visibleText } from './display-text.ts'
import { forecast } from './forecast.ts'
import { explanationOf } from './outcome-words.ts'
import { parameterFact } from './parameter-words.ts'
import { relativeTime } from './time-words.ts'

/** What the page can be narrowed to. What needs somebody may have ended as well. */
export const activityFilters = ['all', 'in-flight', 'needs-you', 'ended'] as const
export type ActivityFilter = (typeof activityFilters)[number]

export const activityFilterNames: Record<ActivityFilter, string> = { all: 'All', 'in-flight': 'In flight', 'needs-you': 'Needs you', ended: 'Ended' }

export const nothingHere: Record<ActivityFilter, string> = {
  all: 'Nothing has been sent yet. What you do to a device is listed here until it has landed, and afterwards.',
  'in-flight': 'Nothing is on its way.',
  'needs-you': 'Nothing needs you.',
  ended: 'Nothing has ended yet.',
}

/** What came with the action: "New device name: DESK-12"; "" where nothing did. */
export function parametersInWords({ parameters, effect }: Pick<DeviceActionRecord, 'parameters' | 'effect'>): string {
  const fact = parameterFact(parameters, effect)
  return fact === null ? '' : `${fact.label}: ${visibleText(fact.value)}`
}

export function isInFlight(record: DeviceActionRecord): boolean {
  return !record.isFinal && record.state !== 'approved'
}

/** Something that a person has to do or to look into. */
export function needsSomebody(record: DeviceActionRecord): boolean {
  return record.state === 'approved' || record.state === 'failed' || record.state === 'not-supported' || (record.state === 'unknown' && record.isFinal)
}

export function isInFilter(record: DeviceActionRecord, filter: ActivityFilter): boolean {
  switch (filter) {
    case 'all': return true
    case 'in-flight': return isInFlight(record)
    case 'needs-you': return needsSomebody(record)
    case 'ended': return record.isFinal
  }
}

/** What comes next: how long it may take, what to do about a failure, until when an approval is good. Only who asked can send what was approved. */
export function whatComesNext(record: DeviceActionRecord, nowMs: number, isOwn: boolean): string {
  switch (record.state) {
    case 'requested':
    case 'pending': return forecast(record.lastSyncAt, nowMs)
    case 'awaiting-approval': return `A second administrator must approve it${until(record, nowMs)}.`
    case 'approved': return `${isOwn ? 'You' : visibleText(record.agentName)} can send it now${until(record, nowMs)}.`
    case 'done': return record.secret === null ? '' : 'Open the device to read the code.'
    case 'failed':
    case 'not-supported': return explanationOf(record) ?? 'Open the device to see what can be done.'
    case 'unknown': return record.isFinal ? explanationOf(record) ?? 'Nothing more will be learnt. Ask the caller, or open the device.' : 'It is being looked into.'
  }
}

function until(record: DeviceActionRecord, nowMs: number): string {
  if (record.approval === null) return ''
  return Date.parse(record.approval.expiresAt) <= nowMs ? '; the three days are over' : `; the request runs out ${relativeTime(record.approval.expiresAt, nowMs)}`
}

/** "118 done, 2 failed": how the requests of a run stand, the largest part first. */
export function standInWords(records: readonly DeviceActionRecord[]): string {
  const counts = new Map<string, number>()
  for (const record of records) {
    const word = stateWords[record.state].word.toLowerCase()
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([word, count]) => `${count} ${word}`).join(', ')
}
