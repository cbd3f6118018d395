import type { AskedFile } from './file-access/who-can-write.ts'
import type { PolicyFile } from './policy-file.ts'

/** What is known of who can write the policy file. */
export type PolicyAccess =
  | { readonly status: 'checking' | 'administrators' }
  /** `permission`: which, in words. */
  | { readonly status: 'others'; readonly permission: string }

/** Why the policy file holds every action back; null: it does not. */
export type PolicyTrouble = 'policy-invalid' | 'policy-writable' | 'policy-checking' | null

export interface PolicyAccessOptions {
  readonly policy: PolicyFile
  readonly asked: AskedFile
  /** Names the permission by which others can write the file; null: nobody else can. */
  readonly whoElse: (asked: AskedFile) => Promise<string | null>
  /** Called once, when it is known; never where no file is used. */
  readonly onKnown: (access: PolicyAccess) => void
}

/**
 * Finds out who can write the policy file while the console starts: Windows takes a second to say. Until it is known, and wherever it cannot
 * be found out, actions are held.
 */
export function createPolicyAccess({ policy, asked, whoElse, onKnown }: PolicyAccessOptions) {
  let access: PolicyAccess = { status: policy.status === 'ok' ? 'checking' : 'administrators' }
  if (policy.status === 'ok') {
    whoElse(asked)
      .catch((cause: unknown) => `the permissions of ${asked.file} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`)
      .then((permission) => {
        access = permission === null ? { status: 'administrators' } : { status: 'others', permission }
        onKnown(access)
      }, () => undefined)
  }
  return {
    current: (): PolicyAccess => access,
    trouble: (): PolicyTrouble => {
      if (policy.status === 'invalid') return 'policy-invalid'
      return access.status === 'administrators' ? null : access.status === 'checking' ? 'policy-checking' : 'policy-writable'
    },
  }
}
