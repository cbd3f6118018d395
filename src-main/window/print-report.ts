import { randomUUID } from 'node:crypto'
import { BrowserWindow, protocol } from 'electron'

/** Reports come from a scheme of their own, so that none is ever of the console's own origin. */
export const reportScheme = 'report'

const documents = new Map<string, string>()

/** Serves the reports that are being printed, each under an address that nobody can guess. Once. */
export function serveReports(): void {
  protocol.handle(reportScheme, (request) => {
    const document = documents.get(request.url)
    if (document === undefined) return new Response(null, { status: 404 })
    return new Response(document, { headers: { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } })
  })
}

/**
 * Prints a document to a tagged PDF, in a window that nobody sees and that runs no script; its size and margins are those of its own style.
 * Rejects when `signal` aborts, and with what Electron says.
 */
export async function printReport(document: string, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted()
  const url = `${reportScheme}://print/${randomUUID()}`
  documents.set(url, document)
  const window = new BrowserWindow({
    show: false,
    webPreferences: { javascript: false, sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false, spellcheck: false },
  })
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the report was given up')), { once: true })
  })
  const printed = async (): Promise<Uint8Array> => {
    await window.loadURL(url)
    return window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true, generateTaggedPDF: true })
  }
  try {
    return await Promise.race([printed(), aborted])
  } finally {
    documents.delete(url)
    if (!window.isDestroyed()) window.destroy()
  }
}
