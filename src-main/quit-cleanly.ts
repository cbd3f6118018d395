import type { App } from 'electron'

/**
 * Nothing ends before `close` has: the first request to quit waits for it, and so does any other that comes meanwhile (the last window closes
 * while the system asks, or somebody presses Quit twice).
 */
export function quitCleanly(app: Pick<App, 'on' | 'quit'>, close: () => Promise<void>): void {
  let state: 'running' | 'closing' | 'closed' = 'running'
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void close().finally(() => {
      state = 'closed'
      app.quit()
    })
  })
}
