import { ipcMain } from 'electron'
import type { IpcMainInvokeEvent } from 'electron'
import type { AnswerOf, RequestChannel, RequestOf } from '../../src-shared/ipc-contract.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import { requestChannels } from './channels.ts'
import type { RequestParsers } from './parse-requests.ts'

export type RequestHandlers = {
  readonly [C in RequestChannel]: (request: RequestOf<C>) => AnswerOf<C> | Promise<AnswerOf<C>>
}

/** What a request needs once it is known to be the console's own. */
export interface Answering {
  readonly handlers: RequestHandlers
  readonly parsers: RequestParsers
}

export interface HandleOptions {
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean
  readonly onProblem: (where: string, cause: unknown) => void
}

/**
 * Registers every channel of the contract, before the window that calls them; the only file that touches ipcMain. A frame that is not the
 * console's own page is rejected (not answered) at once; any other request waits for `answering`, which is loaded meanwhile. Arguments are parsed
 * before they are used, and what a handler throws by mistake becomes `unexpected`: Electron would hand only its message over, and that may hold anything.
 */
export function registerHandlers(answering: Promise<Answering>, options: HandleOptions): void {
  for (const channel of requestChannels) {
    ipcMain.handle(channel, async (event, ...args: unknown[]) => {
      // Asked now: while a request waits, its page may be gone.
      if (!options.isTrusted(event)) {
        options.onProblem(`ipc ${channel}`, 'untrusted sender')
        throw new Error('untrusted sender')
      }
      if (args.length > 1) return refuse('invalid-request')
      try {
        const { handlers, parsers } = await answering
        const parsed = parsers[channel].safeParse(args[0])
        if (!parsed.success) return refuse('invalid-request')
        const handler = handlers[channel] as (request: unknown) => unknown
        return await handler(parsed.data)
      } catch (cause) {
        options.onProblem(`ipc ${channel}`, cause)
        return refuse('unexpected')
      }
    })
  }
}
