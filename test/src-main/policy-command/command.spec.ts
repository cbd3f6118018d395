import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { runCommand } from '../../../src-main/policy-command/command.ts'

const root = join(import.meta.dirname, '../../..')
const example = JSON.parse(readFileSync(join(root, 'resources/policy.example.json'), 'utf8')) as object

async function run(...args: readonly string[]) {
  const lines: string[] = []
  const code = await runCommand(args, { out: (line) => lines.push(line), error: (text) => lines.push(text), resolve: (file) => file, platform: process.platform })
  return { code, text: lines.join('\n') }
}
function aFile(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'policy-command-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'policy.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return file
}
const check = (change: object) => run('check', aFile({ ...example, ...change }))

it('says that a file can be used, and what to think over in it', async () => {
  const { code, text } = await check({ actionClientId: '00000000-0000-0000-0000-000000000001' })
  expect(code).toBe(0)
  expect(text).toContain('can be used.')
  expect(text).not.toContain('think over')
  const much = await check({
    kiosk: true, updates: { mode: 'ask', url: null }, age: { warnWeeks: 20 }, support: { name: '', phone: '', email: '', website: '' },
    actions: { ticket: { required: true }, brakes: { agentPerHour: null, machinePerHour: 40, machinePerDay: 30 } },
    audit: { central: { host: 'x', database: 'y', login: { kind: 'password', user: 'u', password: 'p-in-the-file' }, supervisorLogin: { kind: 'password', user: 'u', password: 'p-in-the-file' } } },
  })
  expect(much.code).toBe(0)
  for (const key of ['actionClientId', 'practice', 'actions.ticket.pattern', 'actions.brakes.agentPerHour', 'actions.brakes.machinePerDay', 'updates.url', 'age', 'audit.central.login', 'audit.central.supervisorLogin', 'support']) {
    expect(much.text).toMatch(new RegExp(`^  line \\d+: ${key}: `, 'm'))
  }
  expect(much.text).not.toContain('p-in-the-file')
})

it('ends with 1 and every problem for one that cannot', async () => {
  const { code, text } = await check({ cloud: 'mars', practice: 'no' })
  expect(code).toBe(1)
  expect(text).toContain('there are 2 problems')
  expect(text).toMatch(/line 7: cloud: .*\n {2}line 8: practice: has to be true or false\nWith this file nobody could sign in\./)
})

it('finds a pattern that would hold the console up', async () => {
  const { code, text } = await check({ actions: { ticket: { pattern: '(INC|[0-9]+)+', example: 'INC1' } } })
  expect(code).toBe(1)
  expect(text).toMatch(/line \d+: actions\.ticket\.pattern: takes too long for a ticket such as 0{39}!/)
  expect((await check({ actions: { ticket: { pattern: '(INC|REQ)[0-9]{7,10}(-[A-Z]+)?', example: 'INC0012345' } } })).code).toBe(0)
})

it('ends with 2 where there is nothing to check', async () => {
  expect(await run('check', join(tmpdir(), 'no-such-policy.json'))).toMatchObject({ code: 2, text: expect.stringContaining('cannot be read') as string })
  for (const args of [[], ['mend'], ['check', 'a', 'b'], ['schema', 'a'], ['--force']]) expect((await run(...args)).code).toBe(2)
  expect(await run('--help')).toMatchObject({ code: 0, text: expect.stringContaining('Usage') as string })
})

it('runs as a program of its own', () => {
  const file = aFile('{ "tenantId": ')
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'src-main/policy-command/main.ts'), 'check', file], { encoding: 'utf8' })
  expect(stdout).toContain('line 1: the file ends in the middle')
  expect(status).toBe(1)
})
