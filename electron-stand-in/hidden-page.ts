import type { Browser, Page, Route } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { handlerOf } from './protocol.ts'

/** Stands for the app's own schemes in a browser that does not know them; nothing of this name can exist (RFC 6761), so all of it is answered here. */
const origin = 'https://stand-in.invalid/'

export interface PdfOptions {
  readonly landscape?: boolean
  readonly displayHeaderFooter?: boolean
  readonly headerTemplate?: string
  readonly footerTemplate?: string
  readonly printBackground?: boolean
  readonly scale?: number
  readonly pageSize?: string | object
  readonly pageRanges?: string
  readonly preferCSSPageSize?: boolean
  readonly generateTaggedPDF?: boolean
  readonly generateDocumentOutline?: boolean
}

/** Those that mean the same to Electron and to the browser that stands in for it. */
const known = new Set(['landscape', 'displayHeaderFooter', 'headerTemplate', 'footerTemplate', 'printBackground', 'scale', 'pageSize', 'pageRanges', 'preferCSSPageSize',
  'generateTaggedPDF', 'generateDocumentOutline'])

/** A window's page that runs no script: it is never in a tab, and lives in a Chromium of its own until it is closed. */
export interface HiddenPage {
  /** Resolves when it is loaded. Rejects what no handler answers. */
  readonly load: (appUrl: string) => Promise<void>
  readonly print: (options: PdfOptions) => Promise<Buffer>
  readonly close: () => Promise<void>
}

export function createHiddenPage(): HiddenPage {
  let starting: Promise<Browser> | null = null
  let page: Page | null = null
  let isClosed = false

  async function open(): Promise<Page> {
    // The signals are the app's own: it ends its windows, and with them this.
    starting ??= launchChromium({ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false })
    const browser = await starting
    if (isClosed) throw new Error('ERR_ABORTED')
    const context = await browser.newContext({ javaScriptEnabled: false })
    await context.route('**/*', answer)
    return context.newPage()
  }

  return {
    load: async (appUrl) => {
      page ??= await open()
      const [, scheme = '', rest = ''] = /^([^:]+):\/\/(.*)$/s.exec(appUrl) ?? []
      const response = await page.goto(`${origin}${scheme}/${rest}`)
      if (response?.ok() !== true) throw new Error(`ERR_FAILED (-2) loading '${appUrl}'`)
    },
    print: async (options) => {
      const unknown = Object.keys(options).find((name) => !known.has(name))
      if (unknown !== undefined) throw new Error(`stand-in: printToPDF with ${unknown} is not implemented`)
      if (typeof options.pageSize === 'object') throw new Error('stand-in: printToPDF with a pageSize in numbers is not implemented')
      if (page === null) throw new Error('stand-in: printToPDF before loadURL is not implemented')
      const { pageSize, generateTaggedPDF, generateDocumentOutline, ...same } = options
      return page.pdf({
        ...same, ...(pageSize === undefined ? {} : { format: pageSize }), tagged: generateTaggedPDF ?? false, outline: generateDocumentOutline ?? false,
      })
    },
    close: async () => {
      isClosed = true
      const browser = await starting?.catch(() => null)
      await browser?.close()
    },
  }
}

/** Answers from the app's own handlers and from nothing else. */
async function answer(route: Route): Promise<void> {
  const url = route.request().url()
  const [scheme = '', ...rest] = url.startsWith(origin) ? url.slice(origin.length).split('/') : []
  const handler = handlerOf(scheme)
  if (handler === undefined) { await route.abort(); return; }
  const response = await handler(new Request(`${scheme}://${rest.join('/')}`))
  await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) })
}
