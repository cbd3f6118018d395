import { dialog } from 'electron'

/** Asks whether a newer version is to be downloaded; it is installed when the console is closed. */
export async function askForUpdate(version: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'Helpdesk Console',
    message: `Version ${version} of the Helpdesk Console is available.`,
    detail: 'It is downloaded now, its signature is checked, and it is installed when you close the console. Windows may ask for an administrator then.',
    buttons: ['Not now', 'Download'],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}
