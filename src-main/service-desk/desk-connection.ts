import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'

/** A row as the driver hands it over: bigint as text, timestamps as Date, jsonb as what it holds. */
export type SqlRow = Readonly<Record<string, unknown>>

/** One connection to the central log, as the signed-in supervisor. */
export interface DeskConnection {
  /** Rejects with the driver's error; see {@link DeskServer.codeOf}. */
  query(sql: string, values: readonly unknown[]): Promise<readonly SqlRow[]>
  close(): Promise<void>
}

/** The central log's server. */
export interface DeskServer {
  /** 'central-off' where the policy names none; else why there is no connection. */
  open(): Promise<Answer<{ connection: DeskConnection }>>
  codeOf(cause: unknown): ErrorCode
}

export type Ask = (sql: string, values?: readonly unknown[]) => Promise<readonly SqlRow[]>

/** Time of a row, ISO 8601 UTC. */
export const isoOf = (time: unknown): string => new Date(time as Date | string).toISOString()
export const isoOrNull = (time: unknown): string | null => (time === null ? null : isoOf(time))
