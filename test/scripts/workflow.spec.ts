import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../../.github/workflows')

describe.each(readdirSync(folder))('the workflow %s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')

  it('pins every action by its commit and says the version', () => {
    const uses = text.match(/^\s*(- )?uses: .*$/gm) ?? []
    expect(uses.length).toBeGreaterThan(0)
    expect(uses.filter((line) => !/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  })

  it('may read and nothing else, ends by itself, and never runs a stranger\'s change with our secrets', () => {
    expect(text.match(/^permissions:\n {2}contents: read\n\n/m)).not.toBeNull()
    expect(text).not.toMatch(/: write\b|pull_request_target|permissions: write-all/)
    expect(text).toMatch(/^ {4}timeout-minutes: \d+$/m)
    expect(text).toMatch(/^concurrency:$/m)
    expect(text).toContain('persist-credentials: false')
  })

  it('hands a secret to a step only where it was asked whether there is one', () => {
    const steps = text.slice(text.indexOf('    steps:')).split(/^ {6}- /m)
    const withSecrets = steps.filter((step) => step.includes('secrets.'))
    expect(withSecrets.length).toBeGreaterThan(0)
    expect(withSecrets.filter((step) => !/if: .*env\.HAS_\w+ == 'true'/.test(step))).toEqual([])
  })
})
