/** The part of Electron's IpcMainInvokeEvent that says where a call comes from. */
export interface CallSource {
  readonly sender: { readonly id: number }
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

/**
 * True only for the top frame of the console's own window showing the console's own page
 * (https://www.electronjs.org/docs/latest/tutorial/security#17-validate-the-sender-of-all-ipc-messages).
 * A frame that has gone (null), a sub-frame, another window, about:blank: all false.
 */
export function isConsoleFrame(source: CallSource, windowId: number | null, consoleOrigin: string): boolean {
  const { senderFrame } = source
  if (senderFrame === null || senderFrame.parent !== null || source.sender.id !== windowId) return false
  return URL.canParse(senderFrame.url) && senderFrame.url.startsWith(`${consoleOrigin}/`)
}
