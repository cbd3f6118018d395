import { EventEmitter } from 'node:events'
import { decode, encode } from './page/codec.js'
import { strict } from './strict.ts'
import type { WebContents } from './web-contents.ts'
import type { WebFrame } from './web-frame.ts'

export interface IpcEvent {
  readonly type: 'frame'
  readonly sender: WebContents
  /** Null once the page that sent it is gone. */
  readonly senderFrame: WebFrame | null
  readonly processId: number
  readonly frameId: number
}
type InvokeHandler = (event: IpcEvent, ...args: unknown[]) => unknown

const handlers = new Map<string, InvokeHandler>()

class IpcMain extends EventEmitter {
  readonly handle = (channel: string, handler: InvokeHandler): void => {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    if (typeof handler !== 'function') throw new Error(`Expected handler to be a function, but found type '${typeof handler}'`)
    handlers.set(channel, handler)
  }
  readonly handleOnce = (channel: string, handler: InvokeHandler): void => {
    this.handle(channel, (event, ...args) => {
      handlers.delete(channel)
      return handler(event, ...args)
    })
  }
  readonly removeHandler = (channel: string): void => {
    handlers.delete(channel)
  }
}

const raw = new IpcMain()
export const ipcMain = strict('ipcMain', raw)

export type InvokeAnswer = { readonly value: unknown } | { readonly error: string }

function ipcEvent(sender: WebContents, frame: WebFrame): IpcEvent {
  return {
    type: 'frame', sender, processId: frame.processId, frameId: frame.routingId,
    get senderFrame() {
      return frame.isDestroyed() ? null : frame
    },
  }
}

/** Answers ipcRenderer.invoke: the handler's value, or its error as the text that Electron would send. */
export async function answerInvoke(sender: WebContents, frame: WebFrame, channel: string, args: unknown): Promise<InvokeAnswer> {
  try {
    const handler = handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return { value: encode(await handler(ipcEvent(sender, frame), ...(decode(args) as unknown[]))) }
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error)
    return { error: String(error) }
  }
}

/** Delivers ipcRenderer.send. */
export function deliver(sender: WebContents, frame: WebFrame, channel: string, args: unknown): void {
  raw.emit(channel, ipcEvent(sender, frame), ...(decode(args) as unknown[]))
}
