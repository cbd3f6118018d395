/** What `npm run tenant` prints as its first line of standard output, and what main reads from the process that it starts. */
export interface PracticeTenantAddress {
  /** Such as "http://127.0.0.1:40123" — Graph's paths follow: /v1.0/…, /beta/…. */
  readonly graphBaseUrl: string
  /** Such as "http://127.0.0.1:40123/<tenantId>"; discovery at <authority>/v2.0/.well-known/openid-configuration. */
  readonly authority: string
  /** GET: every request received, as JSON. */
  readonly journalUrl: string
  /** POST: move its clock, switch faults; see docs/practice-tenant.md. */
  readonly controlUrl: string
  readonly clientId: string
  /** Two more app registrations: one that may only read, and one that may only act. */
  readonly readingClientId: string
  readonly actingClientId: string
  readonly tenantId: string
  readonly people: readonly PracticePerson[]
}

export interface PracticePerson {
  readonly upn: string
  readonly displayName: string
  readonly oid: string
  readonly roles: readonly string[]
  /** A practice password; it opens nothing but the practice tenant. */
  readonly password: string
}
