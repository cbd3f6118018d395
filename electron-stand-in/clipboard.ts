import { askAnyPage } from './pages-of-app.ts'
import { strict } from './strict.ts'

let written = ''

/** The browser's clipboard as far as the browser lets the page reach it, and otherwise what the app itself wrote last (see README). */
const members = {
  writeText: async (text: string): Promise<void> => {
    written = text
    await askAnyPage({ type: 'clipboard-write', text })
  },
  readText: async (): Promise<string> => (await askAnyPage({ type: 'clipboard-read' })) ?? written,
  clear: (): void => {
    written = ''
    void askAnyPage({ type: 'clipboard-write', text: '' })
  },
}

export const clipboard = strict('clipboard', members)
export const clipboardControl = { lastWritten: (): string => written }
