import { shell } from 'electron'

/** Opens an address in the person's browser; the only file that touches `shell`. Refuses everything but https, mailto, and plain http on this PC (the practice tenant). */
export async function openInBrowser(address: string): Promise<void> {
  const url = new URL(address)
  const isLoopback = url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost')
  if (url.protocol !== 'https:' && url.protocol !== 'mailto:' && !isLoopback) {
    throw new Error(`will not open an address of the kind ${url.protocol}`)
  }
  if (url.username !== '' || url.password !== '') throw new Error('will not open an address with a name and password in it')
  await shell.openExternal(url.href)
}
