import { openInDefaultBrowser } from './open-in-browser.ts'
import { showOpenDialog } from './open-dialog.ts'
import type { OpenDialogAnswer, OpenDialogOptions } from './open-dialog.ts'
import { showSaveDialog } from './save-dialog.ts'
import type { SaveDialogAnswer, SaveDialogOptions } from './save-dialog.ts'
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
  /** The window may be given first; there is one page to ask in either case. */
  showSaveDialog: (...given: readonly [SaveDialogOptions] | readonly [window: object, options: SaveDialogOptions]): Promise<SaveDialogAnswer> =>
    showSaveDialog(given.length === 1 ? given[0] : given[1]),
  showOpenDialog: (...given: readonly [OpenDialogOptions] | readonly [window: object, options: OpenDialogOptions]): Promise<OpenDialogAnswer> =>
    showOpenDialog(given.length === 1 ? given[0] : given[1]),
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
