import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { listenForRedirect } from '../../../src-main/sign-in/loopback.ts'

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })

describe('listenForRedirect', () => {
  it('takes the code of a form_post with our state, once, and shows a page', async () => {
    const loopback = await listenForRedirect('s1')
    const response = await fetch(loopback.redirectUri, form({ state: 's1', code: 'abc' }))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Go back to the Helpdesk Console')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await loopback.redirected).toEqual({ status: 'ok', code: 'abc' })
    loopback.close()
  })
  it('waits on when something else knocks', async () => {
    const loopback = await listenForRedirect('s1')
    const knocks: readonly (readonly [string, RequestInit])[] = [
      ['/', form({ state: 'other', code: 'evil' })],
      ['/', form({ code: 'evil' })],
      ['/?code=evil&state=s1', { method: 'GET' }],
      ['/elsewhere', form({ state: 's1', code: 'evil' })],
      ['/', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'state=s1&code=evil' }],
      ['/', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'state=s1&state=s2&code=evil' }],
    ]
    for (const [path, init] of knocks) expect((await fetch(loopback.redirectUri + path, init)).status, path).toBe(400)
    await fetch(loopback.redirectUri, form({ state: 's1', code: 'good' }))
    expect(await loopback.redirected).toEqual({ status: 'ok', code: 'good' })
    loopback.close()
  })
  it('does not take a code that came under another name, or in a body without end', async () => {
    const loopback = await listenForRedirect('s1')
    const { port } = new URL(loopback.redirectUri)
    const status = (host: string, body: string): Promise<number | null> => new Promise((resolve) => {
      const headers = { host, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }
      const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? null)
      })
      sent.on('error', () => resolve(null))
      sent.end(body)
    })
    expect(await status(`evil.example:${port}`, 'state=s1&code=evil')).toBe(400)
    expect(await status(`localhost:${port}`, `state=s1&code=evil&more=${'x'.repeat(70_000)}`)).not.toBe(200)
    expect(await status(`localhost:${port}`, 'state=s1&code=good')).toBe(200)
    expect(await loopback.redirected).toEqual({ status: 'ok', code: 'good' })
    loopback.close()
  })
  it.each([
    ['access_denied', 'sign-in-declined'],
    ['server_error', 'sign-in-failed'],
  ])('answers %s with %s', async (error, code) => {
    const loopback = await listenForRedirect('s1')
    await fetch(loopback.redirectUri, form({ state: 's1', error }))
    expect(await loopback.redirected).toMatchObject({ code })
    loopback.close()
  })
  it('listens on this PC only', async () => {
    const loopback = await listenForRedirect('s1')
    const { port } = new URL(loopback.redirectUri)
    const { networkInterfaces } = await import('node:os')
    const others = Object.values(networkInterfaces()).flat().filter((found) => found?.family === 'IPv4' && !found.internal)
    for (const other of others) await expect(fetch(`http://${other?.address}:${port}/`)).rejects.toThrow()
    expect(loopback.redirectUri).toMatch(/^http:\/\/localhost:/)
    loopback.close()
  })
})
