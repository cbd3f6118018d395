/** The only file that opens the system's dialogs for files. */
import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'

/**
 * Asks the person where to save, in the system's own dialog over the console's window; it asks by itself before a file is replaced. `fileName`
 * is offered, in Downloads; `kind` names the extension for people. Null when they chose nothing.
 */
export async function chooseFile(title: string, fileName: string, kind: { readonly name: string; readonly extension: string }): Promise<string | null> {
  const window = BrowserWindow.getAllWindows().find((one) => one.isVisible()) // one that prints is not
  const options = {
    title,
    defaultPath: join(app.getPath('downloads'), fileName),
    filters: [{ name: kind.name, extensions: [kind.extension] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'] as ('showOverwriteConfirmation' | 'createDirectory')[],
  }
  const { canceled, filePath } = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}

/** Asks the person for the exported copy of a log that is to be removed; null when they chose nothing. */
export async function chooseCopy(): Promise<string | null> {
  const window = BrowserWindow.getAllWindows().find((one) => one.isVisible()) // as above: a dialog would go with one that prints
  const options = {
    title: 'Show the exported copy',
    defaultPath: app.getPath('downloads'),
    filters: [{ name: 'Audit log', extensions: ['jsonl'] }],
    properties: ['openFile'] as 'openFile'[],
  }
  const { canceled, filePaths } = await (window === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}
