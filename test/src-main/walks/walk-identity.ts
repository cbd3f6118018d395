import { createSession } from '../../../src-main/sign-in/session.ts'
import type { PracticeTenantAddress } from '../../../src-shared/practice-tenant.ts'
import type { MovableClock } from '../../factories/movable-clock.ts'
import { signInThroughPage } from '../../factories/practice-sign-in.ts'
import { tenantRemote } from '../../factories/practice-tenant.ts'
import type { Person, SignInMode, WalkIdentity } from './played-identity.ts'

const knobs = {
  fresh: { authTime: 'on-request' }, stale: { authTime: 'stale' }, 'no-auth-time': { authTime: 'never' }, 'bad-nonce': { badNonce: true }, declined: {},
} as const
const wellBehaved = { authTime: 'on-request', badNonce: false } as const

/** The console's own session: real MSAL against the practice tenant's sign-in page, filled in over HTTP. */
export function realIdentity(clock: MovableClock, address: PracticeTenantAddress): WalkIdentity {
  const { control } = tenantRemote(address)
  let url: string | null = null
  let wakeUp: () => void = () => undefined
  const session = createSession({
    tenant: async () => ({
      status: 'ok',
      tenant: { authority: address.authority, tenantId: address.tenantId, clientId: address.clientId, graphBaseUrl: address.graphBaseUrl, name: 'Practice', isPractice: true },
    }),
    fetch: globalThis.fetch, clock,
    openInBrowser: async (opened) => {
      url = opened
      wakeUp()
    },
    onChanged: (state) => {
      if (state.status === 'signing-in' || state.status === 'confirming') return
      url = null
      wakeUp()
    },
    onProblem: () => undefined,
  })
  const opened = (): Promise<void> => (url !== null ? Promise.resolve() : new Promise((resolve) => (wakeUp = resolve)))
  async function fillIn(person: Person, mode: SignInMode): Promise<void> {
    const page = url
    url = null
    if (page === null) return
    await control({ entra: knobs[mode] })
    // A page that nobody waits for any more has nowhere to deliver to.
    await signInThroughPage(page, person.upn, { decline: mode === 'declined' }).catch(() => undefined)
    // The tokens are fetched after the page has delivered: until then the tenant goes on misbehaving.
    while (['confirming', 'signing-in'].includes(session.state().status)) await new Promise((resolve) => setTimeout(resolve, 2))
    await control({ entra: wellBehaved })
  }
  return {
    session,
    readToken: () => session.accessToken('read'),
    pageOpened: opened,
    isPageOpen: () => session.state().status === 'confirming',
    answerPage: fillIn,
    signIn: async (person, mode) => {
      const signedIn = session.signIn()
      await opened()
      await fillIn(person, mode === 'bad-nonce' ? 'declined' : mode)
      await signedIn
    },
    leave: () => session.signOut(),
  }
}
