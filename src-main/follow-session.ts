import { assertNever } from '../src-shared/assert-never.ts'
import type { SessionState } from '../src-shared/session.ts'
import type { Attempts } from './device-actions/attempts.ts'
import type { Directory } from './directory/directory.ts'

export interface SessionFollowers {
  readonly attempts: Pick<Attempts, 'voidAll'>
  readonly directory: Pick<Directory, 'status' | 'refresh' | 'clear'>
  readonly reader: { forget(): void }
  readonly permissions: { forget(): void }
}

/** What the session's change means for the parts that hold something in a person's name. */
export function followSession(state: SessionState, { attempts, directory, reader, permissions }: SessionFollowers): void {
  const forget = (): void => {
    directory.clear()
    reader.forget()
    permissions.forget()
  }
  switch (state.status) {
    case 'signed-in':
      // Failed: also what was being read while the same agent confirmed who they are.
      if (['empty', 'failed'].includes(directory.status().phase)) directory.refresh()
      break
    case 'signing-in':
      // Whoever signs in now may be somebody else: nothing of the last session is theirs.
      attempts.voidAll()
      forget()
      break
    case 'confirming':
      // The same agent comes back, or nobody does.
      break
    case 'signed-out':
      forget()
      if (state.code === 'session-ended') attempts.voidAll('session-ended')
      if (state.code === 'practice-tenant-failed') attempts.voidAll()
      break
    case 'no-role':
      forget()
      break
    default:
      assertNever(state)
  }
}
