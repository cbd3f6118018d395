import { mdiCloudCheckOutline, mdiCloudClockOutline, mdiCloudOffOutline, mdiCloudUploadOutline } from '@mdi/js'
import type { CentralLogStatus } from '../../src-shared/central-log.ts'
import type { StateWords } from './action-words.ts'
import { errorMessages } from './error-messages.ts'
import { toneIcons } from './tones.ts'

const numbers = new Intl.NumberFormat('en-GB')
const dayMs = 86_400_000

/** How this desk's copy in the central log stands. */
export const centralWords: Record<Exclude<CentralLogStatus['state'], 'off'>, StateWords> = {
  'signed-out': { word: 'Central log: waiting for a sign-in', tone: 'wait', icon: mdiCloudClockOutline },
  connecting: { word: 'Central log: connecting', tone: 'wait', icon: mdiCloudClockOutline },
  sending: { word: 'Central log: sending', tone: 'wait', icon: mdiCloudUploadOutline },
  'up-to-date': { word: 'Central log: up to date', tone: 'good', icon: mdiCloudCheckOutline },
  away: { word: 'Central log: cannot be reached', tone: 'warn', icon: mdiCloudOffOutline },
  refused: { word: 'Central log: refused', tone: 'warn', icon: mdiCloudOffOutline },
  disagrees: { word: 'Central log: disagrees', tone: 'bad', icon: toneIcons.bad },
}

/** "3 rows wait"; "" where none do; what is not known is said. */
export function waitingWords({ state, waitingRows }: CentralLogStatus): string {
  if (waitingRows === null) return state === 'up-to-date' || state === 'disagrees' ? '' : 'how many rows wait is not known'
  if (waitingRows === 0) return ''
  return waitingRows === 1 ? '1 row waits' : `${numbers.format(waitingRows)} rows wait`
}

/** Why it is not up to date, and what that means; "" where nobody needs to know more. */
export function whyWords({ state, code }: CentralLogStatus): string {
  if (code === null) return ''
  const { what, device, next } = errorMessages[code]
  switch (state) {
    case 'away': return code === 'central-unreachable' ? device : `${what} ${device}`
    case 'disagrees': return `${device} ${next}`
    default: return `${what} ${device} ${next}`
  }
}

/** What everybody at this desk should know of the central log; null: nothing. `since` is when it came into this state, so that a restart begins the day anew. */
export function centralBanner(status: CentralLogStatus | null, nowMs: number): { readonly tone: 'bad' | 'warn'; readonly text: string } | null {
  if (status === null) return null
  if (status.state === 'disagrees') {
    return { tone: 'bad', text: 'The central log holds other or later rows of this desk than this PC does. Actions on devices are held. Tell your supervisor at once, and do not delete anything.' }
  }
  const isWaiting = status.state !== 'off' && status.state !== 'up-to-date' && status.waitingRows !== 0
  if (!isWaiting || nowMs - Date.parse(status.since) < dayMs) return null
  return { tone: 'warn', text: 'For more than a day this desk’s rows have not reached the central log. Actions go on, and the rows are kept on this PC. Tell your administrator.' }
}
