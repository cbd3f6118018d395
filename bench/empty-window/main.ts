// The least app with a window: what bench/start.ts compares the console with.
import { app, BrowserWindow, protocol } from 'electron'

protocol.registerSchemesAsPrivileged([{ scheme: 'empty', privileges: { standard: true, secure: true } }])
void app.whenReady().then(() => {
  protocol.handle('empty', () => new Response('<!doctype html><html lang="en"><head><title>Empty</title></head><body><p>Empty</p></body></html>', { headers: { 'content-type': 'text/html' } }))
  const window = new BrowserWindow({ width: 1360, height: 860, webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false } })
  void window.loadURL('empty://window/index.html')
})
