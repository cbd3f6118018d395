import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { InteractiveResult } from './interactive.ts'
import { isNotConsented } from './session.ts'

/** A token with these scopes, without a page; 'graph-missing-scope' when nobody has consented to one of them. Kept nowhere but in the result's own client. */
export async function askForScopes({ client, msalAccount }: InteractiveResult, scopes: readonly string[]): Promise<Answer<{ token: string }>> {
  try {
    const found = await client.acquireTokenSilent({ account: msalAccount, scopes: [...scopes], forceRefresh: true })
    return { status: 'ok', token: found.accessToken }
  } catch (cause) {
    return refuse(isNotConsented(cause) ? 'graph-missing-scope' : 'sign-in-failed')
  }
}
