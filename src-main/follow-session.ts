import { assertNever } from '../src-shared/assert-never.ts'
import type { SessionState } from '../src-shared/session.ts'
import type { Directory } from './directory/directory.ts'

export interface SessionFollowers {
  /** Ends every attempt and every run. */
  readonly voidAll: (code?: 'permit-void' | 'session-ended') => void
  readonly directory: Pick<Directory, 'status' | 'refresh' | 'clear'>
  readonly reader: { forget(): void }
  readonly permissions: { forget(): void }
  readonly reconciler: { cancel(): void }
}

/** What the session's change means for the parts that hold something in a person's name. */
export function followSession(state: SessionState, { voidAll, directory, reader, permissions, reconciler }: SessionFollowers): void {
  const forget = (): void => {
    directory.clear()
    reader.forget()
    permissions.forget()
    reconciler.cancel()
  }
  switch (state.status) {
    case 'signed-in':
      // Failed: also what was being read while the same agent confirmed who they are.
      if (['empty', 'failed'].includes(directory.status().phase)) directory.refresh()
      break
    case 'signing-in':
      // Whoever signs in now may be somebody else: nothing of the last session is theirs.
      voidAll()
      forget()
      break
    case 'confirming':
      // The same agent comes back, or nobody does.
      break
    case 'signed-out':
      forget()
      if (state.code === 'session-ended') voidAll('session-ended')
      if (state.code === 'practice-tenant-failed') voidAll()
      break
    case 'no-role':
      forget()
      break
    default:
      assertNever(state)
  }
}
