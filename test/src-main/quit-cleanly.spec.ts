import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { quitCleanly } from '../../src-main/quit-cleanly.ts'

/** Electron's way: quit asks everybody, and ends unless one of them prevented it. */
function anApp() {
  const events = new EventEmitter()
  const app = {
    hasEnded: false,
    on: (name: 'before-quit', listener: (event: { preventDefault: () => void }) => void) => events.on(name, listener),
    quit: () => {
      let isPrevented = false
      events.emit('before-quit', { preventDefault: () => (isPrevented = true) })
      app.hasEnded ||= !isPrevented
    },
  }
  return app
}

describe('quitting', () => {
  it('waits until everything is closed, however often it is asked for, and closes once', async () => {
    const app = anApp()
    const closed = Promise.withResolvers<undefined>()
    let closings = 0
    quitCleanly(app as unknown as Parameters<typeof quitCleanly>[0], () => {
      closings += 1
      return closed.promise
    })
    app.quit()
    app.quit()
    expect(app.hasEnded).toBe(false)
    closed.resolve(undefined)
    await closed.promise
    await new Promise(setImmediate)
    expect([app.hasEnded, closings]).toEqual([true, 1])
  })
})
