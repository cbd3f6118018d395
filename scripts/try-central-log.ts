// A PostgreSQL on a temporary folder with the central log in it, for trying by hand; everything in it is gone when this ends. Prints the file for HELPDESK_PRACTICE_AUDIT.
import { createCentralDatabase } from '../test/central/central-database.ts'
import { startPostgres } from '../test/central/postgres-under-test.ts'

const postgres = await startPostgres()
const { name, agent, reader } = await createCentralDatabase(postgres)
const login = { kind: 'password', ...agent }
const supervisorLogin = { kind: 'password', ...reader }
console.log(JSON.stringify({ central: { host: postgres.host, port: postgres.port, database: name, login, supervisorLogin } }))
console.error(`PostgreSQL runs on 127.0.0.1:${postgres.port} until Ctrl+C; superuser ${postgres.superuser.user}, password ${postgres.superuser.password}.`)

async function stop(): Promise<void> {
  await postgres.remove()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
