import { app, session } from 'electron'

/** Closes every way out of the page: permissions, navigation, new windows, web views, downloads. Once, before the first window. */
export function hardenEverything(isOwnPage: (url: string) => boolean): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    const stayHere = (event: { preventDefault(): void; url?: string }, url?: string): void => {
      if (!isOwnPage(url ?? event.url ?? '')) event.preventDefault()
    }
    contents.on('will-navigate', stayHere)
    contents.on('will-frame-navigate', (event) => stayHere(event))
    contents.on('will-redirect', stayHere)
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** Denies every permission; Electron grants them all unless both handlers say no. */
export function denyPermissions(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', (event) => event.preventDefault())
}
