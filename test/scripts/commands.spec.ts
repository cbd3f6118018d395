import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

interface Ended { readonly code: number; readonly stdout: string; readonly stderr: string }
const run = (script: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((done) => {
    execFile(process.execPath, [join(root, 'scripts', script), ...args], { cwd: root, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }))
  })

describe('npm start', () => {
  it.each([['an unknown flag', ['--no-opne']], ['a profile without a folder', ['--user-data']]])('says how it is called, given %s', async (_case, args) => {
    const { code, stderr } = await run('start.mjs', args)
    expect(code).toBe(2)
    expect(stderr).toContain('Usage: npm start -- [--no-open] [--user-data DIR]')
  })
})

describe('npm test', () => {
  it.each([['a step that is not there', ['--only', 'typos']], ['no step', ['--only']], ['no step after =', ['--only=']]])('names its steps, given %s', async (_case, args) => {
    const { code, stderr } = await run('test.mjs', args)
    expect(code).toBe(2)
    expect(stderr).toContain('types, lint, build, node, architecture, renderer, e2e')
  })

  it('ends with the failure\'s own exit code when a step fails, and says which', async () => {
    const { code, stdout, stderr } = await run('test.mjs', ['--only', 'architecture', '--no-such-option-of-vitest'])
    expect(code).toBe(1)
    expect(stdout).toContain('── Specs (architecture) ──')
    expect(stderr).toMatch(/Specs \(architecture\) failed after [\d.]+ s\./)
  })

  it('shows what every step beside a failing one said, in order, and goes no further', async () => {
    // Types and lint end at once, as they would where something is wrong.
    const spoil = `data:text/javascript,const[,file='']=process.argv;const is=(name)=>file.endsWith(name);`
      + `if(is('types.mjs')){console.log('a-wrong-type');process.exit(3)}if(is('eslint.js')){console.error('a-wrong-line');process.exit(4)}`
    const { code, stdout, stderr } = await run('test.mjs', ['--only', 'lint,types,architecture'], { NODE_OPTIONS: `--import ${spoil.replaceAll(' ', '%20')}` })
    expect(code).toBe(3)
    expect(stdout).toMatch(/── Types, Lint ──\s+FAILED {2}Types, [\d.]+ s\s+a-wrong-type\s+FAILED {2}Lint, [\d.]+ s\s+a-wrong-line/)
    expect(stdout).not.toContain('Specs')
    expect(stderr).toMatch(/Types failed after [\d.]+ s\. Lint failed after [\d.]+ s\./)
  })
})

describe('npm run package', () => {
  it.each([['--help', 0], ['--dri', 2]])('says how it is called, given %s, and builds nothing first', async (arg, expected) => {
    const { code, stdout, stderr } = await run('package.mjs', [arg])
    expect(code).toBe(expected)
    expect(stdout + stderr).toContain('Usage: npm run package -- [--dir]')
  })
})

describe('with a Node that is too old', () => {
  it('goes on with the one that came with the packages', async () => {
    const pretend = "data:text/javascript,Object.defineProperty(process,'version',{value:'v20.1.0'})"
    const ask = `console.log((await import(${JSON.stringify(pathToFileURL(join(root, 'scripts/runtime.mjs')).href)})).suitableNode())`
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', pretend, '--input-type=module', '-e', ask])
    const { stdout: version } = await promisify(execFile)(stdout.trim(), ['--version'])
    expect(Number(/^v(\d+)/.exec(version)?.[1])).toBeGreaterThanOrEqual(24)
  })
})
