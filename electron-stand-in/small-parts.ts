import { openInDefaultBrowser } from './open-in-browser.ts'
import { strict } from './strict.ts'

export const shell = strict('shell', {
  openExternal: async (url: string): Promise<void> => {
    openInDefaultBrowser(new URL(url).href)
  },
})

export const dialog = strict('dialog', {
  showErrorBox: (title: string, content: string): void => {
    console.error(`${title}\n${content}`)
  },
})

export interface MenuItemTemplate { readonly [key: string]: unknown; readonly submenu?: readonly MenuItemTemplate[] }

/** Kept and never shown: the browser has its own menus. */
export class Menu {
  readonly items: readonly MenuItemTemplate[]
  static #application: Menu | null = null

  constructor(items: readonly MenuItemTemplate[] = []) {
    this.items = items
    return strict('Menu', this)
  }

  static readonly buildFromTemplate = (template: readonly MenuItemTemplate[]): Menu => new Menu(template)
  static readonly setApplicationMenu = (menu: Menu | null): void => {
    Menu.#application = menu
  }
  static readonly getApplicationMenu = (): Menu | null => Menu.#application
}
