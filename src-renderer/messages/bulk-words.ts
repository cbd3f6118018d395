import { mdiCancel, mdiMinusCircleOutline, mdiTimerSandEmpty } from '@mdi/js'
import type { ActionState } from '../../src-shared/action-records.ts'
import { bulkLargest, type BulkAction, type BulkItem, type BulkItemState, type BulkRun } from '../../src-shared/bulk-runs.ts'
import { mostExcepted } from '../../src-shared/device-export.ts'
import { actionNames, stateWords, type StateWords } from './action-words.ts'
import { unavailableReasonMessages } from './availability-messages.ts'
import { countByState } from './bulk-counts.ts'
import { visibleText } from './display-text.ts'
import { errorMessages } from './error-messages.ts'
import { exactUtcTime } from './time-words.ts'
import type { ToastText } from './toast-texts.ts'
import { toneIcons } from './tones.ts'

const numbers = new Intl.NumberFormat('en-GB')
const day = 86_400_000

/** "1 device", "1,200 devices". */
export const devicesCount = (count: number): string => `${numbers.format(count)} ${count === 1 ? 'device' : 'devices'}`

/** In a sentence, before the devices: "Lock 12 devices". */
export const bulkVerbs: Record<BulkAction, string> = { sync: 'Sync', restart: 'Restart', 'remote-lock': 'Lock' }

/** What it does to each of them, for the review. */
export const bulkConsequences: Record<BulkAction, string> = {
  sync: 'Each device checks in with Intune and takes what waits for it. Nobody is disturbed.',
  restart: 'Each device restarts when the request reaches it. What people have not saved is lost.',
  'remote-lock': 'Each device is locked when the request reaches it. Its own passcode opens it again.',
}

/** What is held as a search and a filter is nothing without them. */
export const everythingIsCleared = 'The selection is cleared: “all found” meant the search or filter before.'

/** Why the bar has so few buttons. */
export const neverInBulk = 'Passcode reset, wipe and removal are never done to many devices at once, on purpose: each needs one device, one caller and one fresh sign-in. Open the device for that.'
/** What more devices than one run takes are good for. */
export const everythingIsForCopies = `For export only: one run takes at most ${bulkLargest} devices.`
export const tooManyExcepted = `No more than ${mostExcepted} can be left out of all that are found. Search or filter first.`
export const tooManyToTick = `One run takes at most ${bulkLargest} devices. Search for fewer first.`

export const bulkItemWords: Record<BulkItemState, StateWords> = {
  checking: { word: 'Being read', tone: 'neutral', icon: mdiTimerSandEmpty },
  ready: { word: 'Will get it', tone: 'good', icon: toneIcons.good },
  unavailable: { word: 'Left out', tone: 'warn', icon: mdiMinusCircleOutline },
  waiting: { word: 'Waiting', tone: 'neutral', icon: mdiTimerSandEmpty },
  sending: { word: 'Sending', tone: 'wait', icon: toneIcons.wait },
  requested: stateWords.requested,
  refused: { word: 'Refused', tone: 'bad', icon: toneIcons.bad },
  unknown: stateWords.unknown,
  'not-sent': { word: 'Not sent', tone: 'neutral', icon: mdiCancel },
}

/** Graph allows an app so many requests to a tenant in so much time. */
export const heldBackSentence = 'Waiting for Intune’s limit of 200 requests in 20 seconds. It goes on by itself.'

export function phaseTitle(action: BulkAction, phase: BulkRun['phase'] | 'refused', count: number): string {
  const what = `${bulkVerbs[action]} ${devicesCount(count)}`
  switch (phase) {
    case 'refused': return what
    case 'checking': return `${what}: reading them`
    case 'review': return `${what}?`
    case 'running': return `${what}: under way`
    case 'ended': return `${what}: ended`
  }
}

/** Each with how often it is there, the commonest first. */
function tally<K>(keys: readonly K[]): readonly { readonly key: K; readonly count: number }[] {
  const counts = new Map<K, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts].map(([key, count]) => ({ key, count })).sort((a, b) => b.count - a.count)
}

/** Why an item is left out, was refused or is not certain; "" where there is nothing to say. */
export function whyOf(item: BulkItem): string {
  if (item.state === 'unavailable' && item.reason !== null) return unavailableReasonMessages[item.reason]
  return item.code === null ? '' : errorMessages[item.code].what
}

/** Reasons with how many devices each concerns, the commonest first. */
export function whyCounts(items: readonly BulkItem[], state: BulkItemState): readonly { readonly text: string; readonly count: number }[] {
  return tally(items.filter((item) => item.state === state).map(whyOf)).map(({ key, count }) => ({ text: key === '' ? 'No reason was given.' : key, count }))
}

const have = (count: number): string => (count === 1 ? 'has' : 'have')

/** What the last check-ins promise: who will wait. "" when all of them are about. */
export function checkInForecast(items: readonly BulkItem[], nowMs: number): string {
  const never = items.filter((item) => item.lastSyncAt === null).length
  const old = items.filter((item) => item.lastSyncAt !== null && nowMs - Date.parse(item.lastSyncAt) > 7 * day).length
  const away = items.filter((item) => item.lastSyncAt !== null && nowMs - Date.parse(item.lastSyncAt) > day).length - old
  const parts = [
    old > 0 ? `${devicesCount(old)} ${have(old)} not checked in for a week` : '',
    away > 0 ? `${devicesCount(away)} ${have(away)} not checked in for a day` : '',
    never > 0 ? `${devicesCount(never)} ${have(never)} never checked in` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `${parts.join(', ')}: ${old + away + never === 1 ? 'it gets this when it is' : 'they get this when they are'} online again.`
}

export function macPinSentence(items: readonly BulkItem[]): string {
  const macs = items.filter((item) => item.kind === 'macos').length
  if (macs === 0) return ''
  return `${macs === 1 ? '1 Mac restarts' : `${macs} Macs restart`} and ask for a six-digit PIN that Intune makes for each. Open the Mac in the console to read its PIN.`
}

/** "110 requested, 2 refused": what happened to those that were meant to get it. */
export function resultInWords(items: readonly BulkItem[]): string {
  const counts = countByState(items)
  const order: readonly BulkItemState[] = ['requested', 'refused', 'unknown', 'not-sent', 'unavailable']
  const parts = order.filter((state) => counts[state] > 0).map((state) => `${numbers.format(counts[state])} ${bulkItemWords[state].word.toLowerCase()}`)
  return parts.length === 0 ? 'nothing was sent' : parts.join(', ')
}

export function bulkEndedToast(run: BulkRun): ToastText {
  const counts = countByState(run.items)
  const why = run.code === null || run.code === 'bulk-cancelled' ? '' : ` ${errorMessages[run.code].what}`
  const tone = counts.refused > 0 || run.code !== null ? 'bad' : counts.unknown > 0 ? 'warn' : 'info'
  return { text: `${actionNames[run.action]} on many devices has ended: ${resultInWords(run.items)}.${why}`, tone, deviceId: null }
}

/** The result for a ticket or a mail. `standOf`: how a request that was accepted stands by now. */
export function bulkReport(run: BulkRun, standOf: (attemptId: string) => ActionState | null, nowMs: number): string {
  const lines = run.items.map((item) => {
    const stand = item.attemptId === null ? null : standOf(item.attemptId)
    const word = stand === null || item.state !== 'requested' ? bulkItemWords[item.state].word : stateWords[stand].word
    const name = `${visibleText(item.deviceName) || 'no name'} (${visibleText(item.serialNumber) || 'no serial'})`
    const why = whyOf(item)
    return `${word}: ${name}${why === '' ? '' : `: ${why}`}`
  })
  const head = [
    `${actionNames[run.action]} on ${devicesCount(run.items.length)}: ${resultInWords(run.items)}`,
    ...(run.ticket === '' ? [] : [`Ticket: ${run.ticket}`]),
    ...(run.reason === '' ? [] : [`Reason: ${run.reason}`]),
    `Copied: ${exactUtcTime(new Date(nowMs).toISOString())}`,
  ]
  return [...head, '', ...lines].join('\n')
}

/** How a run stands, in a few letters, for the rail. */
export function pillWords(run: BulkRun, done: number, total: number): string {
  return run.phase === 'running' ? `${done} of ${total}` : run.phase === 'ended' ? 'Ended' : run.phase === 'review' ? 'To confirm' : 'Reading'
}
