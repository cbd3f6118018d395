import { hiddenFields } from '../../factories/practice-sign-in.ts'
import type { TenantUnderTest } from '../tenant-under-test.ts'

/** How the press of a button differs from what a browser on the page would send. */
export interface Press {
  /** The device whose page it is on. */
  readonly device?: string
  readonly fields?: Record<string, string>
  /** undefined: not sent. */
  readonly headers?: Record<string, string | undefined>
}

/** What a spec does with the trainer's page, over HTTP. */
export interface TrainerForms {
  see(path: string, init?: RequestInit): Promise<Response>
  htmlOf(path: string): Promise<string>
  /** Presses a button as a browser on the page would, unless told to differ from it. */
  press(button: string, difference?: Press): Promise<Response>
}

/** Makes those helpers for a tenant. */
export function trainerForms(tenant: TenantUnderTest): TrainerForms {
  const base = (): string => tenant.address.graphBaseUrl
  const see = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${base()}${path}`, init)
  const htmlOf = async (path: string): Promise<string> => (await see(path)).text()
  return {
    see, htmlOf,
    press: async (button, { device = '', fields = {}, headers = {} } = {}) => {
      const { token = '' } = hiddenFields(await htmlOf('/practice/'))
      const sent: Record<string, string | undefined> = {
        'content-type': 'application/x-www-form-urlencoded', 'origin': base(), 'sec-fetch-site': 'same-origin', ...headers,
      }
      return see('/practice/page', {
        method: 'POST', redirect: 'manual', body: new URLSearchParams({ token, do: button, device, ...fields }).toString(),
        headers: Object.fromEntries(Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined)),
      })
    },
  }
}
