import { statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { getPath } from './app-paths.ts'
import { askAnyPage } from './pages-of-app.ts'

export interface SaveDialogOptions {
  readonly title?: string
  readonly defaultPath?: string
  readonly buttonLabel?: string
  readonly filters?: readonly { readonly name: string; readonly extensions: readonly string[] }[]
  readonly properties?: readonly string[]
}
export interface SaveDialogAnswer { readonly canceled: boolean; readonly filePath: string }

/** The options that are understood here; another one would change what the person sees or gets. */
const known = new Set(['title', 'defaultPath', 'buttonLabel', 'filters', 'properties'])
const knownProperties = new Set(['showOverwriteConfirmation', 'createDirectory', 'showHiddenFiles', 'dontAddToRecent'])

const kindOf = (path: string): 'file' | 'folder' | 'other' | null => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? null : found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
}

/** Where the dialog begins: in a folder that is there, so that pressing Save at once works. */
function startPath(wanted: string): string {
  if (isAbsolute(wanted) && kindOf(dirname(wanted)) === 'folder') return wanted
  return join(getPath('home', ''), basename(wanted))
}

/** Asks in the page for a path, again until it is one that a file can be saved under; closed, or no page: canceled. Nothing is written. */
export async function showSaveDialog(options: SaveDialogOptions): Promise<SaveDialogAnswer> {
  const unknown = Object.keys(options).find((name) => !known.has(name)) ?? options.properties?.find((name) => !knownProperties.has(name))
  if (unknown !== undefined) throw new Error(`stand-in: dialog.showSaveDialog with ${unknown} is not implemented`)
  const asksBefore = options.properties?.includes('showOverwriteConfirmation') === true
  let question = { path: startPath(options.defaultPath ?? ''), notice: '' }
  let agreedTo: string | null = null
  for (;;) {
    const path = await askAnyPage({ type: 'save-dialog', title: options.title ?? 'Save', button: options.buttonLabel ?? 'Save', ...question })
    if (path === null) return { canceled: true, filePath: '' }
    const kind = kindOf(path)
    if (!isAbsolute(path)) question = { path, notice: 'Write the whole path, from the root on.' }
    else if (kind === 'folder' || kind === 'other') question = { path, notice: 'That is not a file.' }
    else if (kindOf(dirname(path)) !== 'folder') question = { path, notice: 'There is no such folder.' }
    else if (kind === 'file' && asksBefore && agreedTo !== path) {
      agreedTo = path
      question = { path, notice: 'This file is there already. Save once more to replace it.' }
    } else return { canceled: false, filePath: path }
  }
}
