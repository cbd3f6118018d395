import { describe, expect, it } from 'vitest'
import { readArguments } from '../../simulated-tenant/read-arguments.ts'

describe('the arguments of the practice tenant', () => {
  it('has an answer for each that is left out', () => {
    expect(readArguments([])).toEqual({ status: 'run', options: { port: 0, devices: 2000, seed: 1 }, untilStdinCloses: false })
  })

  it('takes them in any order', () => {
    expect(readArguments(['--until-stdin-closes', '--seed', '7', '--devices=0', '--port', '8080'])).toEqual({
      status: 'run', options: { port: 8080, devices: 0, seed: 7 }, untilStdinCloses: true,
    })
  })

  it.each([
    [['--devices', '-3']], [['--devices', '500001']], [['--devices', '']], [['--port', '70000']], [['--seed', '1.5']],
    [['--seed', '0x10']],
    [['--unknown']], [['stray']], [['--port']],
  ])('refuses %j with a sentence', (words) => {
    expect(readArguments(words)).toEqual({ status: 'wrong', sentence: expect.stringMatching(/\w{3,}/) as string })
  })
})
