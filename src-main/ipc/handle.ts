import { ipcMain } from 'electron'
import type { IpcMainInvokeEvent } from 'electron'
import type { AnswerOf, RequestChannel, RequestOf } from '../../src-shared/ipc-contract.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { RequestParsers } from './parse-requests.ts'

export type RequestHandlers = {
  readonly [C in RequestChannel]: (request: RequestOf<C>) => AnswerOf<C> | Promise<AnswerOf<C>>
}

export interface HandleOptions {
  readonly parsers: RequestParsers
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean
  readonly onProblem: (where: string, cause: unknown) => void
}

/**
 * Registers every channel of the contract; the only file that touches ipcMain. A frame that is not the console's own
 * page is rejected (not answered), arguments are parsed before they are used, and what a handler throws by mistake
 * becomes `unexpected`: Electron would hand only its message over, and that may hold anything.
 */
export function registerHandlers(handlers: RequestHandlers, options: HandleOptions): void {
  for (const channel of Object.keys(handlers) as RequestChannel[]) {
    ipcMain.handle(channel, async (event, ...args: unknown[]) => {
      if (!options.isTrusted(event)) {
        options.onProblem(`ipc ${channel}`, 'untrusted sender')
        throw new Error('untrusted sender')
      }
      if (args.length > 1) return refuse('invalid-request')
      const parsed = options.parsers[channel].safeParse(args[0])
      if (!parsed.success) return refuse('invalid-request')
      try {
        const handler = handlers[channel] as (request: unknown) => unknown
        return await handler(parsed.data)
      } catch (cause) {
        options.onProblem(`ipc ${channel}`, cause)
        return refuse('unexpected')
      }
    })
  }
}
