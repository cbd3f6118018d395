import { EventEmitter } from 'node:events'
import { beforeAll, describe, expect, it, vi } from 'vitest'

type Handler = (...args: unknown[]) => unknown
const electron = vi.hoisted(() => ({ app: null as unknown as EventEmitter, session: { defaultSession: null as unknown as EventEmitter } }))
vi.mock('electron', () => electron)

const app = new EventEmitter()
const handlers: Record<string, Handler> = {}
const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: (handler: Handler) => (handlers['request'] = handler),
  setPermissionCheckHandler: (handler: Handler) => (handlers['check'] = handler),
  setDevicePermissionHandler: (handler: Handler) => (handlers['device'] = handler),
})
const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: (handler: Handler) => (handlers['open'] = handler) })

beforeAll(async () => {
  Object.assign(electron, { app, session: { defaultSession } })
  const { denyPermissions, hardenEverything } = await import('../../../src-main/window/harden.ts')
  hardenEverything((url) => url.startsWith('app://console/'))
  denyPermissions()
  app.emit('web-contents-created', {}, contents)
})

/** Whether the way was closed. */
function isStopped(emitter: EventEmitter, name: string, members: object = {}, ...more: unknown[]): boolean {
  let stopped = false
  emitter.emit(name, { ...members, preventDefault: () => (stopped = true) }, ...more)
  return stopped
}

describe('the page', () => {
  it('opens no window', () => {
    expect(handlers['open']?.({ url: 'app://console/index.html' })).toEqual({ action: 'deny' })
  })
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('leaves nowhere by %s', (name) => {
    expect(isStopped(contents, name, { url: 'https://evil.example/' })).toBe(true)
    expect(isStopped(contents, name, { url: 'app://console/index.html' })).toBe(false)
    expect(isStopped(contents, name)).toBe(true)
  })
  it('takes in no other page, and saves nothing', () => {
    expect(isStopped(contents, 'will-attach-webview')).toBe(true)
    expect(isStopped(defaultSession, 'will-download')).toBe(true)
  })
  it('has no permission', () => {
    const granted: unknown[] = []
    handlers['request']?.(contents, 'clipboard-read', (isGranted: boolean) => granted.push(isGranted))
    expect([...granted, handlers['check']?.(contents, 'media'), handlers['device']?.({})]).toEqual([false, false, false])
  })
})
