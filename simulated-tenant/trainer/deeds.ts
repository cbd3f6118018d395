import type { ControlOrder } from '../control/schema.ts'

/** Something that a button of the trainer's page does, by way of the control endpoint's orders. */
export interface Deed {
  readonly label: string
  /** Told on the page that follows. */
  readonly said: string
  /** `subject`: what the button was pressed for, the code of an approval or the id of a device; "" for none. */
  readonly order: (subject: string) => ControlOrder
}

const minute = 60_000
const hour = 60 * minute

const ahead = (label: string, advanceMs: number): Deed => ({
  label: `${label} ahead`, said: `The clock went ${label} ahead.`, order: () => ({ advanceMs }),
})

/** What can be done to the whole tenant. */
export const clockDeeds: Readonly<Record<string, Deed>> = {
  'ten-minutes': ahead('10 minutes', 10 * minute),
  'eight-hours': ahead('8 hours', 8 * hour),
  'seven-days': ahead('7 days', 7 * 24 * hour),
}

/** What can be done to one device. */
export const deviceDeeds: Readonly<Record<string, Deed>> = {
  'go-offline': {
    label: 'Go offline', said: 'The device is offline. It fetches nothing until it comes online again.',
    order: (id) => ({ device: { id, model: { online: false, nextCheckInInMs: null } } }),
  },
  'come-online': {
    label: 'Come online', said: 'The device is online. It fetches what is queued for it.',
    order: (id) => ({ device: { id, model: { online: true } } }),
  },
  'check-in': {
    label: 'Check in once', said: 'The device checked in and fetched what waited for it.',
    order: (id) => ({ device: { id, checkIn: true } }),
  },
  'next-fails': {
    label: 'Let the next action fail', said: 'The next action that the device fetches will fail.',
    order: (id) => ({ device: { id, model: { nextAction: 'fail' } } }),
  },
  'next-not-supported': {
    label: 'Let the next action be not supported', said: 'The next action that the device fetches will end as not supported.',
    order: (id) => ({ device: { id, model: { nextAction: 'notSupported' } } }),
  },
  'next-as-usual': {
    label: 'Let the next action end as usual', said: 'The next action will end as it would anyway.',
    order: (id) => ({ device: { id, model: { nextAction: null } } }),
  },
}

/** What another administrator can do about a request that waits. */
export const approvalDeeds: Readonly<Record<string, Deed>> = {
  approve: {
    label: 'Approve', said: 'The request is approved. Who asked can send it again now.',
    order: (code) => ({ approvals: { code, decision: 'approve' } }),
  },
  reject: {
    label: 'Reject', said: 'The request is rejected.',
    order: (code) => ({ approvals: { code, decision: 'reject' } }),
  },
}

const deeds = new Map(Object.entries({ ...clockDeeds, ...deviceDeeds, ...approvalDeeds }))

/** The deed of that name. */
export function deedOf(name: string | null): Deed | undefined {
  return deeds.get(name ?? '')
}
