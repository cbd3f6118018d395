import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'

/**
 * Asks the person where to save, in the system's own dialog over the console's window; it asks by itself before a file is replaced. `fileName`
 * is offered, in Downloads; `kind` names the extension for people. Null when they chose nothing. The only file that opens that dialog.
 */
export async function chooseFile(fileName: string, kind: { readonly name: string; readonly extension: string }): Promise<string | null> {
  const window = BrowserWindow.getAllWindows().find((one) => one.isVisible()) // one that prints is not
  const options = {
    title: 'Export the audit log',
    defaultPath: join(app.getPath('downloads'), fileName),
    filters: [{ name: kind.name, extensions: [kind.extension] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'] as ('showOverwriteConfirmation' | 'createDirectory')[],
  }
  const { canceled, filePath } = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}
