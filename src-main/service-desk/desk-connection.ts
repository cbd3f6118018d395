import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'

/** A row as the driver hands it over: bigint as text, timestamps as Date, jsonb as what it holds. */
export type SqlRow = Readonly<Record<string, unknown>>

/** One connection to the central log, as the signed-in supervisor; see src-main/central-log/connect.ts. */
export interface DeskConnection {
  query(text: string, values?: readonly unknown[]): Promise<{ readonly status: 'ok'; readonly rows: readonly SqlRow[] } | { readonly status: 'refused'; readonly code: ErrorCode }>
  isOpen(): boolean
  close(): Promise<void>
}

/** 'central-off' where the policy names none; else why there is no connection. */
export type OpenDeskConnection = () => Promise<Answer<{ connection: DeskConnection }>>

/** Rejects with what {@link refusalOf} knows. */
export type Ask = (sql: string, values?: readonly unknown[]) => Promise<readonly SqlRow[]>

/** The same connection, asked one question after the other: pg wants that of its callers. */
export function inTurn(connection: DeskConnection): DeskConnection {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...connection,
    query: (text, values) => {
      const answer = last.then(() => connection.query(text, values))
      last = answer.catch(() => undefined)
      return answer
    },
  }
}

const refusals = new WeakMap<Error, ErrorCode>()

/** Rejects where the connection refuses, so that what reads a page need not look at every answer. */
export function askOver(connection: DeskConnection): Ask {
  return async (sql, values) => {
    const answer = await connection.query(sql, values)
    if (answer.status === 'ok') return answer.rows
    const refusal = new Error(`the central log: ${answer.code}`)
    refusals.set(refusal, answer.code)
    throw refusal
  }
}

/** The code of a question that was refused; null: a defect. */
export const refusalOf = (cause: unknown): ErrorCode | null => (cause instanceof Error ? (refusals.get(cause) ?? null) : null)

/** Time of a row, ISO 8601 UTC. */
export const isoOf = (time: unknown): string => new Date(time as Date | string).toISOString()
export const isoOrNull = (time: unknown): string | null => (time === null ? null : isoOf(time))
