import type { AuditEvent } from '../../src-shared/audit.ts'
import { canonicalJson } from './chain.ts'

/** Names under which a secret could slip into a row. Compared without case, '_' and '-'. */
const secretName = /passcode|password|passwd|secret|token|unlockpin|recoverykey|privatekey|apikey|bypasscode|authorization|cookie|credential|assertion|codeverifier/
const exactSecretNames: ReadonlySet<string> = new Set(['pin', 'recoverypin', 'macosunlockcode', 'key', 'bearer'])
/** A JSON Web Token, wherever it stands in a text. */
const jsonWebToken = /\beyJ[\w-]{10,}\.[\w-]{10,}(\.[\w-]*)?/g
const removed = '[removed]'

/**
 * Whether an event may become a row: it holds nothing that could be a secret (the log is read by people who must not learn any),
 * and JSON carries it exactly.
 */
export function isFitForLog(event: AuditEvent): boolean {
  try {
    return canonicalJson(withoutSecrets(event)) === canonicalJson(event)
  } catch {
    return false
  }
}

/** The event without what {@link isFitForLog} objects to, for what has happened already and must be written all the same. */
export function madeFit<T extends AuditEvent>(event: T): T {
  return withoutSecrets(isFitForLog(event) ? event : JSON.parse(JSON.stringify(event))) as T
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(jsonWebToken, removed)
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  const harmless = Object.entries(value).filter(([name]) => !isSecretName(name))
  return Object.fromEntries(harmless.map(([name, member]) => [name, withoutSecrets(member)]))
}

function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[_-]/g, '')
  return secretName.test(plain) || exactSecretNames.has(plain)
}
