import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import type { InteractionResults } from 'oidc-provider'
import { send } from '../http/reply.ts'
import { readBody } from '../http/request.ts'
import { noteCaller } from '../journal/entry-of-request.ts'
import type { TenantPerson } from '../people/people.ts'
import type { TenantState } from '../state.ts'
import { page } from './page.ts'
import { signInPage } from './sign-in-page.ts'

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Who the form means; null when account and password do not match. Pressing a person's button stands for typing both. */
function personIn(form: URLSearchParams, people: readonly TenantPerson[]): TenantPerson | null {
  const chosen = form.get('person')
  if (chosen !== null) return people.find(({ upn }) => upn === chosen) ?? null
  const account = (form.get('account') ?? '').trim().toLowerCase()
  return people.find(({ upn, password }) => upn === account && password === form.get('password')) ?? null
}

/**
 * Handles GET and POST of one sign-in page. Consent is an administrator's matter here, as in a company tenant: nobody is
 * asked.
 */
export async function handleSignIn(
  provider: Provider, state: TenantState, request: IncomingMessage, response: ServerResponse
): Promise<void> {
  const finish = (result: InteractionResults): Promise<void> => provider.interactionFinished(
    request, response, result, { mergeWithLastSubmission: false }
  )
  let details
  try {
    details = await provider.interactionDetails(request, response)
  } catch {
    send(response, page('Sign-in is over', '<h1>This sign-in is over</h1><p>Go back to the console and start again.</p>', 400))
    return
  }
  const { params, prompt } = details
  if (prompt.name === 'consent') {
    await finish({ consent: {} })
    return
  }

  const action = request.url ?? ''
  const hint = wordOf(params['login_hint']).toLowerCase()
  // Without a hint it may have been select_account, which is rewritten to login: the person has only to choose.
  const again = hint !== '' && wordOf(params['prompt']).split(' ').includes('login')
  const show = (account: string, wrong: boolean): void => {
    send(response, signInPage({ action, people: state.people, hint, account, again, wrong }))
  }
  if (request.method !== 'POST') {
    show(hint, false)
    return
  }

  const form = new URLSearchParams(await readBody(request) ?? '')
  if (form.has('decline')) {
    await finish({ error: 'access_denied', error_description: 'AADSTS65004: User declined to consent to access the app.' })
    return
  }
  const typed = personIn(form, state.people)
  if (typed === null) {
    show((form.get('account') ?? '').trim(), true)
    return
  }
  const returned = state.people.find(({ upn }) => upn === state.entra.signInAs) ?? typed
  noteCaller(request, returned.oid)
  await finish({ login: { accountId: returned.oid, remember: true, ts: Math.floor(state.clock.now() / 1000) }, consent: {} })
}
