import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCentralDatabase } from '../../central/central-database.ts'
import { startPostgres } from '../../central/postgres-under-test.ts'
import type { PostgresUnderTest } from '../../central/postgres-under-test.ts'

describe('setting up the central log', () => {
  let postgres: PostgresUnderTest
  beforeAll(async () => { postgres = await startPostgres() })
  afterAll(() => postgres.remove())

  it('works for an administrator who is no superuser, and then for a superuser', async () => {
    for (const [name, by] of [['managed', 'administrator'], ['owned', 'superuser']] as const) {
      const database = await createCentralDatabase(postgres, name, by)
      const version = await postgres.with(name, database.reader, (client) => client.query('SELECT version FROM helpdesk_audit.schema_version'))
      expect(version.rows).toEqual([{ version: 1 }])
    }
  })

  it.each(['fast', 'kill'] as const)('is still there after the server was stopped (%s) and started', async (how) => {
    await postgres.stop(how)
    await postgres.start()
    const version = await postgres.with('managed', postgres.superuser, (client) => client.query('SELECT version FROM helpdesk_audit.schema_version'))
    expect(version.rows).toEqual([{ version: 1 }])
  })
})
