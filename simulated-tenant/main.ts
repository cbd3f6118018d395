import { help, readArguments } from './read-arguments.ts'
import type { TenantOptions } from './start-tenant.ts'
import { startTenant } from './start-tenant.ts'

/** Standard output carries one line of JSON and nothing else; what libraries like to remark goes to standard error. */
function keepStandardOutputClean(): void {
  console.log = console.error
  console.info = console.error
}

async function run(options: TenantOptions, untilStdinCloses: boolean): Promise<void> {
  const tenant = await startTenant(options)
  const stop = (): void => {
    void tenant.close().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  if (untilStdinCloses) process.stdin.once('end', stop).once('error', stop).resume()
  process.stdout.write(`${JSON.stringify(tenant.address)}\n`)
}

keepStandardOutputClean()
const read = readArguments(process.argv.slice(2))
switch (read.status) {
  case 'help':
    process.stdout.write(help)
    break
  case 'wrong':
    process.stderr.write(`${read.sentence} Try --help.\n`)
    process.exitCode = 2
    break
  case 'run':
    run(read.options, read.untilStdinCloses).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      process.stderr.write(`The practice tenant could not start: ${why}\n`)
      process.exit(1)
    })
}
