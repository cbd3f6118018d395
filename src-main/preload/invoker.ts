import { ipcRenderer } from 'electron'
import type { AnswerOf, EventChannel, Events, RequestChannel, RequestOf } from '../../src-shared/ipc-contract.ts'

/** A function that sends one request on one channel; the only file that touches ipcRenderer. Extra arguments do not cross. */
export function invoker<C extends RequestChannel>(channel: C) {
  return (request?: RequestOf<C>): Promise<AnswerOf<C>> =>
    (request === undefined ? ipcRenderer.invoke(channel) : ipcRenderer.invoke(channel, request)) as Promise<AnswerOf<C>>
}

/** A function that listens to one event, without Electron's event object, and answers how to stop. */
export function subscriber<C extends EventChannel>(channel: C) {
  return (listener: (event: Events[C]) => void): (() => void) => {
    const receive = (_event: unknown, event: Events[C]): void => listener(event)
    ipcRenderer.on(channel, receive)
    return () => {
      ipcRenderer.removeListener(channel, receive)
    }
  }
}
