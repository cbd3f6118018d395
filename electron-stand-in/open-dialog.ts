import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { getPath } from './app-paths.ts'
import { askAnyPage } from './pages-of-app.ts'

export interface OpenDialogOptions {
  readonly title?: string
  readonly defaultPath?: string
  readonly buttonLabel?: string
  readonly filters?: readonly { readonly name: string; readonly extensions: readonly string[] }[]
  readonly properties?: readonly string[]
}
export interface OpenDialogAnswer { readonly canceled: boolean; readonly filePaths: string[] }

/** The options that are understood here; another one would change what the person sees or gets. */
const known = new Set(['title', 'defaultPath', 'buttonLabel', 'filters', 'properties'])
const knownProperties = new Set(['openFile', 'showHiddenFiles', 'dontAddToRecent'])

/** Asks in the page for the path of one file, again until there is such a file; closed, or no page: canceled. */
export async function showOpenDialog(options: OpenDialogOptions): Promise<OpenDialogAnswer> {
  const unknown = Object.keys(options).find((name) => !known.has(name)) ?? options.properties?.find((name) => !knownProperties.has(name))
  if (unknown !== undefined) throw new Error(`stand-in: dialog.showOpenDialog with ${unknown} is not implemented`)
  let question = { path: options.defaultPath ?? getPath('home', ''), notice: '' }
  for (;;) {
    const path = await askAnyPage({ type: 'save-dialog', title: options.title ?? 'Open', button: options.buttonLabel ?? 'Open', ...question })
    if (path === null) return { canceled: true, filePaths: [] }
    if (isAbsolute(path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true) return { canceled: false, filePaths: [path] }
    question = { path, notice: isAbsolute(path) ? 'There is no such file.' : 'Write the whole path, from the root on.' }
  }
}
