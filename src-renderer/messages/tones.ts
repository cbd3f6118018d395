import {
  mdiAlertCircleOutline, mdiAlertOutline, mdiCheckCircleOutline, mdiClockOutline, mdiInformationOutline, mdiMinusCircleOutline,
} from '@mdi/js'

/** How a status feels; each has its own icon, so that colour is never alone. */
export type Tone = 'good' | 'warn' | 'bad' | 'wait' | 'info' | 'neutral'

export const toneIcons: Record<Tone, string> = {
  good: mdiCheckCircleOutline,
  warn: mdiAlertOutline,
  bad: mdiAlertCircleOutline,
  wait: mdiClockOutline,
  info: mdiInformationOutline,
  neutral: mdiMinusCircleOutline,
}
