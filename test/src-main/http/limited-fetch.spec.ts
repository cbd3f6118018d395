import { describe, expect, it } from 'vitest'
import { fetchWithLimits } from '../../../src-main/http/limited-fetch.ts'

const limits = { headersMs: 1000, totalMs: 1000, maxBytes: 1000 }

describe('a request', () => {
  // Node's fetch has neither cookies nor a cache, so only what is asked of Electron's can be seen here.
  it('takes no cookie, no HTTP login and no cached answer along, and follows no redirect', async () => {
    let asked: RequestInit | undefined
    const fetch: typeof globalThis.fetch = async (_url, init) => {
      asked = init
      return new Response('x')
    }
    await fetchWithLimits({ fetch, url: 'https://graph.example/', method: 'GET', headers: {}, limits })
    expect(asked).toMatchObject({ credentials: 'omit', cache: 'no-store', redirect: 'error' })
  })
})
