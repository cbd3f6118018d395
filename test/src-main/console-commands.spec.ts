import { describe, expect, it } from 'vitest'
import { readCommand } from '../../src-main/console-commands.ts'

describe('what the console is started for', () => {
  it.each([
    ['the console itself', ['/opt/console'], null],
    ['a packaged console\'s audit', ['/opt/console', '--audit', 'verify', 'a.db'], { program: 'audit.js', args: ['verify', 'a.db'] }],
    ['the audit of one that is not packaged', ['electron', '.', '--audit', 'verify', 'a.db'], { program: 'audit.js', args: ['verify', 'a.db'] }],
    ['an update pack', ['/opt/console', '--update-pack', 'verify', 'p.json', '--copy-to', 'C:\\new'], { program: 'update-pack.js', args: ['verify', 'p.json', '--copy-to', 'C:\\new'] }],
    ['no program of another name', ['/opt/console', '--audit=verify', '--toString', '--constructor'], null],
    ['the first of two', ['/opt/console', '--audit', '--update-pack'], { program: 'audit.js', args: ['--update-pack'] }],
  ])('%s', (_case, argv, command) => {
    expect(readCommand(argv)).toEqual(command)
  })
})
